import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld, type TestWorker } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let lead: BackendDesk;
let desk: BackendDesk;
let auditor: TestWorker;

/** Thomsen leads; Jensen keeps the file; a third person audits and may read nothing yet. */
beforeEach(async () => {
  world = new DeskWorld();
  const { centre } = world;
  centre.accounts.find(({ login }) => login === 'thomsen')!.role = 'teamLead';
  const { workerId: leadId, inboxId } = world.thomsen;
  const leads = { familyName: 'Thomsen', givenName: 'Grete', signature: 'GJ', teamId: null, inboxId };
  const leading = { ...leads, role: 'teamLead' as const, isActive: true };
  centre.write([{ kind: 'worker', id: leadId, scopeId: houseScopeId, body: leading }]);
  auditor = { login: 'nissen', workerId: world.newId(), inboxId: world.newId() };
  centre.accounts.push({ login: 'nissen', password: 'nissen-kennwort', workerId: auditor.workerId, role: 'audit' });
  const names = { familyName: 'Nissen', givenName: 'Birte', signature: 'Ni', teamId: null, inboxId: null };
  const body = { ...names, role: 'audit' as const, isActive: true };
  centre.write([{ kind: 'worker', id: auditor.workerId, scopeId: houseScopeId, body }]);
  centre.addScope(auditor.workerId, 'u', [[auditor.workerId, 'write']]);
  lead = await startBackendDesk(world);
  desk = await startBackendDesk(world);
  await logIn(lead, world.thomsen);
});
afterEach(async () => {
  await lead.close();
  await desk.close();
  await world.close();
  expect([...lead.faults, ...desk.faults]).toEqual([]);
});

const settle = async (...desks: BackendDesk[]) => {
  for (const one of desks) await one.client.sync.now({});
};
const here = async (one: BackendDesk) =>
  (await one.client.caseFiles.list({ which: 'all' })).rows.map(({ caseFileId }) => caseFileId);
const hits = async (one: BackendDesk, text: string) => {
  const { notes, documents } = await one.client.search.query({ text, caseFileId: null, limit: 30 });
  return notes.length + documents.length;
};

test('an exclusion takes the file off the desk of the one excluded: rows and words; ended, it comes back', async () => {
  await logIn(desk, world.jensen);
  const { caseFileId } = world;
  const words = { documentId: null, text: 'Nachbarschaftsstreit besprochen', isPinned: false, isPhoneCall: false };
  await lead.client.notes.add({ caseFileId, ...words });
  await settle(lead, desk);
  await vi.waitFor(async () => expect(await hits(desk, 'Nachbarschaftsstreit')).toBe(1), 15_000);
  const denied = { caseFileId, workerId: world.jensen.workerId, cause: 'bias' as const, reason: 'Schwager' };
  await lead.client.caseAccess.deny(denied);
  await settle(lead, desk);
  await vi.waitFor(async () => expect(await here(desk)).toEqual([world.otherCaseFileId]), 15_000);
  expect(await hits(desk, 'Nachbarschaftsstreit')).toBe(0);
  await expect(desk.client.caseAccess.list({ caseFileId })).rejects.toMatchObject({ code: 'not_found' });
  const { mayRule, rows } = await lead.client.caseAccess.list({ caseFileId });
  expect(mayRule).toBe(true);
  expect(rows).toMatchObject([{ workerName: 'Jensen', cause: 'bias', reason: 'Schwager', state: 'running' }]);
  await lead.client.caseAccess.end({
    caseFileId,
    caseAccessId: rows[0]!.caseAccessId,
    isEverywhere: false,
    reason: 'Verwechslung',
  });
  await settle(lead, desk);
  await vi.waitFor(async () => expect(await here(desk)).toContain(caseFileId), 15_000);
  expect((await lead.client.caseAccess.list({ caseFileId })).rows).toMatchObject([
    { state: 'ended', endedByName: 'Thomsen', endReason: 'Verwechslung' },
  ]);
});

test('an auditor reads the named file, from its first day on, and cannot write in it', async () => {
  await logIn(desk, auditor);
  expect(await here(desk)).toEqual([]);
  const { caseFileId } = world;
  const period = { fromDay: '2026-11-22', toDay: '2026-11-24', reason: 'Innenrevision' };
  await lead.client.caseAccess.grantAudit({ caseFileId, otherFileNumbers: [], workerId: auditor.workerId, ...period });
  await settle(lead, desk);
  await vi.waitFor(async () => expect(await here(desk)).toEqual([caseFileId]), 15_000);
  const words = { documentId: null, text: 'Gesehen', isPinned: false, isPhoneCall: false };
  await expect(desk.client.notes.add({ caseFileId, ...words })).rejects.toMatchObject({ code: 'forbidden' });
  const list = await desk.client.caseAccess.list({ caseFileId });
  expect(list).toMatchObject({ mayRule: false, rows: [{ to: '2026-11-24T23:00:00.000Z', state: 'running' }] });
  world.time = Date.parse('2026-11-24T23:00:01.000Z');
  world.centre.grant(world.otherCaseFileId, auditor.workerId, null); // the clock alone tells nothing in the centre of a test
  await settle(desk);
  await vi.waitFor(async () => expect(await here(desk)).toEqual([]), 15_000);
});

