import { expect, test } from 'vitest';
import { commandByName } from './registry.ts';
import { type CommandShapes, inTodaysShape, shippedShapes } from './shapes.ts';

const shapes: CommandShapes = {
  version: 4,
  upCasts: [
    { name: 'say', from: 1, cast: (args) => ({ text: (args as { words: string }).words }) },
    { name: 'say', from: 3, newName: 'tell', cast: (args) => ({ ...(args as object), isLoud: false }) },
  ],
};

test('a command goes through every change of its shape since it was given', () => {
  const old = { id: 'a', name: 'say', args: { words: 'Moin' }, schema: 1 };
  expect(inTodaysShape(old, shapes)).toEqual({
    id: 'a',
    name: 'tell',
    args: { text: 'Moin', isLoud: false },
    schema: 1,
  });
});

test('a command from in between takes only the changes after it, one of today or later none', () => {
  const args = { text: 'Moin' };
  expect(inTodaysShape({ name: 'say', args, schema: 2 }, shapes).args).toEqual({ text: 'Moin', isLoud: false });
  for (const schema of [4, 5])
    expect(inTodaysShape({ name: 'say', args, schema }, shapes)).toEqual({ name: 'say', args, schema });
});

test('what was shipped leads to commands that exist, from schemas before today', () => {
  for (const { name, newName, from } of shippedShapes.upCasts) {
    expect(from).toBeLessThan(shippedShapes.version);
    const next = shippedShapes.upCasts.some((later) => later.from > from && later.name === (newName ?? name));
    expect(next || commandByName(newName ?? name) !== null, newName ?? name).toBe(true);
  }
  expect(shippedShapes.upCasts.length).toBeGreaterThanOrEqual(shippedShapes.version - 1);
});
