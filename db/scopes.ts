import { forgetScansInto } from './branch-scans.ts';
import type { Id } from '../core/domain/ids.ts';
import { isEnough, type Level, type ScopeKind } from '../core/domain/levels.ts';
import type { Moment } from '../core/domain/moments.ts';
import { addDigest, digestAsText } from './digest.ts';
import { notePurge } from './meta.ts';
import { idBytes, idText } from './record-tables.ts';
import { removeRecordsOfScope } from './records.ts';
import { sealSentOf } from './sent.ts';
import { all, first, firstExact, inTransaction, type ReadableDb, run, type WritableDb } from './sql.ts';

/** A scope this worker has rights in. With level deliver nothing of it is here. */
export type Scope = {
  id: Id;
  kind: ScopeKind;
  level: Level;
  validTo: Moment | null;
  /** Rows are here up to this version. */
  known: number;
  /** Newest version heard of. */
  head: number;
  /** All rows were here once; before, what cannot be read is unknown, not absent. */
  isComplete: boolean;
};

type ScopeRow = {
  id: Uint8Array;
  kind: ScopeKind;
  level: Level;
  valid_to: string | null;
  known: number;
  head: number;
  is_complete: number;
};
const columns = 'id, kind, level, valid_to, known, head, is_complete';

function scopeOf(row: ScopeRow): Scope {
  return {
    id: idText(row.id),
    kind: row.kind,
    level: row.level,
    validTo: row.valid_to,
    known: row.known,
    head: row.head,
    isComplete: row.is_complete === 1,
  };
}

/** One scope, null when this worker has no right in it. */
export function readScope(db: ReadableDb, scopeId: Id): Scope | null {
  const row = first<ScopeRow>(db, `SELECT ${columns} FROM scope WHERE id = ?`, idBytes(scopeId));
  return row ? scopeOf(row) : null;
}

/** All scopes of this worker. */
export function listScopes(db: ReadableDb): Scope[] {
  return all<ScopeRow>(db, `SELECT ${columns} FROM scope`).map(scopeOf);
}

/** True when the desk holds a whole copy of the scope. */
export function knowsScope(db: ReadableDb, scopeId: Id): boolean {
  const scope = readScope(db, scopeId);
  return scope !== null && scope.isComplete && isEnough(scope.level, 'read');
}

/** True when at least `level` is held in the scope at `now`. */
export function mayInScope(db: ReadableDb, scopeId: Id, level: Level, now: Moment): boolean {
  const scope = readScope(db, scopeId);
  return scope !== null && isEnough(scope.level, level) && (scope.validTo === null || scope.validTo > now);
}

export type ManifestScope = Pick<Scope, 'id' | 'kind' | 'level' | 'validTo' | 'head'>;

/**
 * Makes the scopes those of a manifest, which is the whole list. Gives the scopes that are no longer there, for purging,
 * and those that are new or came back to reading.
 */
export function replaceScopes(db: WritableDb, manifest: readonly ManifestScope[]): { lost: Id[]; gained: Id[] } {
  return inTransaction(db, () => {
    const before = new Map(listScopes(db).map((scope) => [scope.id, scope]));
    const gained: Id[] = [];
    for (const scope of manifest) {
      if (!isEnough(before.get(scope.id)?.level ?? null, 'read') && isEnough(scope.level, 'read'))
        gained.push(scope.id);
      run(
        db,
        `INSERT INTO scope (id, kind, level, valid_to, head, is_complete) VALUES (?1, ?2, ?3, ?4, ?5, ?5 = 0 AND ?3 <> 'deliver')
         ON CONFLICT (id) DO UPDATE SET level = ?3, valid_to = ?4, head = max(head, ?5), is_denied = 0,
           is_complete = max(is_complete, excluded.is_complete)`,
        idBytes(scope.id),
        scope.kind,
        scope.level,
        scope.validTo,
        scope.head,
      );
    }
    const listed = new Map(manifest.map((scope) => [scope.id, scope]));
    const lost = [...before.values()]
      .filter((scope) => isEnough(scope.level, 'read') && !isEnough(listed.get(scope.id)?.level ?? null, 'read'))
      .map((scope) => scope.id);
    for (const scope of before.values()) if (!listed.has(scope.id) && !lost.includes(scope.id)) dropScope(db, scope.id);
    return { lost, gained };
  });
}

/** Notes that a scope has a newer version at the centre. */
export function raiseHead(db: WritableDb, scopeId: Id, head: number): void {
  run(db, 'UPDATE scope SET head = max(head, ?) WHERE id = ?', head, idBytes(scopeId));
}

