import { all, beforeCommit, first, onRollback, type WritableDb } from '../sql.ts';
import { indexText, type TextOwner, unindexText } from './entries.ts';

// Texts put together from several records (a document's title, sender and keyword names) are indexed once, before the commit.

type WaitingOwner = Omit<TextOwner, 'pageNumber'>;
const waiting = new WeakMap<object, Map<string, WaitingOwner>>();

/** Notes that the text of an owner has changed in the open transaction. */
export function touchOwner(
  db: WritableDb,
  ownerKind: WaitingOwner['ownerKind'],
  scopeId: Uint8Array,
  ownerId: Uint8Array,
) {
  let owners = waiting.get(db);
  if (!owners) {
    owners = new Map();
    waiting.set(db, owners);
    beforeCommit(db, 'owner texts', () => indexWaiting(db));
    onRollback(db, 'owner texts', () => waiting.delete(db));
  }
  owners.set(`${ownerKind}/${hex(scopeId)}/${hex(ownerId)}`, { ownerKind, scopeId, ownerId });
}

/** Notes all documents under a keyword whose name has changed. */
export function touchDocumentsOfKeyword(db: WritableDb, keywordId: Uint8Array): void {
  const links = all<{ scope_id: Uint8Array; document_id: Uint8Array }>(
    db,
    'SELECT scope_id, document_id FROM document_keyword WHERE keyword_id = ?',
    keywordId,
  );
  for (const link of links) touchOwner(db, 'document', link.scope_id, link.document_id);
}

function indexWaiting(db: WritableDb): void {
  const owners = waiting.get(db);
  waiting.delete(db);
  for (const owner of owners?.values() ?? []) {
    const text = textOf(db, owner);
    if (text === null) unindexText(db, { ...owner, pageNumber: 0 });
    else indexText(db, { ...owner, pageNumber: 0 }, text);
  }
}

function textOf(db: WritableDb, owner: WaitingOwner): string | null {
  switch (owner.ownerKind) {
    case 'document':
      return documentText(db, owner);
    case 'inbox_item':
      return joined(
        first(
          db,
          'SELECT title, sender, remark FROM inbox_item WHERE scope_id = ? AND id = ?',
          owner.scopeId,
          owner.ownerId,
        ),
      );
    case 'note':
      return joined(
        first(
          db,
          'SELECT text FROM note WHERE scope_id = ? AND id = ? AND retracted_at IS NULL',
          owner.scopeId,
          owner.ownerId,
        ),
      );
    case 'case_file':
      return caseText(db, owner);
    case 'page':
      return null;
  }
}

function documentText(db: WritableDb, owner: WaitingOwner): string | null {
  const own = joined(
    first(db, 'SELECT title, sender FROM document WHERE scope_id = ? AND id = ?', owner.scopeId, owner.ownerId),
  );
  if (own === null) return null;
  const names = all<{ name: string }>(
    db,
    `SELECT keyword.name FROM document_keyword AS link JOIN keyword ON keyword.id = link.keyword_id
     WHERE link.scope_id = ? AND link.document_id = ?`,
    owner.scopeId,
    owner.ownerId,
  );
  return [own, ...names.map((keyword) => keyword.name)].join('\n');
}

function caseText(db: WritableDb, owner: WaitingOwner): string | null {
  const caseFile = first<{ file_number: string; title: string }>(
    db,
    'SELECT file_number, title FROM case_file WHERE scope_id = ? AND id = ?',
    owner.scopeId,
    owner.ownerId,
  );
  if (!caseFile) return null;
  const persons = all<Record<string, unknown>>(
    db,
    'SELECT given_name, family_name, customer_number FROM person WHERE scope_id = ?',
    owner.scopeId,
  );
  const households = all<Record<string, unknown>>(
    db,
    'SELECT street, postcode, place FROM household WHERE scope_id = ?',
    owner.scopeId,
  );
  const spelled = caseFile.file_number.replace(/^(\d{5})BG(\d{7})$/, '$1BG$2 $1//$2'); // as the Fachverfahren writes it
  return [spelled, caseFile.title, ...[...persons, ...households].map((row) => joined(row))].join('\n');
}

function joined(row: unknown): string | null {
  if (!row) return null;
  return Object.values(row as Record<string, string | null>)
    .filter((value) => value !== null)
    .join('\n');
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
