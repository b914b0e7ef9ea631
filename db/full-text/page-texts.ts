import { beforeCommit, onRollback, type WritableDb } from '../sql.ts';
import { indexText, type TextOwner, unindexText } from './entries.ts';
import { forgetWaitingPage, forgetWaitingScope, isAnyPageWaiting, letPageWait } from './waiting-pages.ts';

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

/** Up to this many pages are indexed with the transaction: what is filed as a letter is found at once. */
const pagesAtOnce = 12;
const unhurried = new WeakSet<object>();

/** Lets the open transaction leave the pages of long documents to `indexWaitingPages`. */
export function mayIndexLater(db: WritableDb): void {
  unhurried.add(db);
  beforeCommit(db, 'page texts', () => indexChanged(db));
  onRollback(db, 'page texts later', () => unhurried.delete(db));
}

/** The whole scope has left the index: from here on its pages have no text, whatever the open transaction has done to them. */
export function forgetPageTexts(db: WritableDb, scopeId: Uint8Array): void {
  const scope = latin(scopeId);
  forgetWaitingScope(db, scopeId);
  for (const [key, change] of waiting.get(db) ?? []) {
    if (!key.startsWith(scope)) continue;
    change.before = null;
    change.after = null;
  }
}

function indexChanged(db: WritableDb): void {
  const changes = [...(waiting.get(db)?.values() ?? [])].filter(({ before, after }) => before !== after);
  waiting.delete(db);
  const isLong = changes.filter(({ after }) => after !== null).length > pagesAtOnce;
  const isLater = unhurried.delete(db) && isLong;
  const isAnyWaiting = isAnyPageWaiting(db);
  for (const { owner, after } of changes) {
    if (after !== null && isLater) {
      letPageWait(db, owner);
      continue;
    }
    if (after === null) unindexText(db, owner);
    else indexText(db, owner, after);
    if (isAnyWaiting) forgetWaitingPage(db, owner);
  }
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
