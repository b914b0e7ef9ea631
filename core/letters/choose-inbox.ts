import type { Id } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';

type Worker = Pick<BodyOf<'worker'>, 'isActive' | 'inboxId' | 'teamId'>;

/** Workers and teams with their Postkörbe, and who stands in for whom now. */
export type InboxHouse = {
  workers: ReadonlyMap<Id, Worker>;
  teams: ReadonlyMap<Id, Pick<BodyOf<'team'>, 'inboxId'>>;
  /** By absent worker; several where more than one stands in. */
  substitutes: ReadonlyMap<Id, readonly Id[]>;
};

export type InboxChoice = { inboxId: Id; workerId: Id | null; isSubstitute: boolean };

/**
 * The Postkörbe a worker's letter may go to, the best first: of her substitute while one runs (and the substitute's own), else hers; then
 * her team's basket. Several substitutes at once all read her own Postkorb: it goes there.
 */
export function inboxesFor(house: InboxHouse, workerId: Id): InboxChoice[] {
  const found: InboxChoice[] = [];
  const seen = new Set<Id>();
  let at: Id | undefined = workerId;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    const worker = house.workers.get(at);
    if (worker?.isActive && worker.inboxId) {
      found.unshift({ inboxId: worker.inboxId, workerId: at, isSubstitute: at !== workerId });
    }
    const others: readonly Id[] = house.substitutes.get(at) ?? [];
    at = others.length === 1 ? others[0] : undefined;
  }
  const basket = basketOf(house, workerId);
  return basket ? [...found, { inboxId: basket, workerId: null, isSubstitute: false }] : found;
}

/** The basket of a worker's team. */
export function basketOf(house: InboxHouse, workerId: Id): Id | null {
  const teamId = house.workers.get(workerId)?.teamId;
  return (teamId ? house.teams.get(teamId)?.inboxId : null) ?? null;
}
