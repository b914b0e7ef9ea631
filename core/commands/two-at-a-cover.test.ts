import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Act,
  caseFileId,
  checkTable,
  clarifications,
  everything,
  forgetTold,
  hints,
  newId,
  people,
  records,
  rows,
  run,
} from '../../tests/support/two-at-one-thing.ts';
import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { fachverfahrenWorkerId, ownScopeOf } from '../domain/standing-ids.ts';

const [householdId, personId] = [newId(), newId()];
const home = { street: 'Norderstraße 7', postcode: '25813', place: 'Husum', phone: null, mail: null };
const words = (part: 'caseFile' | 'household', values: object) => ({
  ...{ caseFile: {}, household: {}, persons: [] },
  [part]: values,
});
const ofPerson = (values: object) => ({ caseFile: {}, household: {}, persons: [{ id: personId, ...values }] });
const change = (before: object, after: object, by: Id) => run('changeCover', { caseFileId, before, after }, by);
const fachverfahren = (given: object) =>
  run('updateCover', { caseFileId, caseFile: {}, household: {}, persons: [], ...given }, fachverfahrenWorkerId);
const household = () => records.read('household', caseFileId, householdId) as BodyOf<'household'>;
const person = () => records.read('person', caseFileId, personId) as BodyOf<'person'>;
const toldTo = (workerId: Id) =>
  rows('overlap')
    .filter(({ scopeId }) => scopeId === ownScopeOf(workerId))
    .map(({ body }) => body as BodyOf<'overlap'>);
const lines = () => records.children('historyEntry', caseFileId, caseFileId).map(({ body }) => body);

function add(): void {
  const body = records.read('caseFile', caseFileId, caseFileId) as BodyOf<'caseFile'>;
  records.write({ kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: { ...body, householdId } });
  const rent = { rent: null, heating: null };
  records.write({ kind: 'household', id: householdId, scopeId: caseFileId, body: { ...home, ...rent } });
  const names = { familyName: 'Petersen', givenName: 'Anna', birthDate: '1988-04-03', customerNumber: null };
  records.write({
    ...{ kind: 'person', id: personId, scopeId: caseFileId },
    body: { householdId, ...names, relation: 'Antragstellerin' },
  });
}

