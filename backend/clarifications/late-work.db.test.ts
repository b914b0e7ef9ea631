import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BackendDesk, logIn, startBackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';

let world: DeskWorld;
let owner: BackendDesk;
let author: BackendDesk;

const syncAll = async () => {
  for (const one of [owner, author]) await one.client.sync.now({});
};
const list = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const notes = async (desk: BackendDesk) => (await desk.client.notes.list({ caseFileId: world.caseFileId })).rows;

/** Thomsen stands in for Jensen and writes a note offline; Jensen ends the substitution meanwhile. */
beforeEach(async () => {
  world = new DeskWorld();
  for (const caseFileId of [world.caseFileId, world.otherCaseFileId]) {
    world.centre.grant(caseFileId, world.thomsen.workerId, null);
  }
  owner = await startBackendDesk(world);
  author = await startBackendDesk(world);
  await logIn(owner, world.jensen);
  await logIn(author, world.thomsen);
  await author.client.substitutions.start({
    ...{ absentWorkerId: world.jensen.workerId, substituteWorkerId: world.thomsen.workerId, reason: 'Krankheit' },
    ...{ from: world.now(), to: '2026-11-30T00:00:00.000Z' },
  });
  await vi.waitFor(async () => {
    await syncAll();
    expect((await author.client.caseFiles.list({ which: 'all' })).rows).toHaveLength(2);
    expect((await owner.client.substitutions.list({})).rows).toHaveLength(1);
  }, 15_000);
  author.isOnline = false;
  const words = { documentId: null, text: 'Miete mit dem Vermieter geklärt', isPinned: false, isPhoneCall: true };
  await author.client.notes.add({ caseFileId: world.caseFileId, ...words });
  world.time += 60_000;
  const [row] = (await owner.client.substitutions.list({})).rows;
  await owner.client.substitutions.end({ substitutionId: row!.substitutionId });
  await owner.client.sync.now({});
  author.isOnline = true;
  await vi.waitFor(async () => {
    await syncAll();
    expect(await list(author)).toHaveLength(1);
    expect(await list(owner)).toHaveLength(1);
    expect((await author.client.caseFiles.list({ which: 'all' })).rows).toEqual([]);
  }, 15_000);
}, 60_000);
afterEach(async () => {
  await owner.close();
  await author.close();
  await world.close();
  expect([...owner.faults, ...author.faults]).toEqual([]);
});

test('waits in the Klärung of the one responsible with its content, and its author reads with whom it waits', async () => {
  const [toDecide] = await list(owner);
  expect(toDecide).toMatchObject({
    kind: 'lateWork',
    byName: 'Thomsen',
    message: 'Nachlauf von Thomsen: Der Zugriff hatte geendet, bevor dies abgeglichen wurde.',
    caseTitle: 'Petersen, Anna',
    actions: [
      { action: 'adopt', label: 'Übernehmen' },
      { action: 'decline', label: 'Ablehnen …' },
    ],
  });
  expect(toDecide!.content).toContainEqual({ field: 'Vermerk', value: 'Miete mit dem Vermieter geklärt' });
  expect((await list(author))[0]).toMatchObject({
    kind: 'ownLateWork',
    message: 'Ihr Zugriff hatte geendet, bevor dies abgeglichen wurde. Es wartet bei Jensen auf Übernahme.',
    actions: [],
  });
  expect(await notes(owner)).toEqual([]);
  // Only whom it waits for is told that something is to be done.
  expect((await owner.client.sync.state({})).clarifications).toBe(1);
  expect((await author.client.sync.state({})).clarifications).toBe(0);
});

test('adopted it is a note of its author; she is told, and it goes when she has seen it', async () => {
  const [toDecide] = await list(owner);
  await owner.client.clarifications.settle({ clarificationId: toDecide!.clarificationId, action: 'adopt' });
  expect(await notes(owner)).toMatchObject([{ text: 'Miete mit dem Vermieter geklärt', createdByName: 'Thomsen' }]);
  expect(await list(owner)).toEqual([]);
  await vi.waitFor(async () => {
    await syncAll();
    expect((await list(author))[0]?.message).toBe('Jensen hat Ihren Nachlauf um 09:01 übernommen.');
  }, 15_000);
  const [own] = await list(author);
  await author.client.clarifications.settle({ clarificationId: own!.clarificationId, action: 'acknowledge' });
  expect(await list(author)).toEqual([]);
  await syncAll();
  expect(await list(author)).toEqual([]);
});

test('what was adopted can be taken back like any act', async () => {
  const [toDecide] = await list(owner);
  await owner.client.clarifications.settle({ clarificationId: toDecide!.clarificationId, action: 'adopt' });
  const [act] = (await owner.client.undo.list({})).rows;
  expect(act?.label).toBe('Nachlauf übernommen: Vermerk geschrieben');
  await owner.client.undo.take({ commandId: act!.commandId });
  expect(await notes(owner)).toEqual([]);
});

test('declined it needs a reason, which its author reads', async () => {
  const { clarificationId } = (await list(owner))[0]!;
  const declining = owner.client.clarifications.settle({ clarificationId, action: 'decline', reason: '' });
  await expect(declining).rejects.toMatchObject({ code: 'invalid_input', message: 'Bitte den Grund angeben.' });
  await owner.client.clarifications.settle({ clarificationId, action: 'decline', reason: 'Schon selbst erledigt' });
  await vi.waitFor(async () => {
    await syncAll();
    expect((await list(author))[0]?.message).toBe(
      'Jensen hat Ihren Nachlauf um 09:01 abgelehnt: Schon selbst erledigt',
    );
  }, 15_000);
  expect(await notes(owner)).toEqual([]);
});
