import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld, type TestWorker } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let first: BackendDesk;
let second: BackendDesk;
let clausen: TestWorker;
let petersen: TestWorker;

/** Clausen and Petersen administer, each with a desk. Both may write the case files, of which Jensen is responsible. */
beforeEach(async () => {
  world = new DeskWorld();
  [clausen, petersen] = [administrator('Clausen'), administrator('Petersen')];
  first = await startBackendDesk(world);
  second = await startBackendDesk(world);
  await logIn(first, clausen);
  await logIn(second, petersen);
});
afterEach(async () => {
  await first.close();
  await second.close();
  await world.close();
  expect([...first.faults, ...second.faults]).toEqual([]);
});

function administrator(familyName: string): TestWorker {
  const login = familyName.toLowerCase();
  const worker = { login, workerId: world.newId(), inboxId: world.newId() };
  const role: Role = 'administration';
  world.centre.accounts.push({ login, password: `${login}-kennwort`, workerId: worker.workerId, role });
  const names = { familyName, givenName: 'Arne', signature: 'Cl', teamId: null, inboxId: null };
  world.centre.write([
    { kind: 'worker', id: worker.workerId, scopeId: houseScopeId, body: { ...names, role, isActive: true } },
  ]);
  world.centre.addScope(worker.workerId, 'u', [[worker.workerId, 'write']]);
  for (const caseFileId of [world.caseFileId, world.otherCaseFileId]) {
    world.centre.grant(caseFileId, worker.workerId, 'write');
  }
  return worker;
}

/** What the second desk does comes to the centre before `late`, which the first one did without knowing of it. */
async function overtaken(early: () => Promise<unknown>, late: () => Promise<unknown>): Promise<void> {
  first.isOnline = false;
  await late();
  await early();
  await second.client.sync.now({});
  first.isOnline = true;
  await first.client.sync.now({});
  await vi.waitFor(async () => expect(await rows()).toHaveLength(1), 15_000);
  await first.client.sync.now({});
}
const rows = async () => (await first.client.clarifications.list({})).rows;
const only = async () => (await rows())[0]!;
const settle = async (action: 'renew' | 'renewRest' | 'dismiss') => {
  await first.client.clarifications.settle({ clarificationId: (await only()).clarificationId, action });
  await first.client.sync.now({});
  expect(await rows()).toEqual([]);
};
const offered = async () => (await only()).actions.map(({ action, label }) => [action, label]);
const responsible = (caseFileId = world.caseFileId) =>
  [...world.centre.scope(caseFileId).rows.values()].find(({ kind }) => kind === 'caseFile')?.body;

const give = (desk: BackendDesk, caseFileIds: string[], toWorkerId: string) =>
  desk.client.caseAccess.reassign({
    ...{ caseFileIds, fromWorkerId: world.jensen.workerId, toWorkerId, reason: 'Neue Verteilung' },
  } as never);

test('a file given to somebody else meanwhile: who did that is said, and one action gives it from what stands now', async () => {
  const { caseFileId, thomsen } = world;
  await overtaken(
    () => give(second, [caseFileId], petersen.workerId),
    () => give(first, [caseFileId], thomsen.workerId),
  );
  await vi.waitFor(async () => {
    expect(await offered()).toEqual([
      ['dismiss', 'Dabei belassen'],
      ['renew', 'Trotzdem zuweisen an Thomsen'],
    ]);
  }, 15_000);
  const { message, content, standing } = await only();
  expect(message).toMatch(
    /ging inzwischen an Petersen, Arne \(durch Petersen, um 09:00\)\. Es wurde nichts geändert\.$/,
  );
  expect(content).toEqual([
    { field: 'Akte', value: 'Petersen, Anna (13102BG0004710)' },
    { field: 'Zuständig', value: 'Thomsen' },
    { field: 'Grund', value: 'Neue Verteilung' },
  ]);
  expect(standing).toEqual([
    {
      field: 'Zuständig für Petersen, Anna (13102BG0004710)',
      value: 'Petersen, eingetragen von Petersen am 22.11.2026',
    },
  ]);
  await settle('renew');
  expect(responsible()).toMatchObject({ workerId: thomsen.workerId });
});

test('of several files one was given away meanwhile: the others alone can be given, or all of them', async () => {
  const { caseFileId, otherCaseFileId, thomsen } = world;
  await overtaken(
    () => give(second, [caseFileId], petersen.workerId),
    () => give(first, [caseFileId, otherCaseFileId], thomsen.workerId),
  );
  await vi.waitFor(async () => {
    expect((await offered()).map(([action]) => action)).toEqual(['dismiss', 'renewRest', 'renew']);
  }, 15_000);
  await settle('renewRest');
  expect(responsible(caseFileId)).toMatchObject({ workerId: petersen.workerId });
  expect(responsible(otherCaseFileId)).toMatchObject({ workerId: thomsen.workerId });
});

test('role and team changed by somebody else meanwhile: what stands and who gave it is shown, and hers can be entered all the same', async () => {
  const { workerId } = world.jensen;
  const change = { workerId, before: { role: 'worker' as const, teamId: null }, reason: 'Umsetzung' };
  await overtaken(
    () => second.client.staff.changePost({ ...change, after: { role: 'scanStation', teamId: null } }),
    () => first.client.staff.changePost({ ...change, after: { role: 'administration', teamId: null } }),
  );
  await vi.waitFor(async () => {
    expect(await offered()).toEqual([
      ['dismiss', 'Dabei belassen'],
      ['renew', 'Trotzdem eintragen: Verwaltung'],
    ]);
  }, 15_000);
  const { message, content, standing } = await only();
  expect(message).toMatch(/inzwischen geändert \(durch Petersen, um 09:00\)\. Es wurde nichts geändert\.$/);
  expect(content).toEqual([
    { field: 'Person', value: 'Jensen' },
    { field: 'Rolle', value: 'Verwaltung' },
    { field: 'Team', value: 'kein Team' },
    { field: 'Grund', value: 'Umsetzung' },
  ]);
  expect(standing).toEqual([
    { field: 'Rolle', value: 'Scanstelle' },
    { field: 'Team', value: 'kein Team' },
    { field: 'Geändert', value: 'von Petersen am 22.11.2026' },
  ]);
  await settle('renew');
  const worker = world.centre.scope(houseScopeId).rows.get(`worker/${workerId}`)?.body;
  expect(worker).toMatchObject({ role: 'administration', postChange: { by: clausen.workerId } });
});

test('what would be refused once more here and now is not offered to be tried again', async () => {
  const { workerId } = world.jensen;
  const reason = 'Ausgeschieden';
  await overtaken(
    () => second.client.staff.close({ workerId, reason }),
    () => first.client.staff.close({ workerId, reason }),
  );
  await vi.waitFor(async () => expect(await offered()).toEqual([['dismiss', 'Verwerfen']]), 15_000);
});