describe('a cover', () => {
  const acts = {
    phone: {
      ...{ name: 'changeCover', word: ({ title }) => title },
      args: ({ title }) => ({
        caseFileId,
        before: words('household', { phone: null }),
        after: words('household', { phone: title }),
      }),
    },
    move: {
      ...{ name: 'changeCover', word: ({ title }) => title },
      args: ({ title }) => ({
        caseFileId,
        before: words('household', { street: 'Norderstraße 7', postcode: '25813', place: 'Husum' }),
        after: words('household', { street: title }),
      }),
    },
    rename: {
      ...{ name: 'changeCover', word: ({ title }) => title },
      args: ({ title }) => ({
        caseFileId,
        before: ofPerson({ familyName: 'Petersen' }),
        after: ofPerson({ familyName: title }),
      }),
    },
  } satisfies Record<string, Act>;

  checkTable<keyof typeof acts>(
    acts,
    [
      ['phone', 'phone', ({ second }) => expect(household().phone).toBe(second.title), 'first'],
      [
        ...(['phone', 'move'] as const),
        ({ left, right }) => expect(household()).toMatchObject({ phone: left.title, street: right.title }),
        'nobody',
      ],
      ['move', 'move', ({ first }) => expect(household().street).toBe(first.title), 'second'],
      ['rename', 'rename', ({ first }) => expect(person().familyName).toBe(first.title), 'second'],
      [
        ...(['rename', 'phone'] as const),
        ({ left, right }) => {
          expect(person().familyName).toBe(left.title);
          expect(household().phone).toBe(right.title);
        },
        'nobody',
      ],
    ],
    add,
  );

  describe('changed by two', () => {
    beforeEach(() => {
      add();
      forgetTold();
    });
    const { anna, bernd } = people;

    test('an address is one thing: nobody’s street comes to stand beside somebody else’s place', () => {
      const before = words('household', { street: home.street, postcode: home.postcode, place: home.place });
      change(before, words('household', { place: 'Mildstedt', postcode: '25866' }), anna);
      change(before, words('household', { street: 'Süderstraße 1', phone: '04841 1' }), bernd);
      expect(household()).toMatchObject({ street: home.street, place: 'Mildstedt', phone: '04841 1' });
      expect(toldTo(bernd)).toMatchObject([
        { cause: 'coverHeld', byId: anna, values: { 'household/street': 'Süderstraße 1' } },
      ]);
      expect(hints).toEqual([bernd]);
    });

    test('what did not come to stand is put in once she has seen what stands, and its words are in the history', () => {
      change(ofPerson({ familyName: 'Petersen' }), ofPerson({ familyName: 'Petersen-Jürgens' }), anna);
      change(ofPerson({ familyName: 'Petersen' }), ofPerson({ familyName: 'Jürgens' }), bernd);
      change(ofPerson({ familyName: 'Petersen-Jürgens' }), ofPerson({ familyName: 'Jürgens' }), bernd);
      expect(person().familyName).toBe('Jürgens');
      expect(toldTo(anna)).toEqual([]);
      expect(lines().map(({ field, oldValue, newValue, by }) => [field, oldValue, newValue, by])).toEqual(
        expect.arrayContaining([
          [`${personId}/familyName`, 'Petersen', 'Petersen-Jürgens', anna],
          [`also/${personId}/familyName`, 'Petersen-Jürgens', 'Jürgens', bernd],
          [`${personId}/familyName`, 'Petersen-Jürgens', 'Jürgens', bernd],
        ]),
      );
    });

    test('the same given by both changes nothing the second time, and nobody is told', () => {
      for (const by of [anna, bernd])
        change(words('household', { phone: null }), words('household', { phone: '1' }), by);
      expect([toldTo(anna), toldTo(bernd), clarifications, hints]).toEqual([[], [], [], []]);
      expect(lines()).toHaveLength(1);
    });

    test('of a person who is not in the file it is refused with its content', () => {
      const nobody = { caseFile: {}, household: {}, persons: [{ id: newId(), givenName: 'Otto' }] };
      expect(change(nobody, nobody, anna)).toMatchObject({ outcome: 'refused', code: 'changedMeanwhile' });
      expect(everything()).toContain('Otto');
    });
  });

  describe('changed by a worker and by the Fachverfahren', () => {
    beforeEach(() => {
      add();
      forgetTold();
    });
    const { anna } = people;
    const givePhone = () => change(words('household', { phone: null }), words('household', { phone: '04841 1' }), anna);

    test('a new word of the Fachverfahren stands, and whose word it was is told; both are in the history', () => {
      givePhone();
      fachverfahren({ household: { phone: '04841 2' } });
      expect(household().phone).toBe('04841 2');
      expect(toldTo(anna)).toMatchObject([
        { cause: 'coverChanged', byId: fachverfahrenWorkerId, values: { 'household/phone': '04841 1' } },
      ]);
      expect(lines().map(({ newValue }) => newValue)).toEqual(expect.arrayContaining(['04841 1', '04841 2']));
    });

    test('what it only says again, as it was before the worker put it right, changes nothing however often', () => {
      change(ofPerson({ familyName: 'Petersen' }), ofPerson({ familyName: 'Jürgens' }), anna);
      change(ofPerson({ birthDate: '1988-04-03' }), ofPerson({ birthDate: '1988-03-04' }), anna);
      const same = { newId: newId(), familyName: 'Petersen', givenName: 'Anna', birthDate: '1988-04-03' };
      for (let time = 0; time < 2; time += 1) {
        expect(fachverfahren({ persons: [same] })).toMatchObject({ outcome: 'accepted', writes: [] });
      }
      expect(records.children('person', caseFileId, householdId)).toHaveLength(1);
      expect(person()).toMatchObject({ familyName: 'Jürgens', birthDate: '1988-03-04' });
      expect(toldTo(anna)).toEqual([]);
    });

    test('when it comes to say the same as the worker, its old word no longer counts', () => {
      givePhone();
      fachverfahren({ household: { phone: '04841 1' } });
      expect(lines()).toHaveLength(1);
      change(words('household', { phone: '04841 1' }), words('household', { phone: '04841 9' }), anna);
      expect(fachverfahren({ household: { phone: '04841 1' } })).toMatchObject({ writes: [] });
      expect(household().phone).toBe('04841 9');
    });

    test('a worker who had not seen a new address of it does not write it over, and is told', () => {
      fachverfahren({ household: { street: 'Am Siel 3' } });
      const before = words('household', { street: home.street, postcode: home.postcode, place: home.place });
      change(before, words('household', { street: 'Süderstraße 1' }), anna);
      expect(household().street).toBe('Am Siel 3');
      expect(toldTo(anna)).toMatchObject([{ cause: 'coverHeld', byId: fachverfahrenWorkerId }]);
    });
  });

  test('taken back it is as it was, and the history has both ways', () => {
    add();
    const given = words('household', { phone: '04841 1' });
    change(words('household', { phone: null }), given, people.anna);
    change(given, words('household', { phone: null }), people.anna);
    expect(household().phone).toBeNull();
    expect(lines()).toHaveLength(2);
  });
});
