import type { CommandArgs } from '../../core/commands/registry.ts';
import { reassignCaseFiles } from '../../core/commands/responsibility.ts';
import { changeWorker } from '../../core/commands/staff.ts';
import type { Id } from '../../core/domain/ids.ts';
import { roleWords } from '../../core/domain/role-words.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { workerNames } from '../../db/queries/names.ts';
import { readRecord } from '../../db/records.ts';
import { isRefusedHere } from '../commands/run-command.ts';
import { type OpenDesk, perform } from '../context.ts';

type Renewal = { action: 'renew' | 'renewRest'; label: string; run(): void };

/**
 * Ways to do again, from what stands now, what was decided by something that no longer stands: repeated as it was it would be refused
 * each time. Empty where that is not the matter or where it would be refused from what stands now as well.
 */
export function renewalsOf(desk: OpenDesk, { name, args }: { name: string; args: unknown }): Renewal[] {
  const post = name === changeWorker.name ? changeWorker.input.safeParse(args).data : undefined;
  if (post) return renewedPost(desk, post);
  const given = name === reassignCaseFiles.name ? reassignCaseFiles.input.safeParse(args).data : undefined;
  return given ? renewedResponsibility(desk, given) : [];
}

function renewedPost(desk: OpenDesk, post: CommandArgs<'changeWorker'>): Renewal[] {
  const { db } = desk.store;
  const worker = readRecord(db, 'worker', houseScopeId, post.workerId);
  if (!worker || (worker.role === post.before.role && worker.teamId === post.before.teamId)) return [];
  const args = { ...post, before: { role: worker.role, teamId: worker.teamId } };
  if (isRefusedHere(desk, changeWorker.name, args)) return [];
  const team = post.after.teamId && readRecord(db, 'team', houseScopeId, post.after.teamId)?.name;
  const words = [roleWords[post.after.role], team].filter(Boolean).join(', ');
  return [{ action: 'renew', label: `Trotzdem eintragen: ${words}`, run: () => perform(desk, 'changeWorker', args) }];
}

function renewedResponsibility(desk: OpenDesk, given: CommandArgs<'reassignCaseFiles'>): Renewal[] {
  const { fromWorkerId, toWorkerId } = given;
  const open = [...new Set(given.caseFileIds)].flatMap((caseFileId) => {
    const workerId = caseFileHead(desk.store.db, caseFileId)?.workerId;
    if (!workerId || workerId === toWorkerId) return [];
    const args = { ...given, caseFileIds: [caseFileId], fromWorkerId: workerId };
    return isRefusedHere(desk, reassignCaseFiles.name, args) ? [] : [{ caseFileId, workerId }];
  });
  const rest = open.filter(({ workerId }) => workerId === fromWorkerId);
  // Those nobody was quicker with were refused only together with the others.
  const isStale = given.caseFileIds.some((id) => {
    const workerId = caseFileHead(desk.store.db, id)?.workerId;
    return workerId !== fromWorkerId && workerId !== toWorkerId;
  });
  if (!isStale) return [];
  const name = workerNames(desk.store.db)(toWorkerId);
  const all = { action: 'renew' as const, label: `Trotzdem zuweisen an ${name}${countOf(open)}`, files: open };
  const some = {
    action: 'renewRest' as const,
    label: `Nur die übrigen zuweisen an ${name}${countOf(rest)}`,
    files: rest,
  };
  const offered = rest.length === open.length ? [some] : rest.length === 0 ? [all] : [some, all];
  return offered
    .filter(({ files }) => files.length > 0)
    .map(({ action, label, files }) => ({ action, label, run: () => assign(desk, given, files) }));
}

const countOf = ({ length }: readonly unknown[]): string => (length > 1 ? ` (${length} Akten)` : '');

/** One command for each worker who is responsible for some of them now. */
function assign(
  desk: OpenDesk,
  { toWorkerId, reason }: CommandArgs<'reassignCaseFiles'>,
  files: readonly { caseFileId: Id; workerId: Id }[],
): void {
  const byWorker = Map.groupBy(files, ({ workerId }) => workerId);
  for (const [fromWorkerId, hers] of byWorker) {
    const caseFileIds = hers.map(({ caseFileId }) => caseFileId);
    perform(desk, 'reassignCaseFiles', { caseFileIds, fromWorkerId, toWorkerId, reason });
  }
}
