import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { knownPlace } from '../../../core/letters/known-place.ts';
import { type KnownContent, knownWords } from './known-words.ts';

const known: KnownContent = {
  ...{ kind: 'document', scopeId: 'a' as Id, ownerId: 'b' as Id, placeName: 'Petersen, Anna', title: 'Mietvertrag' },
  ...{ at: '2026-11-03T09:00:00.000Z', byName: 'Jensen', isSameMail: false },
};

test('what lies here already is told with place, day and who', () => {
  expect(knownWords(known)).toBe('Schon in der Akte Petersen, Anna: „Mietvertrag“, abgelegt am 03.11.2026 von Jensen.');
  expect(knownWords({ ...known, kind: 'letter', placeName: 'Husum 2', isSameMail: true })).toBe(
    'Dieselbe E-Mail liegt schon im Postkorb Husum 2: „Mietvertrag“, eingegangen am 03.11.2026 von Jensen.',
  );
  expect(knownPlace(known, true)).toBe('Schon in der Akte:');
});
