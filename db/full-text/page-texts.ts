import { beforeCommit, onRollback, type WritableDb } from '../sql.ts';
import { indexText, type TextOwner, unindexText } from './entries.ts';

// Indexing a page is the dearest part of a write. A sync often takes a page away and puts it back within one transaction (see
// backend/sync/rebase.ts), so pages are indexed before the commit, and only those whose text is another one then.

type Change = { owner: TextOwner; before: string | null; after: string | null };
const waiting = new WeakMap<object, Map<string, Change>>();

/** Notes that a page has another text from now on (null: none). `before` reads what it had; asked once per transaction. */
export function changePageText(
  db: WritableDb,
  owner: TextOwner,
  before: () => string | null,
  after: string | null,
): void {
  let changes = waiting.get(db);
  if (!changes) {
    changes = new Map();
    waiting.set(db, changes);
    beforeCommit(db, 'page texts', () => indexChanged(db));
    onRollback(db, 'page texts', () => waiting.delete(db));
  }
  const key = `${latin(owner.scopeId)}${latin(owner.ownerId)}${owner.pageNumber}`;
  const known = changes.get(key);
  if (known) known.after = after;
  else changes.set(key, { owner, before: before(), after });
}

/** The whole scope has left the index: from here on its pages have no text, whatever the open transaction has done to them. */
export function forgetPageTexts(db: WritableDb, scopeId: Uint8Array): void {
  const scope = latin(scopeId);
  for (const [key, change] of waiting.get(db) ?? []) {
    if (!key.startsWith(scope)) continue;
    change.before = null;
    change.after = null;
  }
}

function indexChanged(db: WritableDb): void {
  const changes = waiting.get(db);
  waiting.delete(db);
  for (const { owner, before, after } of changes?.values() ?? []) {
    if (before === after) continue;
    if (after === null) unindexText(db, owner);
    else indexText(db, owner, after);
  }
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
