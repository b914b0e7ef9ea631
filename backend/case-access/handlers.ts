import { commands } from '../../core/commands/registry.ts';
import type { DeskHandlers } from '../../core/contract/desk.ts';
import { type Day, dayOf, type Moment, momentOf } from '../../core/domain/moments.ts';
import { type CaseAccessEntry, listCaseAccess, otherFilesOfResponsible } from '../../db/queries/case-access.ts';
import { startOfDay } from '../../db/queries/day-bounds.ts';
import { mayInScope } from '../../db/scopes.ts';
import { actorOf } from '../commands/desk.ts';
import { type BackendContext, perform, requireReadable, viewerOf } from '../context.ts';

/** Access to one case file (Zugriff): who is kept out, which auditors may read it, and how to change that. */
export function caseAccessHandlers(context: BackendContext): DeskHandlers['caseAccess'] {
  return {
    list: ({ caseFileId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      const { db } = desk.store;
      const { now } = viewerOf(desk);
      const { role } = actorOf(db);
      const isRuler = role === 'teamLead' || role === 'administration';
      const rows = listCaseAccess(db, caseFileId).map((entry) => ({ ...entry, state: stateOf(entry, now) }));
      const mayRule = isRuler && mayInScope(db, caseFileId, 'write', now);
      return { mayRule, otherCaseFileIds: mayRule ? otherFilesOfResponsible(db, caseFileId, now) : [], rows };
    },
    reassign: ({ caseFileIds, ...change }) => {
      const desk = context.desk();
      const [first, ...rest] = inGroups([...new Set(caseFileIds)], mostAtOnce);
      const result = perform(desk, 'reassignCaseFiles', { caseFileIds: first ?? [], ...change });
      for (const some of rest) perform(desk, 'reassignCaseFiles', { caseFileIds: some, ...change });
      return { ...result, label: commands.reassignCaseFiles.label({ caseFileIds, ...change }) };
    },
    deny: (input) => perform(context.desk(), 'denyAccess', input),
    grantAudit: ({ caseFileId, workerId, fromDay, toDay, reason }) => {
      const desk = context.desk();
      const now = desk.now();
      return perform(desk, 'grantAudit', {
        auditId: desk.newId(),
        workerId,
        caseFileIds: [caseFileId],
        from: fromDay <= dayOf(now) ? now : startOfDay(noonOf(fromDay, 0)),
        to: startOfDay(noonOf(toDay, 1)),
        reason,
      });
    },
    end: (input) => perform(context.desk(), 'endCaseAccess', input),
  };
}

/** Of one command. */
const mostAtOnce = 200;

function inGroups<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

function stateOf({ from, to, endedAt }: CaseAccessEntry, now: string): 'planned' | 'running' | 'ended' {
  if (endedAt !== null || (to !== null && to <= now)) return 'ended';
  return from > now ? 'planned' : 'running';
}

/** A moment within a day in Germany, or some days later. */
function noonOf(day: Day, later: number): Moment {
  return momentOf(Date.parse(`${day}T12:00:00.000Z`) + later * 86_400_000);
}
