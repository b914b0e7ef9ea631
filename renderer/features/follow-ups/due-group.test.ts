import { expect, test } from 'vitest';
import { dueGroup } from './due-group.ts';

test('follow-ups are grouped by how near they are', () => {
  const groups = ['2026-11-21', '2026-11-22', '2026-11-29', '2026-11-30'].map((day) => dueGroup(day, '2026-11-22'));
  expect(groups).toEqual(['überfällig', 'heute', 'in den nächsten sieben Tagen', 'später']);
});
