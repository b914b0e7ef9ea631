import { afterEach, expect, it } from 'vitest';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { holdings } from '../../tests/support/desk-holdings.ts';
import { readOverview } from './overview.ts';
import { createUpkeep } from './upkeep.ts';

let world: DeskWorld;
afterEach(() => world.close());

const differing = ({ desk, sync }: TestDesk) => readOverview(desk, sync).scopes.differing;
const followUp = (subject: string) =>
  world.centre.write([
    {
      kind: 'followUp',
      id: world.newId(),
      scopeId: world.caseFileId,
      body: {
        ...{ documentId: null, dueOn: '2026-12-01', subject, completedAt: null, completedBy: null },
        ...{ createdAt: world.now(), createdBy: world.jensen.workerId },
      },
    },
  ]);

/** A desk whose file differs from the centre's however often it is fetched; gives how to heal it. */
async function openDiffering(): Promise<{ desk: TestDesk; heal: () => void }> {
  world = new DeskWorld();
  const desk = world.openDesk(world.jensen);
  await desk.sync.syncNow();
  const right = world.centre.digestOf.bind(world.centre);
  const wrong = world.centre.scope(world.caseFileId);
  world.centre.digestOf = (scope) => (scope === wrong || scope.id === wrong.id ? '1' : right(scope));
  followUp('Neu');
  await desk.sync.syncNow();
  expect(differing(desk)).toBe(1);
  return {
    desk,
    heal: () => {
      world.centre.digestOf = right;
    },
  };
}

const isEqual = async (desk: TestDesk) => {
  const other = world.openDesk(world.thomsen);
  await other.sync.syncNow();
  expect(holdings(desk, world.caseFileId)).toEqual(holdings(other, world.caseFileId));
};

it('a file that differed twice is left alone, told on the page, and fetched again when she asks for it', async () => {
  const { desk, heal } = await openDiffering();
  heal();
  desk.sync.resume();
  await expect.poll(() => desk.sync.state().connection).toBe('connected');
  expect(differing(desk)).toBe(1);
  await desk.sync.syncNow();
  expect(differing(desk)).toBe(0);
  await isEqual(desk);
});

it('a file that differed twice is fetched again with the hourly look, and stays told while it differs', async () => {
  const { desk, heal } = await openDiffering();
  let gaps = 0;
  const look = async () => {
    const central = { wantedBlobs: async () => [] } as unknown as Parameters<typeof createUpkeep>[0]['central'];
    const upkeep = createUpkeep({
      ...{ desk: desk.desk, central, pause: async () => {}, isStopped: () => false, onDamaged: () => {} },
      onGap: () => {
        gaps += 1;
      },
    });
    await upkeep.lookAfterContents();
    desk.sync.resume();
  };
  await look();
  expect(gaps).toBe(1);
  await expect.poll(() => differing(desk)).toBe(1);
  heal();
  await look();
  expect(gaps).toBe(2);
  await expect.poll(() => holdings(desk, world.caseFileId).filter(({ kind }) => kind === 'followUp').length).toBe(1);
  expect(differing(desk)).toBe(0);
  await isEqual(desk);
});
