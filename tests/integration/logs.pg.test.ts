import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../../central/store/database.ts';
import { call, Desk, newId, type Wish } from '../../central/testing/desk.ts';
import { caseFileBody, contentFacts, filing, noteArgs } from '../../central/testing/office.ts';
import { startCentre } from '../../central/testing/programs.ts';
import type { ImportLine, PushResponse } from '../../core/contract/central.ts';
import { everyonePrincipalId, houseScopeId } from '../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../support/postgres.ts';

// The centre as it is run, with its own logger at its most talkative: nothing about anybody comes into it, whatever goes wrong.

const adminPassword = 'Kanarienkennwort der Verwaltung';
const canary = {
  name: 'Kanarienfrau',
  givenName: 'Xaverine',
  birthDate: '13.05.1987',
  number: '345K998877',
  street: 'Zeisigweg',
  login: 'kanarienlogin',
  password: 'Kanarienkennwort',
  text: 'Kanarienvermerk',
  fileNumber: '77777BG7654321',
  token: 'kanarientoken',
};
/** As they may stand anywhere, also coded in an address. */
const canaries = [...Object.values(canary), '1987-05-13', 'Kanarien', 'kanarien'];

async function letter(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  const lines = [
    `${canary.givenName} ${canary.name}`,
    `${canary.street} 4, 25813 Husum`,
    `geboren am ${canary.birthDate}, Kundennummer ${canary.number}, BG-Nummer ${canary.fileNumber}`,
    'Betreff: Mietbescheinigung',
    'Sehr geehrte Damen und Herren, anbei die Mietbescheinigung.',
  ];
  for (const [index, text] of lines.entries()) page.drawText(text, { x: 60, y: 760 - index * 24, size: 12 });
  return document.save();
}

const files = { caseFileId: newId(), inboxId: newId(), workerId: newId(), teamId: newId(), personId: newId() };

function houseLines(): ImportLine[] {
  const { caseFileId, inboxId, workerId, teamId, personId } = files;
  const owner = { principalId: workerId, level: 'write' as const };
  const deliver = { principalId: everyonePrincipalId, level: 'deliver' as const };
  const grants = [{ principalId: everyonePrincipalId, level: 'read' as const }];
  const worker = {
    ...{ familyName: canary.name, givenName: canary.givenName, signature: 'K', role: 'worker', teamId, inboxId },
    isActive: true,
  };
  const householdId = newId();
  const person = {
    ...{ householdId, familyName: canary.name, givenName: canary.givenName, birthDate: '1987-05-13' },
    ...{ customerNumber: canary.number, relation: 'Antragstellerin' },
  };
  const caseFile = { ...caseFileBody(canary.fileNumber, workerId), title: canary.name, householdId };
  return [
    { line: 'scope', scopeId: houseScopeId, kind: 'g', grants },
    { line: 'record', kind: 'worker', id: workerId, scopeId: houseScopeId, body: worker },
    { line: 'scope', scopeId: inboxId, kind: 'o', grants: [owner, deliver] },
    { line: 'scope', scopeId: caseFileId, kind: 'c', grants: [owner] },
    { line: 'record', kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: caseFile },
    { line: 'record', kind: 'person', id: personId, scopeId: caseFileId, body: person },
  ];
}

/** As a client of its own: what waits behind something else says nothing here. */
async function pushAlone(desk: Desk, wish: Wish) {
  const commands = desk.number([{ ...wish, mid: 1 }]);
  return desk.call<PushResponse>('POST', '/v1/push', { epoch: desk.epoch, clientId: newId(), commands });
}

