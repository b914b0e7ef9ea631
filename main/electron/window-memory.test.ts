import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openWindowMemory } from './window-memory.ts';
import type { SavedDesk } from './window-placement.ts';

const folder = mkdtempSync(join(tmpdir(), 'windows-'));
afterAll(() => rmSync(folder, { recursive: true }));
const bounds = { x: 10, y: 20, width: 1200, height: 800 };
const desk: SavedDesk = {
  windows: 'one',
  places: {
    caseFile: { bounds, mode: 'normal', display: { id: 1, label: 'A', bounds, workArea: bounds, scaleFactor: 1 } },
  },
};

test('places are kept per set of monitors and read again after a start', () => {
  const path = join(folder, 'a.json');
  openWindowMemory(path).keep('office', desk);
  const memory = openWindowMemory(path);
  expect(memory.recall('office')).toEqual(desk);
  expect(memory.recall('home')).toBeNull();
  memory.keep('home', { windows: 'two', places: {} });
  expect(memory.recall('office')).toEqual(desk);
});

test.each(['', '{', '{"version":2,"desks":[]}', '{"version":1,"desks":[{"displays":"x"}]}'])(
  'a file holding %j counts as empty',
  (text) => {
    const path = join(folder, 'b.json');
    writeFileSync(path, text);
    const memory = openWindowMemory(path);
    expect(memory.recall('x')).toBeNull();
    memory.keep('x', desk);
    expect(openWindowMemory(path).recall('x')).toEqual(desk);
  },
);

test('twenty sets are remembered, the longest unused goes first', () => {
  let now = 0;
  const path = join(folder, 'c.json');
  const memory = openWindowMemory(path, () => ++now);
  for (let index = 0; index < 25; index += 1) {
    memory.keep(`set ${index}`, desk);
    memory.keep('set 0', desk);
  }
  expect(memory.recall('set 0')).not.toBeNull();
  expect(memory.recall('set 1')).toBeNull();
  expect(JSON.parse(readFileSync(path, 'utf8')).desks).toHaveLength(20);
});

test('a place that cannot be written does not stop the desk', () => {
  const memory = openWindowMemory('/dev/null/x.json');
  memory.keep('x', desk);
  expect(memory.recall('x')).toEqual(desk);
});
