import { expect, test } from 'vitest';
import { pageWith } from './page-of-figures.ts';

const names = ['sync', 'contents', 'page'];
const part = (name: string, ours: string) => ({
  name,
  figures: [{ what: `what ${name} does`, ours, budget: '–', beside: 'floor', ratio: '1.00×' }],
  day: '2026-01-02',
  machine: 'a machine',
});

test('A part that was measured anew replaces its table and leaves the others as they are', () => {
  const before = pageWith('', [part('page', '3 ms'), part('sync', '1 ms')], names);
  const after = pageWith(before, [part('sync', '2 ms')], names);
  expect(after).toContain('| what sync does | 2 ms |');
  expect(after).not.toContain('1 ms');
  expect(after).toContain('| what page does | 3 ms |');
  expect(after).toBe(pageWith('', [part('sync', '2 ms'), part('page', '3 ms')], names));
});
