import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import type { BackendDesk } from '../../tests/support/backend-desk.ts';
import { DeskWorld } from '../../tests/support/desk-world.ts';
import { TwoDesks } from '../../tests/support/two-online-desks.ts';

let world: DeskWorld;
let desks: TwoDesks;
let first: BackendDesk;
let second: BackendDesk;

const syncAll = () => desks.syncAll();
const open = async (desk: BackendDesk) =>
  (await desk.client.followUps.list({ which: 'open', caseFileId: world.caseFileId })).rows;
const completed = async (desk: BackendDesk) =>
  (await desk.client.followUps.list({ which: 'completed', caseFileId: world.caseFileId })).rows;
const list = async (desk: BackendDesk) => (await desk.client.clarifications.list({})).rows;
const ref = async (desk: BackendDesk) => {
  const [row] = await open(desk);
  return { caseFileId: world.caseFileId, followUpId: row?.followUpId as Id };
};
const reschedule = async (desk: BackendDesk, dueOn: string) => {
  const [row] = await open(desk);
  await desk.client.followUps.reschedule({ ...(await ref(desk)), before: row?.dueOn as string, dueOn });
};

const both: TwoDesks['apart'] = (ofFirst, ofSecond) => desks.apart(ofFirst, ofSecond);

beforeEach(async () => {
  world = new DeskWorld();
  desks = await TwoDesks.open(world);
  ({ first, second } = desks);
  const about = { caseFileId: world.caseFileId, documentId: null, dueOn: '2026-12-01', subject: 'Miete?' };
  await first.client.followUps.create(about);
  await desks.until(async () => {
    expect([(await open(first)).length, (await open(second)).length]).toEqual([1, 1]);
  });
}, 60_000);
afterEach(() => desks.close());

test('another day for what was completed meanwhile: Klärung offers a new follow-up for that day', async () => {
  await both(
    async () => first.client.followUps.complete(await ref(first)),
    () => reschedule(second, '2026-12-12'),
  );
  expect(await completed(second)).toMatchObject([{ completedByName: 'Jensen', cancelReason: null }]);
  const [told] = await list(second);
  expect(told).toMatchObject({
    message: 'Jensen hat die Wiedervorlage „Miete?“ um 09:00 erledigt. Der neue Tag von Ihnen gilt nicht.',
    content: [{ field: 'Wiedervorlage am', value: '12.12.2026' }],
    actions: [{ action: 'acknowledge' }, { action: 'newFollowUp', label: 'Neue Wiedervorlage zum 12.12.2026' }],
  });
  await second.client.clarifications.settle({ clarificationId: told!.clarificationId, action: 'newFollowUp' });
  expect(await open(second)).toMatchObject([{ subject: 'Miete?', dueOn: '2026-12-12' }]);
  expect([await list(first), await list(second)]).toEqual([[], []]);
});

test('completing what was given another day unseen stands, and whoever gave the day is told', async () => {
  await both(
    () => reschedule(first, '2026-12-12'),
    async () => second.client.followUps.complete(await ref(second)),
  );
  expect(await completed(first)).toMatchObject([{ completedByName: 'Thomsen' }]);
  expect(await list(first)).toMatchObject([{ actions: [{ action: 'acknowledge' }, { action: 'newFollowUp' }] }]);
  expect(await list(second)).toEqual([]);
});

test('of two days the earlier stands and says the other; whose day does not stand can put it in', async () => {
  await both(
    () => reschedule(first, '2026-12-12'),
    () => reschedule(second, '2026-12-05'),
  );
  expect(await open(second)).toMatchObject([
    { dueOn: '2026-12-05', laterDueOn: { dueOn: '2026-12-12', byName: 'Jensen' } },
  ]);
  const [told] = await list(first);
  expect(told?.actions).toMatchObject([{ action: 'acknowledge' }, { label: 'Auf 12.12.2026 verlegen' }]);
  await first.client.clarifications.settle({ clarificationId: told!.clarificationId, action: 'useOwn' });
  await syncAll();
  expect(await open(second)).toMatchObject([{ dueOn: '2026-12-12', laterDueOn: null }]);
});

test('two who complete it: the first is named, the second reads in Klärung that it was done', async () => {
  await both(
    async () => first.client.followUps.complete(await ref(first)),
    async () => second.client.followUps.complete(await ref(second)),
  );
  expect(await completed(second)).toMatchObject([{ completedByName: 'Jensen' }]);
  expect((await list(second))[0]?.message).toBe(
    'Jensen hat die Wiedervorlage „Miete?“ um 09:00 schon erledigt. Dass auch Sie es getan haben, steht im Protokoll der Akte.',
  );
});

test('is called off with a reason, given to a colleague, and both can be taken back', async () => {
  const { rows } = await first.client.followUps.workers({ caseFileId: world.caseFileId });
  expect(rows).toEqual([{ workerId: world.jensen.workerId, name: 'Jensen, Grete', isResponsible: true }]);
  const assigning = { before: null, workerId: world.thomsen.workerId };
  const given = await first.client.followUps.assign({ ...(await ref(first)), ...assigning });
  expect(await open(first)).toMatchObject([{ workerName: 'Thomsen' }]);
  await syncAll();
  expect((await second.client.followUps.list({ which: 'open', caseFileId: null })).rows).toHaveLength(1);
  await first.client.undo.take({ commandId: given.commandId });
  expect(await open(first)).toMatchObject([{ workerName: null }]);
  const off = await first.client.followUps.cancel({ ...(await ref(first)), reason: 'Miete ist geklärt' });
  expect(await completed(first)).toMatchObject([{ cancelReason: 'Miete ist geklärt', completedByName: 'Jensen' }]);
  await first.client.undo.take({ commandId: off.commandId });
  expect(await open(first)).toMatchObject([{ cancelReason: null, completedAt: null }]);
});