/** Everything a desk does that may go wrong, with something telling in each. */
async function misbehave(address: string, desk: Desk): Promise<void> {
  const { caseFileId } = files;
  const logIn = (login: string, password: string) =>
    call(address, 'POST', '/v1/session', { body: { login, password, deviceName: `Gerät von ${canary.name}` } });
  expect((await logIn(canary.login, `${canary.password} falsch`)).status).toBe(401);
  expect((await logIn(`${canary.login} gibt es nicht`, canary.password)).status).toBe(401);
  await logIn(`${canary.login}\u0000`, canary.password); // PostgreSQL takes no such text
  await call(address, 'POST', '/v1/session/refresh', { body: { refreshToken: canary.token } });
  await call(address, 'GET', '/v1/changes', { token: canary.token });
  await call(address, 'GET', `/v1/${canary.name}?nummer=${canary.number}`);
  const json = { 'content-type': 'application/json' };
  const cut = await desk.call('POST', '/v1/push', `{"name": "${canary.name}`, json);
  expect(cut.status).toBe(400);
  await desk.call('POST', '/v1/push', { commands: [{ args: canary.text }], [canary.name]: canary.number });
  await desk.call('PUT', `/v1/blobs/${'ab'.repeat(32)}`, Buffer.from(canary.text), {
    'content-type': 'application/octet-stream',
  });
  await desk.call('GET', `/v1/journal?scopeId=${canary.number}`);
  await desk.call('POST', '/v1/import', JSON.stringify({ line: canary.name }), {
    'content-type': 'application/x-ndjson',
  });
  const boxes = [{ keyId: randomUUID(), sealed: Buffer.from(canary.text).toString('base64') }];
  await desk.call('POST', '/v1/escrow', { commands: boxes });
  const taken = await pushAlone(desk, { name: 'addNote', args: noteArgs(caseFileId, canary.text) });
  expect(taken.body.results).toMatchObject([{ result: 'ok' }]);
  await pushAlone(desk, { name: 'addNote', args: { ...noteArgs(caseFileId), text: 4, [canary.name]: canary.number } });
  await pushAlone(desk, { name: canary.name, args: { text: canary.text } });
  await pushAlone(desk, { name: 'addNote', args: noteArgs(newId(), canary.text) });
  const content = { ...contentFacts('cd'.repeat(32), 10), fileName: `${canary.name}.pdf` };
  const filed = { ...filing, title: canary.text };
  await pushAlone(desk, {
    name: 'addDocument',
    args: { caseFileId, documentId: newId(), filing: filed, content, pageTexts: [canary.text] },
  });
}

/** A table is not there: what the centre asks of it fails, and PostgreSQL says with which values. */
async function breakDatabase(database: Database, desk: Desk): Promise<void> {
  await database.query('alter table quarantine rename to quarantine_away');
  const refused = { name: 'addNote', args: { ...noteArgs(files.caseFileId), text: '', [canary.name]: canary.number } };
  const push = await pushAlone(desk, refused);
  expect(push.status).toBeGreaterThanOrEqual(500);
  await database.query('alter table quarantine_away rename to quarantine');
  await database.query(
    `alter table record add constraint nothing check (body ->> 'text' is distinct from '${canary.text}!')`,
  );
  const failed = await pushAlone(desk, { name: 'addNote', args: noteArgs(files.caseFileId, `${canary.text}!`) });
  expect(failed.body.results).toMatchObject([{ result: 'refused', code: 'failed' }]);
}

test('the log of the centre says nothing about anybody, whatever is read, refused or fails', {
  timeout: 300_000,
}, async () => {
  await using made = await temporaryDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-logs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const intake = path.join(folder, 'eingang');
  await mkdir(intake);
  const place = ['--data', path.join(folder, 'daten'), '--database', made.connectionString, '--intake', intake];
  const environment = { AKTENPULT_ADMIN_PASSWORD: adminPassword, AKTENPULT_LOG_LEVEL: 'trace' };
  const centre = await startCentre(place, environment);
  const { address } = centre;
  const administrator = await Desk.login(address, 'verwaltung', adminPassword);
  const body = houseLines()
    .map((line) => JSON.stringify(line))
    .join('\n');
  const imported = await administrator.call('POST', '/v1/import', body, { 'content-type': 'application/x-ndjson' });
  expect(imported.status, JSON.stringify(imported.body)).toBe(200);
  const account = { workerId: files.workerId, login: canary.login, password: canary.password, role: 'worker' };
  expect((await administrator.call('POST', '/v1/accounts', account)).status).toBe(201);

  const put = async (name: string, bytes: Uint8Array) => {
    await writeFile(path.join(folder, name), bytes);
    await rename(path.join(folder, name), path.join(intake, name));
  };
  await put(`Brief ${canary.name} ${canary.number}.pdf`, await letter());
  await put(`Kaputt ${canary.name}.pdf`, Buffer.from(`%PDF-1.7 ${canary.text}`));
  const desk = await Desk.login(address, canary.login, canary.password);
  await misbehave(address, desk);
  const database = openDatabase(made.connectionString, { connections: 1 });
  await breakDatabase(database, desk);
  const states = async () => {
    const { rows } = await database.query<{ state: string }>('select state from stack order by state');
    return rows.map(({ state }) => state);
  };
  // One is read; the other has no end and waits for it, or is looked at.
  await expect
    .poll(states, { timeout: 200_000 })
    .toEqual(expect.arrayContaining([expect.stringMatching(/done|needsLook/)]));
  await database.end();
  centre.child.kill('SIGTERM');
  await centre.ended;

  const output = centre.output();
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  const levels = lines.map((line) => (JSON.parse(line) as { level: number }).level);
  expect(
    levels.some((level) => level >= 40),
    output,
  ).toBe(true); // the logger was there, and what failed was told
  const found = output.split('\n').filter((line) => canaries.some((word) => line.includes(word)));
  expect(found).toEqual([]);
});
