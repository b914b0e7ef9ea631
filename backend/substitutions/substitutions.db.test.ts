import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let desk: BackendDesk;
beforeEach(async () => {
  world = new DeskWorld();
  world.centre.grant(world.caseFileId, world.thomsen.workerId, null);
  world.centre.grant(world.otherCaseFileId, world.thomsen.workerId, null);
  world.deliver(world.jensen, 'Liegt bei Jensen');
  desk = await startBackendDesk(world);
  await logIn(desk, world.thomsen);
});
afterEach(async () => {
  await desk.close();
  await world.close();
  expect(desk.faults).toEqual([]);
});

const takeOver = () =>
  desk.client.substitutions.start({
    absentWorkerId: world.jensen.workerId,
    substituteWorkerId: world.thomsen.workerId,
    reason: 'Krankheit',
    from: world.now(),
    to: '2026-11-30T00:00:00.000Z',
  });

test('taken over a colleague’s work, Postkorb and files come and say whose they are; ended, they go', async () => {
  expect((await desk.client.caseFiles.list({ which: 'all' })).rows).toEqual([]);
  await takeOver();
  expect((await desk.client.substitutions.list({})).rows).toMatchObject([
    { state: 'running', role: 'substitute', mayEnd: true, isPending: true, inboxId: null },
  ]);
  await desk.client.sync.now({});
  await vi.waitFor(async () => {
    await desk.client.sync.now({});
    const { rows } = await desk.client.caseFiles.list({ which: 'substituted' });
    expect(rows.map((row) => [row.title, row.substitutedFor])).toEqual([
      ['Hinrichsen, Uwe', 'Jensen'],
      ['Petersen, Anna', 'Jensen'],
    ]);
  }, 15_000);
  const { inboxes } = await desk.client.inbox.overview({});
  expect(inboxes.map(({ kind, openCount }) => [kind, openCount])).toEqual([
    ['own', 0],
    ['substituted', 1],
  ]);
  const { rows } = await desk.client.substitutions.list({});
  expect(rows).toMatchObject([{ isPending: false, inboxId: world.jensen.inboxId, openInboxCount: 1 }]);
  expect((await desk.client.caseFiles.cover({ caseFileId: world.caseFileId })).substituteNames).toEqual(['Thomsen']);
  await desk.client.substitutions.end({ substitutionId: rows[0]!.substitutionId });
  await vi.waitFor(async () => {
    await desk.client.sync.now({});
    expect((await desk.client.caseFiles.list({ which: 'all' })).rows).toEqual([]);
  }, 15_000);
  expect((await desk.client.substitutions.list({})).rows).toMatchObject([{ state: 'ended', mayEnd: false }]);
});

test('taking over without a reason is refused at once', async () => {
  const started = desk.client.substitutions.start({
    absentWorkerId: world.jensen.workerId,
    substituteWorkerId: world.thomsen.workerId,
    reason: '',
    from: world.now(),
    to: '2026-11-30T00:00:00.000Z',
  });
  await expect(started).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'Bitte den Grund der Übernahme angeben.',
  });
  expect((await desk.client.substitutions.list({})).rows).toEqual([]);
});

test('a substitution is told to all windows', async () => {
  const told = vi.fn();
  desk.client.substitutions.on.changed(told);
  await takeOver();
  await vi.waitFor(() => expect(told).toHaveBeenCalled(), 15_000);
});

test('the journal needs the centre and says so without it', async () => {
  await takeOver();
  await vi.waitFor(async () => {
    await desk.client.sync.now({});
    expect((await desk.client.caseFiles.list({ which: 'all' })).rows).toHaveLength(2);
  }, 15_000);
  desk.isOnline = false;
  const asked = desk.client.journal.list({ caseFileId: world.caseFileId, documentId: null });
  await expect(asked).rejects.toMatchObject({ code: 'offline' });
});

test('who stands in for the substitute does the first one’s work too, and sees through whom, until a link ends', async () => {
  const third = { login: 'brodersen', workerId: world.newId(), inboxId: world.newId() };
  const { centre } = world;
  const password = 'brodersen-kennwort';
  centre.accounts.push({ login: third.login, password, workerId: third.workerId, role: 'worker' });
  const names = { familyName: 'Brodersen', givenName: 'Ole', signature: 'Br', teamId: null };
  const body = { ...names, role: 'worker' as const, inboxId: third.inboxId, isActive: true };
  centre.write([{ kind: 'worker', id: third.workerId, scopeId: houseScopeId, body }]);
  centre.addScope(third.workerId, 'u', [[third.workerId, 'write']]);
  const other = await startBackendDesk(world);
  try {
    await logIn(other, third);
    await takeOver();
    await desk.client.sync.now({});
    const link = (absentWorkerId: Id, substituteWorkerId: Id) =>
      desk.client.substitutions.start({
        ...{ absentWorkerId, substituteWorkerId, reason: 'Urlaub' },
        ...{ from: world.now(), to: '2026-11-29T00:00:00.000Z' },
      });
    await link(world.thomsen.workerId, third.workerId);
    await vi.waitFor(async () => {
      await desk.client.sync.now({});
      await other.client.sync.now({});
      const { rows } = await other.client.caseFiles.list({ which: 'substituted' });
      expect(rows.map((row) => row.substitutedFor)).toEqual(Array(2).fill('Jensen (in Vertretung für Thomsen)'));
    }, 15_000);
    const { inboxes } = await other.client.inbox.overview({});
    expect(inboxes.map(({ name, substitutedFor }) => [name, substitutedFor])).toContainEqual([
      'Jensen',
      'Jensen (in Vertretung für Thomsen)',
    ]);
    const cards = (await other.client.substitutions.list({})).rows;
    expect(cards.map(({ absentName, throughName }) => [absentName, throughName]).sort()).toEqual([
      ['Jensen', 'Thomsen'],
      ['Thomsen', null],
    ]);
    const words = { documentId: null, text: 'Miete geprüft', isPinned: false, isPhoneCall: false };
    await other.client.notes.add({ caseFileId: world.caseFileId, ...words });
    await other.client.sync.now({});
    const [first] = cards.filter(({ absentName }) => absentName === 'Jensen');
    await desk.client.substitutions.end({ substitutionId: first!.substitutionId });
    await vi.waitFor(async () => {
      await desk.client.sync.now({});
      await other.client.sync.now({});
      expect((await other.client.caseFiles.list({ which: 'all' })).rows).toEqual([]);
    }, 15_000);
  } finally {
    await other.close();
  }
});
