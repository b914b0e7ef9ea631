import { commands } from '../../core/commands/registry.ts';
import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Day, dayOf, type Moment, momentOf } from '../../core/domain/moments.ts';
import { sameAuditElsewhere } from '../../db/queries/case-access.ts';
import { findByFileNumber } from '../../db/queries/case-files.ts';
import { startOfDay } from '../../db/queries/day-bounds.ts';
import { mayInScope } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import { type BackendContext, perform, viewerOf } from '../context.ts';
import { inGroups, mostAtOnce } from './groups.ts';

type Handlers = DeskHandlers['caseAccess'];

/** Files read for an audit: opened for a time, many in one act, and closed before their time. */
export function auditHandlers(context: BackendContext): Pick<Handlers, 'grantAudit' | 'end'> {
  return {
    grantAudit: ({ caseFileId, otherFileNumbers, workerId, fromDay, toDay, reason }) => {
      const desk = context.desk();
      const now = desk.now();
      const caseFileIds = [...new Set([caseFileId, ...filesOf(desk, otherFileNumbers)])];
      const period = {
        from: fromDay <= dayOf(now) ? now : startOfDay(noonOf(fromDay, 0)),
        to: startOfDay(noonOf(toDay, 1)),
      };
      const grant = { auditId: desk.newId(), workerId, ...period, reason };
      const [first, ...rest] = inGroups(caseFileIds, mostAtOnce);
      const result = perform(desk, 'grantAudit', { ...grant, caseFileIds: first ?? [] });
      for (const some of rest) perform(desk, 'grantAudit', { ...grant, caseFileIds: some });
      return { ...result, label: commands.grantAudit.label({ ...grant, caseFileIds }) };
    },
    end: ({ isEverywhere, ...input }) => {
      const desk = context.desk();
      const others = isEverywhere ? sameAuditElsewhere(desk.store.db, input, viewerOf(desk).now) : [];
      const result = perform(desk, 'endCaseAccess', input);
      for (const other of others) perform(desk, 'endCaseAccess', { ...other, reason: input.reason });
      return others.length === 0 ? result : { ...result, label: `Einsicht in ${others.length + 1} Akten beendet` };
    },
  };
}

/** Files with these numbers in which she may write; throws `invalid_input` naming those that are none, before anything is done. */
function filesOf(desk: Desk, numbers: readonly string[]): Id[] {
  const { db } = desk.store;
  const viewer = viewerOf(desk);
  const found = numbers.map((number) => ({ number, caseFile: findByFileNumber(db, viewer, number) }));
  const isOpen = (id: Id | undefined) => id !== undefined && mayInScope(db, id, 'write', viewer.now);
  const unknown = found.filter(({ caseFile }) => !isOpen(caseFile?.caseFileId)).map(({ number }) => number);
  if (unknown.length === 0) return found.flatMap(({ caseFile }) => caseFile?.caseFileId ?? []);
  const named = unknown.slice(0, 10).join(', ');
  const more = unknown.length > 10 ? ` und ${unknown.length - 10} weitere` : '';
  throw new AppError(
    'invalid_input',
    `Unter diesen Nummern gibt es keine Akte, in die Sie Einsicht geben dürfen: ${named}${more}. Es wurde noch nichts freigegeben; bitte berichtigen oder entfernen Sie die Nummern.`,
    { path: 'otherFileNumbers' },
  );
}

/** A moment within a day in Germany, or some days later. */
function noonOf(day: Day, later: number): Moment {
  return momentOf(Date.parse(`${day}T12:00:00.000Z`) + later * 86_400_000);
}
