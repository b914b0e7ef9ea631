import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
import { denialIdOf, mayRule } from './case-access.ts';
import { isWithoutFiles } from './staff.ts';
import { authorsOf, coverLine } from './cover-parts.ts';
import {
  type AccessChange,
  accepted,
  defineCommand,
  type Refused,
  type RecordWrite,
  type Rule,
  type RuleContext,
  readRecord,
  refused,
} from './rule.ts';

// Who is responsible for a case file (Zuständigkeit). Her rights in it are grants of the file itself: the one before loses hers, and with
// them the file on her desks; what she did there before she could know goes to the new one as late work.

const mayNot = refused('notAllowed', 'Die Zuständigkeit ändert die Teamleitung oder die Verwaltung.');
/** Before any file: the former right has no beginning that matters. */
const longAgo = '2000-01-01T00:00:00.000Z';

/** Gives case files of one worker to another, at once and on all desks. Somebody was quicker with one of them: nothing is changed. */
export const reassignCaseFiles = defineCommand({
  name: 'reassignCaseFiles',
  input: z.object({
    caseFileIds: z.array(idSchema).min(1).max(200),
    fromWorkerId: idSchema,
    toWorkerId: idSchema,
    reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
  }),
  mode: 'online-only',
  needs: ({ caseFileIds }) => [
    ...caseFileIds.map((scopeId) => ({ scopeId, level: 'write' as const })),
    { scopeId: houseScopeId, level: 'read' },
  ],
  *decide({ caseFileIds, fromWorkerId, toWorkerId, reason }, context) {
    if (!mayRule(context)) return mayNot;
    const worker = yield* readRecord('worker', houseScopeId, toWorkerId);
    const problem = whyNotResponsible(worker);
    if (worker === null || problem) return problem ?? mayNot;
    const writes: RecordWrite[] = [];
    const access: AccessChange[] = [];
    const moved: Id[] = [];
    for (const caseFileId of new Set(caseFileIds)) {
      const caseFile = yield* readRecord('caseFile', caseFileId, caseFileId);
      if (!caseFile) return refused('notFound', 'Diese Akte gibt es nicht.');
      if (caseFile.workerId === toWorkerId) continue;
      if (caseFile.workerId !== fromWorkerId) return yield* givenMeanwhile(caseFileId, caseFile);
      const denial = yield* readRecord('caseAccess', caseFileId, denialIdOf(caseFileId, toWorkerId));
      if (denial && !denial.endedAt) {
        const who = `${worker.givenName} ${worker.familyName}`;
        return refused(
          'invalid',
          `${who} ist von der Akte ${caseFile.fileNumber} ausgeschlossen. Es wurde nichts geändert.`,
        );
      }
      const before = yield* readRecord('worker', houseScopeId, caseFile.workerId);
      const change = { field: responsibleField, oldValue: nameOf(before), newValue: nameOf(worker) };
      writes.push(
        { kind: 'caseFile', id: caseFileId, scopeId: caseFileId, body: { ...caseFile, workerId: toWorkerId } },
        coverLine(caseFileId, change, context),
      );
      access.push(...rightsMoved(caseFileId, { from: caseFile.workerId, to: toWorkerId, reason }, context));
      if (before?.teamId !== worker.teamId) {
        access.push(...rightsMoved(caseFileId, { from: before?.teamId ?? null, to: worker.teamId, reason }, context));
      }
      moved.push(caseFileId);
    }
    const journal = moved.map((scopeId) => ({
      ...{ scopeId, action: 'caseFile.reassigned', targetKind: 'caseFile' as const, targetId: scopeId, reason },
    }));
    return accepted(writes, journal, { access });
  },
  label: ({ caseFileIds: { length } }) =>
    length === 1 ? 'Zuständigkeit geändert' : `Zuständigkeit geändert: ${length} Akten`,
});

function whyNotResponsible(worker: BodyOf<'worker'> | null): Refused | null {
  if (!worker?.isActive)
    return refused('notFound', 'Diese Person gibt es im Haus nicht, oder ihr Konto ist geschlossen.');
  if (isWithoutFiles(worker.role)) {
    return refused('invalid', 'Mit dieser Rolle kann niemand für Akten zuständig sein.');
  }
  return null;
}

function* givenMeanwhile(caseFileId: Id, { workerId, fileNumber }: BodyOf<'caseFile'>): Rule<Refused> {
  const name = nameOf(yield* readRecord('worker', houseScopeId, workerId));
  const author = yield* authorOfResponsibility(caseFileId, name);
  const message = `Die Akte ${fileNumber} ging inzwischen an ${name ?? 'jemand anderen'}. Es wurde nichts geändert.`;
  return refused('changedMeanwhile', message, author ?? {});
}

const responsibleField = 'caseFile/workerId';

/** Who made the worker of this name, as the history writes it, responsible, and when; null where nobody did since the file is there. */
export function* authorOfResponsibility(caseFileId: Id, name: string | null): Rule<{ by: Id; at: string } | null> {
  const authors = yield* authorsOf(caseFileId, new Map([[responsibleField, name]]), [responsibleField]);
  return authors.get(responsibleField) ?? null;
}

/** A worker as the history of a cover names her. */
export const nameOf = (worker: BodyOf<'worker'> | null): string | null =>
  worker && `${worker.familyName}, ${worker.givenName}`;

type Move = { from: Id | null; to: Id | null; reason: string };

/** The right of one principal ends, that of another begins. That the first one had it stays known, for late work. */
function rightsMoved(scopeId: Id, { from, to, reason }: Move, { commandId, at }: RuleContext): AccessChange[] {
  const given: AccessChange[] = to === null ? [] : [{ change: 'grantScope', scopeId, principalId: to, level: 'write' }];
  if (from === null) return given;
  const formerId = derivedId(scopeId, `former/${commandId}/${from}`);
  return [
    ...given,
    { change: 'grantScope', scopeId, principalId: formerId, level: 'write' },
    {
      change: 'addMembership',
      sourceId: formerId,
      workerId: from,
      principalId: formerId,
      from: longAgo,
      to: at,
      reason,
    },
    // By the clock of the centre, should that of the desk go before it.
    { change: 'endMembership', sourceId: formerId, at },
    { change: 'revokeScope', scopeId, principalId: from },
  ];
}
