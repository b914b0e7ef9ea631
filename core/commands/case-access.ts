import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import {
  type AccessChange,
  accepted,
  defineCommand,
  type JournalLine,
  type RecordWrite,
  type RuleContext,
  readRecord,
  refused,
} from './rule.ts';

const longestAuditDays = 366;
const reasonSchema = z.string().trim().min(3, 'Bitte den Grund angeben.').max(500);
const mayNot = refused('notAllowed', 'Den Zugriff auf eine Akte regelt die Teamleitung oder die Verwaltung.');

/** One exclusion per worker and file, so that two who set it at the same time mean the same. */
export const denialIdOf = (caseFileId: Id, workerId: Id): Id => derivedId(caseFileId, `denial/${workerId}`);
/** One audit may open many files: each has its own record, so that each can be ended alone. */
export const auditIdOf = (caseFileId: Id, auditId: Id): Id => derivedId(caseFileId, `audit/${auditId}`);

/** Professional leadership decides who may see a file; who looks after accounts may do so only in files she is given. */
export function mayRule(context: RuleContext): boolean {
  return context.actorRole === 'teamLead' || context.actorRole === 'administration';
}

function lineOf(caseFileId: Id, action: string, targetId: Id, reason: string): JournalLine {
  return { scopeId: caseFileId, action, targetKind: 'caseAccess', targetId, reason };
}

/** Shuts one person out of a case file, whatever other rights she has: she is biased, or the file is blocked for her. */
export const denyAccess = defineCommand({
  name: 'denyAccess',
  input: z.object({
    caseFileId: idSchema,
    workerId: idSchema,
    cause: z.enum(['bias', 'block']),
    reason: reasonSchema,
  }),
  mode: 'online-only',
  needs: (args) => [
    { scopeId: args.caseFileId, level: 'write' },
    { scopeId: houseScopeId, level: 'read' },
  ],
  *decide(args, context) {
    const { caseFileId, workerId, cause, reason } = args;
    if (!mayRule(context)) return mayNot;
    const worker = yield* readRecord('worker', houseScopeId, workerId);
    if (!worker) return refused('notFound', 'Diese Person gibt es im Haus nicht.');
    const id = denialIdOf(caseFileId, workerId);
    const before = yield* readRecord('caseAccess', caseFileId, id);
    if (before && !before.endedAt) return refused('alreadyDone', 'Diese Person ist von der Akte schon ausgeschlossen.');
    const body: BodyOf<'caseAccess'> = {
      workerId,
      cause,
      reason,
      from: context.at,
      to: null,
      startedBy: context.actorId,
      endedAt: null,
      endedBy: null,
      endReason: null,
    };
    return accepted(
      [{ kind: 'caseAccess', id, scopeId: caseFileId, body }],
      [lineOf(caseFileId, 'caseAccess.denied', id, reason)],
      { access: [{ change: 'deny', scopeId: caseFileId, workerId, reason }] },
    );
  },
  label: () => 'Von der Akte ausgeschlossen',
});

/** Lets an auditor read case files for a time; she can change nothing in them. */
export const grantAudit = defineCommand({
  name: 'grantAudit',
  input: z.object({
    auditId: idSchema,
    workerId: idSchema,
    caseFileIds: z.array(idSchema).min(1).max(200),
    from: momentSchema,
    to: momentSchema,
    reason: reasonSchema,
  }),
  mode: 'online-only',
  needs: (args) => [
    ...args.caseFileIds.map((scopeId) => ({ scopeId, level: 'write' as const })),
    { scopeId: houseScopeId, level: 'read' },
  ],
  *decide(args, context) {
    const { auditId, workerId, caseFileIds, from, to, reason } = args;
    if (!mayRule(context)) return mayNot;
    const problem = periodProblem(from, to, context.at);
    if (problem) return refused('invalid', problem);
    const worker = yield* readRecord('worker', houseScopeId, workerId);
    if (worker?.role !== 'audit')
      return refused('invalid', 'Zur Prüfung kann nur der Revision Einsicht gegeben werden.');
    const writes: RecordWrite[] = [];
    const journal: JournalLine[] = [];
    const access: AccessChange[] = [];
    for (const caseFileId of new Set(caseFileIds)) {
      const id = auditIdOf(caseFileId, auditId);
      if (yield* readRecord('caseAccess', caseFileId, id)) continue;
      const ends = { to, endedAt: null, endedBy: null, endReason: null };
      const body = { workerId, cause: 'audit' as const, reason, from, startedBy: context.actorId, ...ends };
      writes.push({ kind: 'caseAccess', id, scopeId: caseFileId, body });
      journal.push(lineOf(caseFileId, 'caseAccess.auditGranted', id, reason));
      // The principal exists only for this: whoever is its member reads this one file, as long as she is.
      access.push({ change: 'grantScope', scopeId: caseFileId, principalId: id, level: 'read' });
      access.push({ change: 'addMembership', sourceId: id, workerId, principalId: id, from, to, reason });
    }
    return accepted(writes, journal, { access });
  },
  label: ({ caseFileIds: { length } }) =>
    length > 1 ? `Einsicht zur Prüfung in ${length} Akten gegeben` : 'Einsicht zur Prüfung gegeben',
});

function periodProblem(from: string, to: string, now: string): string | null {
  if (to <= from) return 'Das Ende liegt vor dem Beginn.';
  if (to <= now) return 'Das Ende liegt in der Vergangenheit.';
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days > longestAuditDays ? `Einsicht zur Prüfung wird für höchstens ${longestAuditDays} Tage gegeben.` : null;
}

const alreadyEnded = 'Das war schon beendet. Ihr Grund steht im Protokoll der Akte.';

/** Ends an exclusion or an auditor's access now. */
export const endCaseAccess = defineCommand({
  name: 'endCaseAccess',
  input: z.object({ caseFileId: idSchema, caseAccessId: idSchema, reason: reasonSchema }),
  mode: 'online-only',
  needs: (args) => [{ scopeId: args.caseFileId, level: 'write' }],
  *decide(args, context) {
    const { caseFileId, caseAccessId, reason } = args;
    if (!mayRule(context)) return mayNot;
    const rule = yield* readRecord('caseAccess', caseFileId, caseAccessId);
    if (!rule) return refused('notFound', 'Diese Regelung gibt es in der Akte nicht.');
    if (rule.endedAt) {
      const line = lineOf(caseFileId, 'caseAccess.alsoEnded', caseAccessId, reason);
      return accepted([], [line], { hints: [{ code: 'alreadyDone', message: alreadyEnded }] });
    }
    const body = { ...rule, endedAt: context.at, endedBy: context.actorId, endReason: reason };
    const isAudit = rule.cause === 'audit';
    const change: AccessChange = isAudit
      ? { change: 'endMembership', sourceId: caseAccessId, at: context.at }
      : { change: 'endDenial', scopeId: caseFileId, workerId: rule.workerId };
    const action = isAudit ? 'caseAccess.auditEnded' : 'caseAccess.denialEnded';
    return accepted(
      [{ kind: 'caseAccess', id: caseAccessId, scopeId: caseFileId, body }],
      [lineOf(caseFileId, action, caseAccessId, reason)],
      { access: [change] },
    );
  },
  label: () => 'Regelung zum Zugriff beendet',
});
