import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalActionWords, journalWords } from './journal-words.ts';

const folder = join(import.meta.dirname, '../../core/commands');

test('every action that a command writes into the journal has German words', () => {
  const source = readdirSync(folder)
    .filter((name) => !name.includes('.test.'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const actions = [...source.matchAll(/action: '([^']+)'/g)].map((found) => found[1] as string);
  expect(actions.length).toBeGreaterThan(20);
  expect(actions.filter((action) => !Object.hasOwn(journalActionWords, action))).toEqual([]);
});

test('an action that is not known yet is still told', () => {
  expect(journalWords('document.beamed')).toBe('Andere Handlung');
});
