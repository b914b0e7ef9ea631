import { type AccessChange, type Refused, refused } from '../../core/commands/rule.ts';
import { isWithoutFiles } from '../../core/commands/staff.ts';
import type { Connection } from '../store/database.ts';
import { chainLine, type Occasion } from '../store/journal.ts';
import { grant, lockScopes } from '../store/scopes.ts';
import { caseFilesOf, grantsOf, isLastAdministrator, ownInboxesOf, revokeAll } from '../store/staff.ts';
import type { Batch } from './batch.ts';

const lastOne = refused(
  'invalid',
  'Das ist das einzige offene Konto der Verwaltung. Bitte geben Sie diese Rolle zuerst einer zweiten Person. Es wurde nichts geändert.',
);

/** Why the house cannot do without what a command takes from somebody: then nothing of the command happens. Null when it can. */
export async function lackOfStaff(connection: Connection, changes: readonly AccessChange[]): Promise<Refused | null> {
  for (const change of changes) {
    if (change.change === 'closeAccount' && (await isLastAdministrator(connection, change.workerId))) return lastOne;
    if (change.change !== 'setRole') continue;
    const { workerId, role } = change;
    if (role !== 'administration' && (await isLastAdministrator(connection, workerId))) return lastOne;
    if (!isWithoutFiles(role)) continue;
    const { length } = await caseFilesOf(connection, workerId);
    if (length > 0) return stillResponsible(length);
  }
  return null;
}

const stillResponsible = (count: number): Refused =>
  refused(
    'invalid',
    `Für ${count === 1 ? 'eine Akte ist' : `${count} Akten ist`} diese Person noch zuständig, und mit dieser Rolle kann das niemand sein. Bitte übergeben Sie die Akten zuerst (in der Akte unter „Zugriff“). Es wurde nichts geändert.`,
  );

/**
 * The files of somebody and her own Postkorb go with her to another team. Which ones they are is read under the lock of the house, which
 * whoever gives files to somebody holds, too. Each one tells it in its own journal.
 */
export async function moveToTeam(
  batch: Batch,
  { workerId, from, to, formerId, reason }: Extract<AccessChange, { change: 'moveToTeam' }>,
  occasion: Occasion,
): Promise<void> {
  const { connection } = batch;
  const mine = [...(await caseFilesOf(connection, workerId)), ...(await ownInboxesOf(connection, workerId))];
  const missing = mine.filter((scopeId) => !batch.scopes.has(scopeId));
  for (const [id, scope] of await lockScopes(connection, missing)) batch.scopes.set(id, scope);
  const held =
    from === null
      ? mine.map((scopeId) => ({ scopeId, level: 'write' as const }))
      : await grantsOf(connection, from, mine);
  if (held.length === 0) return;
  if (from !== null) {
    await grant(
      connection,
      held.map((one) => ({ ...one, principalId: formerId })),
    );
    const ids = held.map(({ scopeId }) => scopeId);
    await revokeAll(connection, from, ids);
  }
  if (to !== null) {
    await grant(
      connection,
      held.map((one) => ({ ...one, principalId: to })),
    );
  }
  for (const { scopeId } of held) {
    const scope = batch.scopes.get(scopeId);
    if (!scope) continue;
    const targetKind = scope.kind === 'o' ? ('inbox' as const) : ('caseFile' as const);
    batch.lines.push(
      chainLine(scope, { action: `${targetKind}.teamChanged`, targetKind, targetId: scopeId, reason }, occasion),
    );
    batch.dirty.add(scopeId);
  }
}
