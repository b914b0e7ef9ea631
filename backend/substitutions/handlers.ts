import type { DeskHandlers } from '../../core/contract/desk.ts';
import { listSubstitutions, type SubstitutionEntry } from '../../db/queries/substitutions.ts';
import { actorOf } from '../commands/desk.ts';
import { type BackendContext, perform, viewerOf } from '../context.ts';

/** Substitutions (Vertretungen): who stands in for whom, and beginning and ending it. */
export function substitutionHandlers(context: BackendContext): DeskHandlers['substitutions'] {
  return {
    list: () => {
      const desk = context.desk();
      const viewer = viewerOf(desk);
      const actor = actorOf(desk.store.db);
      const rows = listSubstitutions(desk.store.db, viewer).map(({ startedBy, ...entry }) => {
        const state = stateOf(entry, viewer.now);
        const role = roleOf(entry, viewer.workerId);
        const isInvolved = role !== 'other' || startedBy === viewer.workerId || actor.role === 'teamLead';
        return { ...entry, state, role, mayEnd: state !== 'ended' && isInvolved };
      });
      const order = { running: 0, planned: 1, ended: 2 };
      return { rows: rows.sort((left, right) => order[left.state] - order[right.state]) };
    },
    start: (input) => {
      const desk = context.desk();
      return perform(desk, 'startSubstitution', { ...input, substitutionId: desk.newId() });
    },
    end: ({ substitutionId }) => perform(context.desk(), 'endSubstitution', { substitutionId }),
  };
}

type Entry = Omit<SubstitutionEntry, 'startedBy'>;

function stateOf(entry: Entry, now: string): 'planned' | 'running' | 'ended' {
  if (entry.endedAt !== null || entry.to <= now) return 'ended';
  return entry.from > now ? 'planned' : 'running';
}

function roleOf(entry: Entry, workerId: string): 'absent' | 'substitute' | 'other' {
  if (entry.absentWorkerId === workerId) return 'absent';
  return entry.substituteWorkerId === workerId ? 'substitute' : 'other';
}
