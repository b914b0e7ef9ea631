import { commands } from '../../core/commands/registry.ts';
import type { DeskHandlers } from '../../core/contract/desk.ts';
import {
  type CaseAccessEntry,
  listCaseAccess,
  otherFilesOfResponsible,
  sameAuditElsewhere,
} from '../../db/queries/case-access.ts';
import { mayInScope } from '../../db/scopes.ts';
import { actorOf } from '../commands/desk.ts';
import { type BackendContext, perform, requireReadable, viewerOf } from '../context.ts';
import { auditHandlers } from './audit.ts';
import { inGroups, mostAtOnce } from './groups.ts';

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
      const mayRule = isRuler && mayInScope(db, caseFileId, 'write', now);
      const rows = listCaseAccess(db, caseFileId).map((entry) => {
        const { caseAccessId, cause } = entry;
        const others = mayRule && cause === 'audit' ? sameAuditElsewhere(db, { caseFileId, caseAccessId }, now) : [];
        return { ...entry, state: stateOf(entry, now), otherFiles: others.length };
      });
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
    ...auditHandlers(context),
  };
}

function stateOf({ from, to, endedAt }: CaseAccessEntry, now: string): 'planned' | 'running' | 'ended' {
  if (endedAt !== null || (to !== null && to <= now)) return 'ended';
  return from > now ? 'planned' : 'running';
}
