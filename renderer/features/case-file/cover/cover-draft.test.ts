import { expect, test } from 'vitest';
import type { CaseCover } from '../case-words.ts';
import {
  changedFields,
  changedMeanwhile,
  changeOf,
  emptyDraft,
  valuesOf,
  withEdit,
  withoutFields,
} from './cover-draft.ts';

const annaId = '01930000-0000-7000-8000-00000000000a';
const cover = (household: object = {}) =>
  valuesOf({
    ...{ title: 'Petersen, Anna', approvedFrom: null, approvedUntil: '2026-11-30' },
    household: { street: 'Norderstraße 7', postcode: '25813', place: 'Husum', phone: null, mail: null, ...household },
    persons: [
      {
        id: annaId,
        familyName: 'Petersen',
        givenName: 'Anna',
        birthDate: null,
        customerNumber: null,
        relation: 'Person',
      },
    ],
  } as unknown as CaseCover);

test('what she types is given with what she saw, and an address as a whole', () => {
  const draft = withEdit(emptyDraft, cover(), 'household/street', 'Süderstraße 1');
  expect(changeOf(draft, cover())).toEqual({
    before: { caseFile: {}, household: { street: 'Norderstraße 7', postcode: '25813', place: 'Husum' }, persons: [] },
    after: { caseFile: {}, household: { street: 'Süderstraße 1' }, persons: [] },
  });
});

test('a field that somebody else changes meanwhile is told, whatever was typed stays, and saving then has seen both', () => {
  const draft = withEdit(emptyDraft, cover(), 'household/phone', '04841 1');
  const now = cover({ phone: '04841 2' });
  expect(changedMeanwhile(draft, now)).toEqual(['household/phone']);
  expect(draft.edits['household/phone']).toBe('04841 1');
  expect(changeOf(draft, now).before.household).toEqual({ phone: '04841 2' });
  expect(changedFields(withoutFields(draft, ['household/phone']), now)).toEqual([]);
});

test('another part of the address changed meanwhile counts for the address she types; the telephone does not', () => {
  const draft = withEdit(emptyDraft, cover(), 'household/street', 'Süderstraße 1');
  expect(changedMeanwhile(draft, cover({ place: 'Mildstedt' }))).toEqual(['household/place']);
  expect(changedMeanwhile(draft, cover({ phone: '04841 2' }))).toEqual([]);
});

test('the same typed by both, or typed back, changes nothing', () => {
  const draft = withEdit(emptyDraft, cover(), `${annaId}/familyName`, 'Petersen-Jürgens');
  expect(changedFields(withEdit(draft, cover(), `${annaId}/familyName`, 'Petersen'), cover())).toEqual([]);
  const phone = withEdit(emptyDraft, cover(), 'household/phone', '04841 2');
  expect(changedMeanwhile(phone, cover({ phone: '04841 2' }))).toEqual([]);
});
