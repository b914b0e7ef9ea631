import type { Id } from '../../core/domain/ids.ts';
import { runCommand } from '../../backend/commands/run-command.ts';
import { recordsOfScope } from '../../db/records.ts';
import type { DeskWorld, TestDesk } from './desk-world.ts';

/** What a desk holds of a scope, without versions that only it knows. */
export function holdings(one: TestDesk, scopeId: Id) {
  return recordsOfScope(one.store.db, scopeId).map(({ kind, id, ver, body, isPending }) => ({
    kind,
    id,
    ver,
    body,
    isPending,
  }));
}

/** Files a letter of the desk's own Postkorb into a case file. */
export function fileLetterIn(
  world: DeskWorld,
  one: TestDesk,
  itemId: Id,
  caseFileId = world.caseFileId,
  title = 'Mietvertrag',
) {
  const documentId = world.newId();
  const inboxId = one.login === 'jensen' ? world.jensen.inboxId : world.thomsen.inboxId;
  const filing = world.filing(title);
  const outcome = runCommand(one.desk, 'fileInboxItem', { inboxId, itemId, caseFileId, documentId, filing });
  return { ...outcome, documentId };
}
