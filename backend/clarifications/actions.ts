import { type CommandArgs, type CommandName, commandByName } from '../../core/commands/registry.ts';
import type { Shape } from '../../core/contract/desk.ts';
import type { clarificationAction } from '../../core/contract/desk-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { removeClarification, type StoredClarification } from '../../db/clarifications.ts';
import { findContent, pageTextsOf } from '../../db/queries/contents.ts';
import { isAnyProtected } from '../../db/queries/office.ts';
import { mayInScope } from '../../db/scopes.ts';
import { inTransaction } from '../../db/sql.ts';
import { isRefusedHere } from '../commands/run-command.ts';
import { type OpenDesk, perform } from '../context.ts';
import { renewalsOf } from './renewals.ts';

export type ActionName = Shape<typeof clarificationAction>;
export type Action = { action: ActionName; label: string };

type FiledElsewhere = { filing: CommandArgs<'fileInboxItem'>; caseFileId: Id; documentId: Id };

/** False for a command of a newer version of the program: what is not understood is left to that one. */
export function isUnderstood({ name, args }: { name: string; args: unknown }): boolean {
  return commandByName(name)?.input.safeParse(args).success === true;
}

/** Said of what a newer version of the program must settle. */
export const newerWords =
  'Das stammt aus einer neueren Fassung von Aktenpult. Es bleibt erhalten und kann nach der Aktualisierung des Programms geklärt werden.';

/** What the worker can do about a refused command; the rights she has now decide. */
export function actionsFor(desk: OpenDesk, refusal: StoredClarification): Action[] {
  if (!isUnderstood(refusal)) return [];
  const elsewhere = filedElsewhere(refusal);
  if (!elsewhere) {
    if (isTurn(refusal)) return [{ action: 'dismiss', label: 'Zur Kenntnis genommen' }];
    return again(desk, refusal);
  }
  const may = (scopeId: Id) => mayInScope(desk.store.db, scopeId, 'write', desk.now());
  const actions: Action[] = [{ action: 'dismiss', label: 'Dort belassen' }];
  if (!may(elsewhere.filing.caseFileId)) return actions;
  if (may(elsewhere.caseFileId)) actions.push({ action: 'moveHere', label: 'Hierher verschieben' });
  if (contentOfLetter(desk, elsewhere)) actions.push({ action: 'fileHereToo', label: 'Auch hier ablegen' });
  return actions;
}

/** Doing it once more helps only where it is not refused here already; what was decided by something that no longer stands is made anew. */
function again(desk: OpenDesk, { name, args }: StoredClarification): Action[] {
  const renewals = renewalsOf(desk, { name, args }).map(({ action, label }) => ({ action, label }));
  if (renewals.length > 0) return [{ action: 'dismiss', label: 'Dabei belassen' }, ...renewals];
  const retry: Action[] = isRefusedHere(desk, name, args) ? [] : [{ action: 'retry', label: 'Noch einmal versuchen' }];
  return [...retry, { action: 'dismiss', label: 'Verwerfen' }];
}

/** Closing or opening a file that somebody else had closed or opened before: to be decided by what stands there now, not once more. */
const isTurn = ({ name, code }: StoredClarification): boolean =>
  ['closeCaseFile', 'reopenCaseFile'].includes(name) && ['changedMeanwhile', 'alreadyDone'].includes(code);

/** Does what the worker chose; then the refused command is settled. Throws AppError when it cannot be done, and it stays. */
export function settle(desk: OpenDesk, refusal: StoredClarification, action: ActionName): void {
  if (!actionsFor(desk, refusal).some((offered) => offered.action === action)) {
    throw new AppError('conflict', 'Das ist inzwischen nicht mehr möglich. Bitte die Ansicht neu öffnen.');
  }
  if (action === 'retry') perform(desk, refusal.name as CommandName, refusal.args as never);
  else if (action === 'renew' || action === 'renewRest') {
    renewalsOf(desk, refusal)
      .find((renewal) => renewal.action === action)
      ?.run();
  } else if (action === 'moveHere' || action === 'fileHereToo') settleFiling(desk, refusal, action);
  inTransaction(desk.store.db, () => removeClarification(desk.store.db, refusal.id));
  desk.changes.tell('clarifications', {});
}

function settleFiling(desk: OpenDesk, refusal: StoredClarification, action: 'moveHere' | 'fileHereToo'): void {
  const elsewhere = filedElsewhere(refusal);
  if (!elsewhere) throw new Error('only a letter filed elsewhere can be moved');
  const { filing, caseFileId, documentId } = elsewhere;
  if (action === 'moveHere') {
    const reason = 'Nach Klärung in die richtige Akte verschoben';
    perform(desk, 'moveDocument', {
      caseFileId,
      documentId,
      toCaseFileId: filing.caseFileId,
      newDocumentId: desk.newId(),
      reason,
    });
    return;
  }
  const content = contentOfLetter(desk, elsewhere);
  if (!content) throw new AppError('not_found', 'Der Inhalt des Schreibens ist nicht auf diesem Gerät.');
  const isProtected = filing.filing.isProtected || isAnyProtected(desk.store.db, filing.filing.keywordIds);
  perform(desk, 'addDocument', {
    caseFileId: filing.caseFileId,
    documentId: desk.newId(),
    filing: { ...filing.filing, isProtected },
    content: content.facts,
    pageTexts: content.pageTexts,
  });
}

function filedElsewhere(refusal: StoredClarification): FiledElsewhere | null {
  const { filedCaseFileId, filedDocumentId } = refusal.details as { filedCaseFileId?: Id; filedDocumentId?: Id };
  if (refusal.name !== 'fileInboxItem' || !filedCaseFileId || !filedDocumentId) return null;
  return {
    filing: refusal.args as CommandArgs<'fileInboxItem'>,
    caseFileId: filedCaseFileId,
    documentId: filedDocumentId,
  };
}

/** The letter's content: from the Postkorb, or from where it was filed; its page texts have gone with it to the file. */
function contentOfLetter(desk: OpenDesk, { filing, caseFileId, documentId }: FiledElsewhere) {
  const { db } = desk.store;
  const now = desk.now();
  const filed = mayInScope(db, caseFileId, 'read', now) ? findContent(db, caseFileId, documentId) : null;
  const letter = mayInScope(db, filing.inboxId, 'read', now) ? findContent(db, filing.inboxId, filing.itemId) : null;
  const facts = letter?.facts ?? filed?.facts;
  if (!facts) return null;
  const texts = filed ? pageTextsOf(db, caseFileId, filed.versionId) : new Map<number, string>();
  const pageTexts = Array.from({ length: Math.max(0, ...texts.keys()) }, (_, index) => texts.get(index + 1) ?? '');
  return { facts, pageTexts };
}