/**
 * Scopes with rows to fetch: the house and the worker's own first, then Postkörbe, then case files, small gaps first.
 * Without new files: those of which nothing is here yet are left out.
 */
export function scopesToPull(db: ReadableDb, limit: number, withNewFiles = true): { scopeId: Id; after: number }[] {
  return all<{ id: Uint8Array; known: number }>(
    db,
    `SELECT id, known FROM scope WHERE (known < head OR must_replace = 1) AND level <> 'deliver' AND is_denied = 0 AND mismatches < 2
       AND (kind <> 'c' OR known > 0 OR ?)
     ORDER BY CASE kind WHEN 'g' THEN 0 WHEN 'u' THEN 1 WHEN 'o' THEN 2 ELSE 3 END, head - known LIMIT ?`,
    withNewFiles ? 1 : 0,
    limit,
  ).map((row) => ({ scopeId: idText(row.id), after: row.known }));
}

/** Scopes of which nothing is here yet, or whose rows are to be replaced: for fetching them whole. */
export function scopesToTake(db: ReadableDb, limit: number): Id[] {
  return all<{ id: Uint8Array }>(
    db,
    `SELECT id FROM scope WHERE known = 0 AND (head > 0 OR must_replace = 1) AND level <> 'deliver' AND is_denied = 0
       AND mismatches < 2 LIMIT ?`,
    limit,
  ).map((row) => idText(row.id));
}

/**
 * Of scopes told with their newest version those whose rows are to be fetched. Null when one of them is not read here as far as is
 * known: then the rights have to be asked for.
 */
export function scopesBehind(db: ReadableDb, heads: ReadonlyMap<Id, number>): { scopeId: Id; after: number }[] | null {
  const need: { scopeId: Id; after: number }[] = [];
  for (const [scopeId, head] of heads) {
    const row = first<{ known: number; mismatches: number }>(
      db,
      `SELECT known, mismatches FROM scope WHERE id = ? AND level <> 'deliver' AND is_denied = 0`,
      idBytes(scopeId),
    );
    if (!row) return null;
    if (row.known < head && row.mismatches < 2) need.push({ scopeId, after: row.known });
  }
  return need;
}

/** How many scopes are whole, of how many that can be read. */
export function countScopes(db: ReadableDb): { complete: number; total: number } {
  const row = first<{ complete: number | null; total: number }>(
    db,
    `SELECT sum(is_complete) AS complete, count(*) AS total FROM scope WHERE level <> 'deliver'`,
  );
  return { complete: row?.complete ?? 0, total: row?.total ?? 0 };
}

/** The sum of digests of a scope's rows as kept up while pulling. */
export function scopeDigest(db: ReadableDb, scopeId: Id): bigint {
  return firstExact<{ digest: bigint }>(db, 'SELECT digest FROM scope WHERE id = ?', idBytes(scopeId))?.digest ?? 0n;
}

/** Notes that rows up to `known` of `head` are here. `mayLower`: this head counts although a higher one was told before. */
export function advanceScope(
  db: WritableDb,
  scopeId: Id,
  step: { known: number; head: number; mayLower: boolean; digestChange: bigint },
): void {
  const digest = addDigest(scopeDigest(db, scopeId), step.digestChange);
  run(
    db,
    `UPDATE scope SET known = ?1, digest = ?2, head = iif(?5, ?3, max(head, ?3)),
       is_complete = max(is_complete, ?1 >= iif(?5, ?3, max(head, ?3))) WHERE id = ?4`,
    step.known,
    digest,
    step.head,
    idBytes(scopeId),
    step.mayLower ? 1 : 0,
  );
}

/** Counts in rows of a scope that is not whole yet. */
export function addToDigest(db: WritableDb, scopeId: Id, change: bigint): void {
  run(db, 'UPDATE scope SET digest = ? WHERE id = ?', addDigest(scopeDigest(db, scopeId), change), idBytes(scopeId));
}

/** Both sides keep a sum over all rows; when it differs at the same version, something was lost or changed on the way. */
export function compareDigest(db: WritableDb, scopeId: Id, digest: string): boolean {
  const isSame = digestAsText(scopeDigest(db, scopeId)) === digest;
  if (isSame) noteMatch(db, scopeId);
  else noteMismatch(db, scopeId);
  return isSame;
}

/** The same where the scope stands at that version; where it does not, nothing is said. */
export function compareStanding(db: WritableDb, scopeId: Id, version: number, digest: string): void {
  const scope = readScope(db, scopeId);
  if (scope === null || scope.known !== version || scope.known === 0 || mustReplace(db, scopeId)) return;
  compareDigest(db, scopeId, digest);
}

