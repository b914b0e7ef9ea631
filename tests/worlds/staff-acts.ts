import { commands } from '../../core/commands/registry.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { setClosing } from './database/statements/staff.ts';
import type { RecordRow } from './database/tables.ts';
import type { World } from './world.ts';

// What administration does, from no desk of these.

/** Somebody gets another role or another team, or none. What the house cannot do without is refused. */
export async function changePost(world: World): Promise<void> {
  const { centre, office, random } = world;
  const { workerId } = random.pick(office.workers);
  const row = centre.database
    .table<RecordRow>(`record ${houseScopeId}`)
    .find(({ kind, id }) => kind === 'worker' && id === workerId);
  if (!row?.body) return;
  const { role, teamId } = JSON.parse(row.body) as BodyOf<'worker'>;
  const roles = ['worker', 'worker', 'teamLead', 'audit', role] as const;
  const after = { role: random.pick(roles), teamId: random.pick([...office.teams, null]) };
  await give(world, 'changeWorker', { workerId, before: { role, teamId }, after, reason: 'Umsetzung' });
}

/** Somebody leaves, comes back, or the time has passed in which her desks may hand over what waits. */
export async function closeOrOpen(world: World): Promise<void> {
  const { centre, office, random, scheduler } = world;
  const { workerId } = random.pick(office.workers);
  if (centre.sessions.stateOf(workerId) === 'open') {
    return give(world, 'closeWorker', { workerId, reason: 'Ausgeschieden' });
  }
  if (random.chance(0.5)) return give(world, 'reopenWorker', { workerId, reason: 'Wieder da' });
  await world.administer(async (transaction) => {
    await setClosing(transaction, workerId, scheduler.now());
  });
}

/**
 * Of a desk that was wiped by an order the centre has forgotten, what is sealed comes with the next order, which the centre gives once the
 * fourteen days are over (rule S56). Nobody else's pass: what waits on a desk that is there has had its time in fine weather.
 */
export async function endClosings(world: World): Promise<void> {
  const { centre, desks, scheduler } = world;
  const wiped = desks.filter(({ hasStore, folder }) => !hasStore && (folder?.undelivered().length ?? 0) > 0);
  for (const workerId of new Set(wiped.map(({ worker }) => worker.workerId))) {
    if (centre.sessions.stateOf(workerId) !== 'closing') continue;
    world.trace(`the fourteen days of ${workerId} are over`);
    await world.administer(async (transaction) => {
      await setClosing(transaction, workerId, scheduler.now());
    });
  }
}

async function give(world: World, name: 'changeWorker' | 'closeWorker' | 'reopenWorker', args: unknown): Promise<void> {
  const { centre, office } = world;
  const { workerId, role } = office.administrator;
  const at = momentOf(world.scheduler.now());
  const command = { mid: 1, id: world.newId(), name: commands[name].name, args, at, schema: 1 };
  const request = { epoch: centre.epoch(), clientId: world.newId(), commands: [command] };
  await centre.pushDirectly({ workerId, role, sessionId: world.newId() }, request);
}
