import { expect, test } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import { answerShellCall, type ShellHandlers } from './shell-answers.ts';

const seen: unknown[] = [];
const unexpected: unknown[] = [];
const handlers: ShellHandlers<string> = {
  placeEmbed: (rectangle, caller) => {
    seen.push([caller, rectangle]);
    return {};
  },
  openInEmbed: () => {
    throw new AppError('forbidden', 'Diese Adresse gehört nicht zum Fachverfahren.');
  },
  arrangeWindows: ({ windows }) => ({ windows }),
  saveFile: () => {
    throw new Error('ENOSPC /home/jensen/Petersen.pdf');
  },
  offerCommands: () => ({}),
  screens: () => ({ screens: [{ left: 0.5 }] }) as never,
};
const answer = (name: unknown, input: unknown) =>
  answerShellCall(handlers, { name, input, caller: 'page' }, (error) => unexpected.push(error));

test('a good call reaches its handler with who called', async () => {
  const rectangle = { x: 0, y: 40, width: 800, height: 900 };
  expect(await answer('placeEmbed', rectangle)).toEqual({ ok: true, value: {} });
  expect(await answer('placeEmbed', null)).toEqual({ ok: true, value: {} });
  expect(seen).toEqual([
    ['page', rectangle],
    ['page', null],
  ]);
});

test.each([
  ['placeEmbed', { x: 0, y: 0, width: -1, height: 10 }],
  ['placeEmbed', { x: 0.5, y: 0, width: 1, height: 10 }],
  ['placeEmbed', undefined],
  ['openInEmbed', { address: 'kein' }],
  ['arrangeWindows', { windows: 'three' }],
  ['saveFile', { fileName: 'x'.repeat(300), bytes: new Uint8Array() }],
  ['saveFile', { fileName: 'x', bytes: 'text' }],
  ['offerCommands', { commands: [{ id: 'x' }] }],
])('%s with %j is refused before it is run', async (name, input) => {
  const before = seen.length;
  expect(await answer(name, input)).toMatchObject({ ok: false, code: 'invalid_input' });
  expect(seen.length).toBe(before);
});

test.each(['unknown', 'constructor', '__proto__', 'toString', 7, null, undefined])('%s is no call', async (name) => {
  expect(await answer(name, {})).toMatchObject({ ok: false, code: 'not_found' });
});

test('a refusal keeps its code and sentence', async () => {
  expect(await answer('openInEmbed', { address: 'https://x.example/' })).toEqual({
    ok: false,
    code: 'forbidden',
    message: 'Diese Adresse gehört nicht zum Fachverfahren.',
  });
});

test('an unexpected error is told without what it says, and so is an answer that breaks the contract', async () => {
  const failed = await answer('saveFile', { fileName: 'x.pdf', bytes: new Uint8Array(1) });
  expect(failed).toMatchObject({ ok: false, code: 'internal' });
  expect(JSON.stringify(failed)).not.toContain('Petersen');
  expect(await answer('screens', {})).toMatchObject({ ok: false, code: 'internal' });
  expect(unexpected).toHaveLength(2);
});