test('an audit opens many files in one act, or none of them where a number is wrong, and is ended in all of them at once', async () => {
  await logIn(desk, auditor);
  const { caseFileId, otherCaseFileId } = world;
  const workerId = { workerId: auditor.workerId };
  const period = { ...workerId, fromDay: '2026-11-22', toDay: '2026-11-24', reason: 'Innenrevision' };
  const wrong = { caseFileId, otherFileNumbers: ['13102bg 0004711', '13102BG9999999'], ...period };
  await expect(lead.client.caseAccess.grantAudit(wrong)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/: 13102BG9999999\. Es wurde noch nichts freigegeben/),
  });
  expect((await lead.client.caseAccess.list({ caseFileId })).rows).toEqual([]);
  const given = await lead.client.caseAccess.grantAudit({ ...wrong, otherFileNumbers: ['13102bg 0004711'] });
  expect(given.label).toBe('Einsicht zur Prüfung in 2 Akten gegeben');
  await settle(lead, desk);
  const both = [caseFileId, otherCaseFileId].sort();
  await vi.waitFor(async () => expect((await here(desk)).sort()).toEqual(both), 15_000);
  const [row] = (await lead.client.caseAccess.list({ caseFileId })).rows;
  expect(row).toMatchObject({ state: 'running', otherFiles: 1 });
  const end = { caseFileId, caseAccessId: row!.caseAccessId, isEverywhere: true, reason: 'Prüfung fertig' };
  expect((await lead.client.caseAccess.end(end)).label).toBe('Einsicht in 2 Akten beendet');
  await settle(lead, desk);
  await vi.waitFor(async () => expect(await here(desk)).toEqual([]), 15_000);
  for (const id of both) {
    const { rows } = await lead.client.caseAccess.list({ caseFileId: id });
    expect(rows).toMatchObject([{ state: 'ended', endReason: 'Prüfung fertig' }]);
  }
});

// S20: online-only, so nothing waits in the outbox
test('without the centre nothing is set, and it is said so; who does not lead is refused', async () => {
  await logIn(desk, world.jensen);
  const { caseFileId } = world;
  const denied = { caseFileId, workerId: auditor.workerId, cause: 'block' as const, reason: 'Sperrvermerk' };
  await expect(desk.client.caseAccess.deny(denied)).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Den Zugriff auf eine Akte regelt die Teamleitung oder die Verwaltung.',
  });
  lead.isOnline = false;
  await vi.waitFor(async () => {
    expect((await lead.client.sync.now({})).connection).toBe('offline');
  }, 15_000);
  await expect(lead.client.caseAccess.deny(denied)).rejects.toMatchObject({ code: 'offline' });
  expect((await lead.client.caseAccess.list({ caseFileId })).rows).toEqual([]);
});

test('a file given to a colleague, or all files of one, leave her desk with what stood in them; only those who lead may do it', async () => {
  await logIn(desk, world.jensen);
  const { caseFileId, otherCaseFileId } = world;
  const words = { documentId: null, text: 'Nachbarschaftsstreit besprochen', isPinned: false, isPhoneCall: false };
  await desk.client.notes.add({ caseFileId, ...words });
  await settle(desk, lead);
  expect((await desk.client.caseAccess.list({ caseFileId })).otherCaseFileIds).toEqual([]);
  const given = {
    ...{ fromWorkerId: world.jensen.workerId, toWorkerId: world.thomsen.workerId },
    reason: 'Umverteilung',
  };
  await expect(desk.client.caseAccess.reassign({ caseFileIds: [caseFileId], ...given })).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Die Zuständigkeit ändert die Teamleitung oder die Verwaltung.',
  });
  const { otherCaseFileIds } = await lead.client.caseAccess.list({ caseFileId });
  expect(otherCaseFileIds).toEqual([otherCaseFileId]);
  const done = await lead.client.caseAccess.reassign({ caseFileIds: [caseFileId, ...otherCaseFileIds], ...given });
  expect(done.label).toBe('Zuständigkeit geändert: 2 Akten');
  await settle(lead, desk);
  await vi.waitFor(async () => expect(await here(desk)).toEqual([]), 15_000);
  expect(await hits(desk, 'Nachbarschaftsstreit')).toBe(0);
  expect((await lead.client.caseFiles.cover({ caseFileId })).workerName).toBe('Thomsen');
  expect((await lead.client.caseFiles.coverHistory({ caseFileId })).rows).toMatchObject([
    { field: 'Zuständig', oldValue: 'Jensen, Grete', newValue: 'Thomsen, Grete' },
  ]);
});
