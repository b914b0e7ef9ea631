import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTokenAccess } from './oauth-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-oauth-'));
});
afterEach(() => rm(folder, { recursive: true }));

const usual = {
  tokenEndpoint: 'https://login.example/token',
  clientId: 'aktenpult',
  scope: 'https://mail.example/.default',
};
async function fileWith(content: object | string): Promise<string> {
  const file = path.join(folder, 'zugang.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('the secret stands in a file beside, without the end of its line, or in the environment', async () => {
  await writeFile(path.join(folder, 'schluessel'), 'streng geheim\n');
  expect(await readTokenAccess(await fileWith({ ...usual, clientSecretFile: 'schluessel' }), 'anderer')).toMatchObject({
    ...{ clientId: 'aktenpult', clientSecret: 'streng geheim', scope: usual.scope },
    endpoint: new URL(usual.tokenEndpoint),
  });
  expect(await readTokenAccess(await fileWith(usual), 'aus der Umgebung')).toMatchObject({
    clientSecret: 'aus der Umgebung',
  });
});

test('a file that is none, an endpoint without protection and a missing secret are refused without repeating a secret', async () => {
  await expect(readTokenAccess(path.join(folder, 'fehlt.json'), 'x')).rejects.toThrow('lässt sich nicht lesen');
  await expect(readTokenAccess(await fileWith(usual), undefined)).rejects.toThrow('fehlt der geheime Schlüssel');
  const open = { ...usual, tokenEndpoint: 'http://login.example/token' };
  await expect(readTokenAccess(await fileWith(open), 'x')).rejects.toThrow('https://');
  const wrong = readTokenAccess(await fileWith({ ...usual, clientSecret: 'ganz-geheim' }), undefined);
  await expect(wrong).rejects.toThrow('nicht vollständig');
  await expect(wrong).rejects.not.toThrow('ganz-geheim');
  await expect(readTokenAccess(await fileWith('kein JSON'), 'x')).rejects.toThrow('nicht vollständig');
});
