import { afterEach, expect, it } from 'vitest';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import { holdings } from '../../tests/support/desk-holdings.ts';
import { all } from '../../db/sql.ts';
import { readOverview } from './overview.ts';
import { createUpkeep } from './upkeep.ts';

let world: DeskWorld;
afterEach(() => world.close());

const subjects = ({ store }: TestDesk) =>
  all<{ subject: string }>(store.db, 'SELECT subject FROM follow_up ORDER BY subject').map(({ subject }) => subject);
const differing = ({ desk, sync }: TestDesk) => readOverview(desk, sync).scopes.differing;
const followUp = (subject: string, scopeId = world.caseFileId) =>
  world.centre.write([
    {
      kind: 'followUp',
      id: world.newId(),
      scopeId,
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

// S42: the same number with other rows is known by the digest, and fetched anew
it('rows of a centre that was set back unnoticed give way to those it has written since under the same numbers', async () => {
  world = new DeskWorld();
  const desk = world.openDesk(world.jensen);
  await desk.sync.syncNow();
  const before = world.centre.backup();
  followUp('Wird vergessen');
  await desk.sync.syncNow();
  world.centre.setBack(before);
  followUp('In einer anderen Akte', world.otherCaseFileId);
  followUp('Kam danach');
  await desk.sync.syncNow();
  await isEqual(desk);
  expect(subjects(desk)).toEqual(['In einer anderen Akte', 'Kam danach']);
});

// S42: a pull that stands before a number once told is of another past
it('a number that a centre told and, set back since, does not know any more is not asked for without end', async () => {
  world = new DeskWorld();
  let isBringing = true;
  const weather = (call: string) => (call === 'pull' && !isBringing ? ('lostRequest' as const) : ('fine' as const));
  const desk = world.openDesk(world.jensen, { weather });
  await desk.sync.syncNow();
  const before = world.centre.backup();
  isBringing = false;
  followUp('Wird vergessen');
  await desk.sync.syncNow();
  world.centre.setBack(before);
  followUp('Kam danach', world.otherCaseFileId);
  followUp('Kam zuletzt', world.otherCaseFileId);
  isBringing = true;
  const asked = desk.calls.length;
  await desk.sync.syncNow();
  expect(desk.calls.slice(asked).filter((call) => call === 'pull').length).toBeLessThan(5);
  await isEqual(desk);
  expect(subjects(desk)).toEqual(['Kam danach', 'Kam zuletzt']);
});
