import type { BodyOf } from '../../core/domain/records.ts';
import { readRecord } from '../../db/records.ts';
import type { WorldDesk } from './desk/desk.ts';
import { type Act, caseFileFor, order, type Place, placesIn, word } from './orders.ts';
import type { World } from './world.ts';

type Chosen = { place: Place; followUp: BodyOf<'followUp'> };

/** One of the follow-ups a desk holds, also one that has ended; null when there is none. */
function anyFollowUp(world: World, desk: WorldDesk): Chosen | null {
  const places = placesIn(desk, 'follow_up');
  if (places.length === 0) return null;
  const place = world.random.pick(places);
  const followUp = readRecord(desk.db, 'followUp', place.scopeId, place.id);
  return followUp ? { place, followUp } : null;
}

const refOf = ({ place }: Chosen) => ({ caseFileId: place.scopeId, followUpId: place.id });
const seenOf = ({ followUp }: Chosen) => ({ dueOn: followUp.dueOn, workerId: followUp.workerId ?? null });

/** What people do about follow-ups. */
export const followUpActs = {
  followUp(world, desk) {
    const about = { caseFileId: caseFileFor(world), followUpId: world.newId(), documentId: null };
    const dueOn = world.random.pick(['2020-12-01', '2099-12-01']);
    order(world, desk, 'createFollowUp', { ...about, dueOn, subject: word(world, desk) });
  },
  complete(world, desk) {
    const chosen = anyFollowUp(world, desk);
    if (!chosen) return;
    const seen = world.random.chance(0.8) ? { seen: seenOf(chosen) } : {};
    order(world, desk, 'completeFollowUp', { ...refOf(chosen), ...seen });
  },
  reschedule(world, desk) {
    const chosen = anyFollowUp(world, desk);
    if (!chosen) return;
    const dueOn = world.random.pick(['2026-12-01', '2027-01-15', '2099-12-01']);
    order(world, desk, 'rescheduleFollowUp', { ...refOf(chosen), before: chosen.followUp.dueOn, dueOn });
  },
  cancel(world, desk) {
    const chosen = anyFollowUp(world, desk);
    if (!chosen) return;
    order(world, desk, 'cancelFollowUp', { ...refOf(chosen), reason: word(world, desk), seen: seenOf(chosen) });
  },
  assign(world, desk) {
    const chosen = anyFollowUp(world, desk);
    if (!chosen) return;
    const workerId = world.random.chance(0.2) ? null : world.random.pick(world.office.workers).workerId;
    const { workerId: before } = seenOf(chosen);
    order(world, desk, 'assignFollowUp', { ...refOf(chosen), before, workerId });
  },
} satisfies Record<string, Act>;
