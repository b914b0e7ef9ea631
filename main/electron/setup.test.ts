import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSetup, setupPlaces } from './setup.ts';

const folder = mkdtempSync(join(tmpdir(), 'setup-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (content: unknown) => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

test('the command line is read, with words of the system between', () => {
  const words = [
    '.',
    '--no-sandbox',
    '--central',
    'https://akten.kreis.example/',
    '--original-process-start-time=1',
    '--data',
    '/d',
  ];
  expect(readSetup(words, [], '/usual')).toEqual({
    central: 'https://akten.kreis.example',
    data: '/d',
    fachverfahren: null,
    fachverfahrenOrigins: [],
    as: null,
    sample: null,
  });
});

test('the file of the administration is read, and the command line wins over it', () => {
  const file = fileWith({
    zentrale: 'https://akten.kreis.example/',
    fachverfahren: 'https://fach.kreis.example/sgb2',
    fachverfahrenHerkunft: ['https://anmeldung.kreis.example/realms/kreis'],
  });
  expect(readSetup([], ['/none/x.json', file], '/usual')).toMatchObject({
    central: 'https://akten.kreis.example',
    data: '/usual',
    fachverfahren: 'https://fach.kreis.example/sgb2',
    fachverfahrenOrigins: ['https://anmeldung.kreis.example'],
  });
  expect(readSetup(['--central', 'http://127.0.0.1:1'], [file], '/usual').central).toBe('http://127.0.0.1:1');
});

test.each([
  ['nothing set up', [], undefined, 'noch nicht eingerichtet'],
  ['a wrong address', ['--central', 'ftp://x'], undefined, 'ist keine Adresse'],
  ['no JSON', [], '{', 'nicht lesbar'],
  ['a wrong address in the file', [], { zentrale: 'akten' }, 'zentrale'],
  ['an unknown word in the file', [], { zentrale: 'https://a.example', zentral: 1 }, 'falsch'],
])('%s is told in one sentence', (_name, words, content, sentence) => {
  const places = content === undefined ? ['/etc/aktenpult/arbeitsplatz.json'] : [fileWith(content)];
  expect(() => readSetup(words, places, '/usual')).toThrow(sentence);
});

test('the machine comes before the worker', () => {
  const where = { userData: '/u', resources: '/r', env: {} };
  expect(setupPlaces({ ...where, platform: 'linux' })[0]).toBe('/etc/aktenpult/arbeitsplatz.json');
  expect(setupPlaces({ ...where, platform: 'win32', env: { PROGRAMDATA: 'D:/PD' } })[0]).toContain('PD');
});
