import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { readRecord } from '../../db/records.ts';
import { readScope } from '../../db/scopes.ts';
import type { ReadableDb } from '../../db/sql.ts';

export type Place = { caseFileId: Id | null; place: string | null };

/** The file or Postkorb a command is about, for people. */
export function placeOfCommand(db: ReadableDb, args: unknown): Place {
  const { caseFileId, inboxId } = args as { caseFileId?: Id; inboxId?: Id };
  if (caseFileId) return placeOfCase(db, caseFileId);
  if (inboxId) return { caseFileId: null, place: inboxWords(db, inboxId) };
  return { caseFileId: null, place: null };
}

/** The same for a scope. */
export function placeOfScope(db: ReadableDb, scopeId: Id): Place {
  const kind = readScope(db, scopeId)?.kind;
  if (kind === 'c') return placeOfCase(db, scopeId);
  return { caseFileId: null, place: kind === 'o' ? inboxWords(db, scopeId) : null };
}

function placeOfCase(db: ReadableDb, caseFileId: Id): Place {
  const head = caseFileHead(db, caseFileId);
  if (!head) return { caseFileId: null, place: 'Akte, die nicht auf diesem Gerät ist' };
  return { caseFileId, place: `${head.title} (${head.fileNumber})` };
}

function inboxWords(db: ReadableDb, inboxId: Id): string {
  const name = readRecord(db, 'inbox', houseScopeId, inboxId)?.name;
  return name ? `Postkorb ${name}` : 'anderer Postkorb';
}
