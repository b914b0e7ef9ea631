import { expect, test } from 'vitest';
import { readSetup } from '../electron/setup.ts';
import { wordsFor } from './electron-first.ts';
import { readDeskOptions } from './options.ts';

test('the desk in Electron is set up as the desk in the browser would be', () => {
  const words = [
    '--central',
    'http://127.0.0.1:1',
    '--data',
    '/d',
    '--fachverfahren',
    'http://127.0.0.1:2/',
    '--as',
    'jensen',
  ];
  const options = readDeskOptions([...words, '--sample', '/k.json']);
  if (!options) throw new Error('only the help was wanted');
  expect(readSetup(['.', ...wordsFor(options)], [], '/usual')).toEqual({
    central: 'http://127.0.0.1:1',
    data: '/d',
    fachverfahren: 'http://127.0.0.1:2',
    fachverfahrenOrigins: [],
    as: 'jensen',
    sample: '/k.json',
  });
});
