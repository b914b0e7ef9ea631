import { expect, test } from 'vitest';
import { retentionWords } from './retention.ts';

test('how long documents of a keyword are kept is said in words', () => {
  expect([0, 1, 10].map(retentionWords)).toEqual([
    'Aufbewahrung: keine Frist',
    'Aufbewahrung 1 Jahr',
    'Aufbewahrung 10 Jahre',
  ]);
});
