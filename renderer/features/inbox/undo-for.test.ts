import { expect, test } from 'vitest';
import { asId } from '../../../core/domain/ids.ts';
import { undoFor } from './undo-for.ts';

const act = (at: string, number: number) => ({
  commandId: asId(`018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`),
  label: 'Ablegen',
  at,
});

test('the act of the same moment takes a letter back', () => {
  const acts = [act('2026-11-22T09:00:05.000Z', 2), act('2026-11-22T09:00:00.000Z', 1)];
  expect(undoFor({ doneAt: '2026-11-22T09:00:00.000Z' }, acts)).toBe(acts[1]);
});

test("a letter that somebody else filed has no way back here, nor has one that isn't finished", () => {
  const acts = [act('2026-11-22T09:00:05.000Z', 2)];
  expect(undoFor({ doneAt: '2026-11-22T09:00:00.000Z' }, acts)).toBeNull();
  expect(undoFor({ doneAt: null }, acts)).toBeNull();
});
