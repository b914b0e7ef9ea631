import { expect, test } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import { findKeywords } from './find-keywords.ts';

const id = (number: number) => asId(`018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`);
const rules = { copyHint: null, isProtected: false, retentionYears: 10, courtDocumentClass: null, followUpDays: null };
const registers = [
  { id: id(2), number: 2, name: 'Einkommen', isProtected: false },
  { id: id(1), number: 1, name: 'Kosten der Unterkunft', isProtected: false },
];
const keyword = (number: number, registerId: number, name: string, isValid = true) => ({
  id: id(number),
  registerId: id(registerId),
  name,
  rules,
  isValid,
});
const directory = {
  registers,
  keywords: [
    keyword(11, 2, 'Lohnabrechnung'),
    keyword(12, 1, 'Nebenkostenabrechnung'),
    keyword(13, 1, 'Mietvertrag'),
    keyword(14, 1, 'Mietzuschuss (bis 2020)', false),
    keyword(15, 2, 'Übergangsgeld'),
  ],
};
const names = (text: string) => findKeywords(directory, text).map((option) => option.keyword.name);

test('without words all keywords in force come by register and name', () => {
  expect(names('')).toEqual(['Mietvertrag', 'Nebenkostenabrechnung', 'Lohnabrechnung', 'Übergangsgeld']);
});

test('a keyword that is no longer in force is not offered', () => {
  expect(names('miet')).toEqual(['Mietvertrag']);
});

test('the beginning of a word, a part of a long word and the register are found', () => {
  expect(names('neb')).toEqual(['Nebenkostenabrechnung']);
  expect(names('abrechnung')).toEqual(['Nebenkostenabrechnung', 'Lohnabrechnung']);
  expect(names('unterk')).toEqual(['Mietvertrag', 'Nebenkostenabrechnung']);
});

test('umlauts may be typed in any spelling', () => {
  expect(names('ueberg')).toEqual(['Übergangsgeld']);
  expect(names('uberg')).toEqual(['Übergangsgeld']);
});
