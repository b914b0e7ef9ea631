import type { Id } from '../../core/domain/ids.ts';
import { withoutWaitingForDisk } from '../open.ts';
import { decompressText, idText } from '../record-tables.ts';
import { all, first, inTransaction, type ReadableDb, run, type WritableDb } from '../sql.ts';
import { indexText, type TextOwner } from './entries.ts';

// Who files a document of 1,000 pages must not hold up the desk for the second it takes to index them: its pages are noted in the
// transaction that files it and indexed afterwards, in steps of a few milliseconds. What waits is kept in the store, so that nothing is
// forgotten when the program ends meanwhile.

/** Notes a page to be indexed later. */
export function letPageWait(db: WritableDb, owner: TextOwner): void {
  run(
    db,
    'INSERT OR IGNORE INTO page_waiting (scope_id, version_id, number) VALUES (?, ?, ?)',
    owner.scopeId,
    owner.ownerId,
    owner.pageNumber,
  );
}

/** Whether any page waits. */
export function isAnyPageWaiting(db: ReadableDb): boolean {
  return first(db, 'SELECT 1 FROM page_waiting LIMIT 1') !== undefined;
}

/** A page that is indexed or gone waits no longer. */
export function forgetWaitingPage(db: WritableDb, owner: TextOwner): void {
  run(
    db,
    'DELETE FROM page_waiting WHERE scope_id = ? AND version_id = ? AND number = ?',
    owner.scopeId,
    owner.ownerId,
    owner.pageNumber,
  );
}

/** A scope that has left the store has no pages. */
export function forgetWaitingScope(db: WritableDb, scopeId: Uint8Array): void {
  run(db, 'DELETE FROM page_waiting WHERE scope_id = ?', scopeId);
}

type WaitingPage = { scope_id: Uint8Array; version_id: Uint8Array; number: number; text: Uint8Array | null };
const selectWaiting = `SELECT waiting.scope_id, waiting.version_id, waiting.number, page.text FROM page_waiting AS waiting
  LEFT JOIN page ON page.scope_id = waiting.scope_id AND page.version_id = waiting.version_id AND page.number = waiting.number
  LIMIT 1`;

/**
 * Indexes waiting pages for about so many milliseconds, one at least, in one transaction; gives their scopes, none when nothing waits.
 * If the machine stops before it is on disk, the pages still wait.
 */
export function indexWaitingPages(db: WritableDb, milliseconds: number): Set<Id> {
  const scopes = new Set<Id>();
  const end = performance.now() + milliseconds;
  withoutWaitingForDisk(db, () =>
    inTransaction(db, () => {
      do {
        const [page] = all<WaitingPage>(db, selectWaiting);
        if (!page) return;
        const place = { scopeId: page.scope_id, ownerId: page.version_id, pageNumber: page.number };
        const owner = { ...place, ownerKind: 'page' as const };
        if (page.text) indexText(db, owner, decompressText(page.text));
        forgetWaitingPage(db, owner);
        scopes.add(idText(page.scope_id));
      } while (performance.now() < end);
    }),
  );
  return scopes;
}
