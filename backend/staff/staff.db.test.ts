import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld, type TestWorker } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let office: BackendDesk;
let desk: BackendDesk;

/** Clausen administers; Jensen keeps the file. */
beforeEach(async () => {
  world = new DeskWorld();
  const { centre } = world;
  const clausen: TestWorker = { login: 'clausen', workerId: world.newId(), inboxId: world.newId() };
  const role: Role = 'administration';
  centre.accounts.push({ login: 'clausen', password: 'clausen-kennwort', workerId: clausen.workerId, role });
  const names = { familyName: 'Clausen', givenName: 'Arne', signature: 'Cl', teamId: null, inboxId: null };
  const body = { ...names, role, isActive: true };
  centre.write([{ kind: 'worker', id: clausen.workerId, scopeId: houseScopeId, body }]);
  centre.addScope(clausen.workerId, 'u', [[clausen.workerId, 'write']]);
  office = await startBackendDesk(world);
  desk = await startBackendDesk(world);
  await logIn(office, clausen);
  await logIn(desk, world.jensen);
});
afterEach(async () => {
  await office.close();
  await desk.close();
  await world.close();
  expect([...office.faults, ...desk.faults]).toEqual([]);
});

const roleAt = async (one: BackendDesk) => (await one.client.session.state({})).worker?.role;

test('another role is there at the desk of whom it concerns without a new log-in: what it shows and what may be done there', async () => {
  const { caseFileId } = world;
  const mayRule = async () => (await desk.client.caseAccess.list({ caseFileId })).mayRule;
  expect([await roleAt(desk), await mayRule()]).toEqual(['worker', false]);
  const teamId = world.newId();
  const team = { name: 'Team Nord', branchOfficeId: world.newId(), inboxId: null };
  world.centre.write([{ kind: 'team', id: teamId, scopeId: houseScopeId, body: team }]);
  await office.client.sync.now({});
  const before = { role: 'worker' as const, teamId: null };
  const after = { role: 'teamLead' as const, teamId };
  const change = { workerId: world.jensen.workerId, before, after, reason: 'Neue Leitung' };
  await expect(desk.client.staff.changePost(change)).rejects.toMatchObject({
    message: expect.stringContaining('Verwaltung'),
  });
  const done = await office.client.staff.changePost(change);
  expect(done).toMatchObject({ label: 'Rolle und Team geändert', canUndo: true });
  await office.client.sync.now({});
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect([await roleAt(desk), await mayRule()]).toEqual(['teamLead', true]), 15_000);
  expect((await desk.client.session.state({})).worker).toMatchObject({ teamName: 'Team Nord' });

  await office.client.undo.take({ commandId: done.commandId });
  await office.client.sync.now({});
  await desk.client.sync.now({});
  await vi.waitFor(async () => expect([await roleAt(desk), await mayRule()]).toEqual(['worker', false]), 15_000);
});
