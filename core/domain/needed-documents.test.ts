import { expect, test } from 'vitest';
import { createIdSource } from './ids.ts';
import { missingDocuments, type NeedingKeyword } from './needed-documents.ts';

const newId = createIdSource(Date.now, (bytes) => void crypto.getRandomValues(bytes));
const keyword = (name: string, proves: string | null, validMonths: number | null = null): NeedingKeyword => ({
  id: newId(),
  name,
  isValid: true,
  rules: {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
    proof: proves === null ? null : { name: proves, caseKinds: ['benefit'], validMonths },
  },
});
const contract = keyword('Mietvertrag', 'Nachweis der Unterkunft');
const certificate = keyword('Mietbescheinigung', 'Nachweis der Unterkunft');
const statement = keyword('Kontoauszüge', 'Kontoauszüge', 12);
const all = [contract, certificate, statement, keyword('E-Mail', null)];
const today = '2026-11-26';
const names = (...held: [NeedingKeyword, string][]) =>
  missingDocuments('benefit', all, new Map(held.map(([{ id }, day]) => [id, day])), today);

test('an empty file lacks everything the house asks for, with all keywords that would do', () => {
  expect(names()).toEqual([
    { name: 'Nachweis der Unterkunft', keywordNames: ['Mietvertrag', 'Mietbescheinigung'], newestOn: null },
    { name: 'Kontoauszüge', keywordNames: ['Kontoauszüge'], newestOn: null },
  ]);
});

test('one of several keywords is enough, however old, where no time is set', () => {
  expect(names([certificate, '2009-01-01'], [statement, '2026-11-01'])).toEqual([]);
});

test.each([
  ['2025-11-26', true],
  ['2025-11-25', false],
])('a proof of %s that is good for twelve months still counts on the day: %s', (day, isGood) => {
  const missing = names([contract, '2020-01-01'], [statement, day]);
  expect(missing).toEqual(isGood ? [] : [{ name: 'Kontoauszüge', keywordNames: ['Kontoauszüge'], newestOn: day }]);
});

test('the end of a shorter month is the end of the time', () => {
  const february = [keyword('Kontoauszüge', 'Kontoauszüge', 1)];
  const held = new Map([[february[0]!.id, '2026-01-31']]);
  expect(missingDocuments('benefit', february, held, '2026-02-28')).toEqual([]);
  expect(missingDocuments('benefit', february, held, '2026-03-01')).toHaveLength(1);
});

test('a keyword out of use still proves, and is no longer asked for', () => {
  const old = { ...contract, isValid: false };
  expect(missingDocuments('benefit', [old], new Map(), today)).toEqual([]);
  expect(missingDocuments('benefit', [old, certificate], new Map([[old.id, '2001-05-01']]), today)).toEqual([]);
});

test('for a kind of file the house has laid nothing down for, nothing is said', () => {
  expect(missingDocuments('maintenance', all, new Map(), today)).toBeNull();
});
