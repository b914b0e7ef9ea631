import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LeftWork } from '../../core/contract/left-work.ts';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld, type TestWorker } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;

/** Clausen administers; Jensen keeps the file and her account is closed at the centre. */
beforeEach(async () => {
  world = new DeskWorld();
  desk = await startBackendDesk(world);
});
afterEach(async () => {
  await desk.close();
  await world.close();
  expect(desk.faults).toEqual([]);
});

async function logInAs(role: Role): Promise<void> {
  const { centre } = world;
  const clausen: TestWorker = { login: 'clausen', workerId: world.newId(), inboxId: world.newId() };
  centre.accounts.push({ login: 'clausen', password: 'clausen-kennwort', workerId: clausen.workerId, role });
  const names = { familyName: 'Clausen', givenName: 'Arne', signature: 'Cl', teamId: null, inboxId: null };
  centre.write([
    { kind: 'worker', id: clausen.workerId, scopeId: houseScopeId, body: { ...names, role, isActive: true } },
  ]);
  centre.addScope(clausen.workerId, 'u', [[clausen.workerId, 'write']]);
  centre.grant(world.caseFileId, clausen.workerId, 'read');
  await logIn(desk, clausen);
}

const given = (more: Partial<LeftWork>): LeftWork => ({
  ...{ commandId: world.newId(), workerId: world.jensen.workerId, name: 'addNote', schema: 1 },
  ...{ at: '2026-11-20T08:12:00.000Z', keptAt: '2026-11-24T09:00:00.000Z', code: 'accountClosed' },
  ...{ isReadable: false, message: null, args: null, placeIds: [] },
  ...more,
});
const note = () => ({
  ...{ caseFileId: world.caseFileId, noteId: world.newId(), documentId: null },
  ...{ text: 'Herr Hinrichsen reicht die Kontoauszüge nach.', isPinned: false, isPhoneCall: false },
});

test('left work that may be read has its author’s words and the file; all other only says what it is, whose, of when and why it stands', async () => {
  const args = note();
  const places = {
    isReadable: true,
    message: 'Für diesen Vorgang fehlt Ihnen das Recht.',
    placeIds: [args.caseFileId],
  };
  world.centre.leftWork = {
    work: [
      given({ ...places, args, code: 'notAllowed' }),
      given({ name: 'createCaseFile' }),
      given({ name: 'branchScan' }),
    ],
    count: 3,
  };
  await logInAs('administration');
  const { rows, count } = await desk.client.leftWork.list({});
  expect(count).toBe(3);
  const [read, hidden, scan] = rows;
  expect(read).toMatchObject({ label: 'Vermerk geschrieben', caseFileId: args.caseFileId });
  expect(read?.why).toBe('Der Person fehlte dafür das Recht.');
  expect(read?.workerName).toContain('Jensen');
  expect(read?.content).toContainEqual({ field: 'Vermerk', value: args.text });
  expect(hidden).toMatchObject({ label: 'Akte angelegt', content: [], caseFileId: null, isReadable: false });
  expect(hidden?.why).toBe('Das Konto war geschlossen, als dies zur Zentrale kam.');
  expect(scan).toMatchObject({ label: 'Datei gescannt', content: [] });
});

test('a command that this program does not know is named as such, and is no fault', async () => {
  const args = { caseFileId: world.caseFileId, remarkOfTomorrow: { words: 'Was es heute nicht gibt' } };
  const newer = given({ name: 'addNoteOfTomorrow', schema: 9_999, isReadable: true, args, code: 'tooNew' });
  world.centre.leftWork = { work: [newer], count: 1 };
  await logInAs('teamLead');
  const [row] = (await desk.client.leftWork.list({})).rows;
  expect(row?.label).toBe('Vorgang einer anderen Fassung des Programms');
});

test('a worker’s desk does not even ask', async () => {
  world.centre.leftWork = { work: [given({})], count: 1 };
  await logInAs('worker');
  expect(await desk.client.leftWork.list({})).toEqual({ rows: [], count: 0 });
});