/** The centre said no: the scope is left alone until a manifest names it again. */
export function denyScope(db: WritableDb, scopeId: Id): void {
  run(db, 'UPDATE scope SET is_denied = 1 WHERE id = ?', idBytes(scopeId));
}

/** Rows here and at the centre differ: fetch all again; after two times in a row the scope is left alone until `retryMismatched`. Gives the count. */
export function noteMismatch(db: WritableDb, scopeId: Id): number {
  const id = idBytes(scopeId);
  run(db, 'UPDATE scope SET known = 0, must_replace = 1, mismatches = mismatches + 1 WHERE id = ?', id);
  return first<{ mismatches: number }>(db, 'SELECT mismatches FROM scope WHERE id = ?', id)?.mismatches ?? 0;
}

/** Scopes left alone after two differing sums may be fetched once more; gives how many. */
export function retryMismatched(db: WritableDb): number {
  return run(db, 'UPDATE scope SET mismatches = 1 WHERE mismatches >= 2').changes;
}

/** How many scopes are left alone because their rows differ from the centre's each time they are fetched. */
export function countMismatched(db: ReadableDb): number {
  return first<{ n: number }>(db, 'SELECT count(*) AS n FROM scope WHERE mismatches >= 2')?.n ?? 0;
}

/** Rows here and at the centre are the same. */
export function noteMatch(db: WritableDb, scopeId: Id): void {
  run(db, 'UPDATE scope SET mismatches = 0 WHERE id = ? AND mismatches > 0', idBytes(scopeId));
}

/** True when the next rows from the beginning take the place of all that is here. */
export function mustReplace(db: ReadableDb, scopeId: Id): boolean {
  const id = idBytes(scopeId);
  return first<{ must: number }>(db, 'SELECT must_replace AS must FROM scope WHERE id = ?', id)?.must === 1;
}

/** Empties a scope for rows that come anew. */
export function emptyScope(db: WritableDb, scopeId: Id): void {
  inTransaction(db, () => {
    removeRecordsOfScope(db, scopeId);
    run(db, 'UPDATE scope SET known = 0, digest = 0, must_replace = 0, is_complete = 0 WHERE id = ?', idBytes(scopeId));
  });
}

/** The centre was restored: all scopes are fetched anew, what is here stays readable meanwhile. */
export function refetchAllScopes(db: WritableDb): void {
  run(db, 'UPDATE scope SET known = 0, head = 0, must_replace = 1, mismatches = 0, is_denied = 0');
}

/** Takes a scope and all its records off this desk; orders about it that wait in the outbox stay, copies of accepted ones lie sealed. Gives the number of records. */
export function purgeScope(db: WritableDb, scopeId: Id): number {
  return inTransaction(db, () => {
    const scope = idBytes(scopeId);
    const removed = removeRecordsOfScope(db, scopeId);
    run(db, 'DELETE FROM undo_image WHERE scope_id = ?', scope);
    run(
      db,
      `UPDATE outbox SET state = 'orphan' WHERE state = 'waiting'
         AND row IN (SELECT outbox_row FROM outbox_scope WHERE scope_id = ?)
         AND row NOT IN (SELECT outbox_row FROM undo_image)`,
      scope,
    );
    forgetScansInto(db, scopeId);
    sealSentOf(db, scopeId);
    notePurge(db);
    run(db, `DELETE FROM scope WHERE id = ? AND level <> 'deliver'`, scope);
    run(db, 'UPDATE scope SET known = 0, digest = 0, is_complete = 0, must_replace = 0 WHERE id = ?', scope);
    return removed;
  });
}

function dropScope(db: WritableDb, scopeId: Id): void {
  run(db, 'DELETE FROM scope WHERE id = ?', idBytes(scopeId));
}

/** Scopes whose time is over by the clock of this desk. */
export function expiredScopes(db: ReadableDb, now: Moment): Id[] {
  return all<{ id: Uint8Array }>(db, 'SELECT id FROM scope WHERE valid_to <= ?', now).map((row) => idText(row.id));
}

/** Scopes whose time ran out after one moment and up to another; and when the next one's will, null when none's. */
export function expiryBetween(db: ReadableDb, after: Moment, until: Moment): { expired: Id[]; next: Moment | null } {
  const rows = all<{ id: Uint8Array }>(db, 'SELECT id FROM scope WHERE valid_to > ? AND valid_to <= ?', after, until);
  const next = first<{ next: Moment | null }>(db, 'SELECT min(valid_to) AS next FROM scope WHERE valid_to > ?', until);
  return { expired: rows.map((row) => idText(row.id)), next: next?.next ?? null };
}
