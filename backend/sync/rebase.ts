import { commandByName } from '../../core/commands/registry.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import { schemaVersion } from '../../core/contract/central.ts';
import { isEnough } from '../../core/domain/levels.ts';
import type { Id } from '../../core/domain/ids.ts';
import {
  dropFromOutbox,
  type OutboxEntry,
  outboxEntries,
  outboxEntriesAt,
  outboxRowsOf,
  outboxScopesOf,
  setOutboxScopes,
} from '../../db/outbox.ts';
import type { RecordPlace } from '../../db/records.ts';
import { readScope } from '../../db/scopes.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../../db/sql.ts';
import { hasImagesIn, restoreImages } from '../../db/undo-images.ts';
import { actorOf } from '../commands/desk.ts';
import { decideHere, writeAhead } from '../commands/execute.ts';

/**
 * Runs `work`, which writes what the centre decided into these scopes, beneath the worker's own waiting commands: what they show is
 * taken back first and done again on top of the new state. Commands that meet none of the scopes, not even through others, stay as
 * they are. One transaction. Gives the records that may look different now, without those `work` wrote.
 */
export function rebase(db: WritableDb, scopes: Iterable<Id>, work: () => void): RecordPlace[] {
  return inTransaction(db, () => {
    const rows = rowsMeeting(db, scopes);
    if (rows.length === 0) {
      work();
      return [];
    }
    const places = restoreImages(db, rows);
    work();
    for (const entry of outboxEntriesAt(db, rows)) {
      if (isSettled(db, entry)) dropFromOutbox(db, entry.row);
      else places.push(...replay(db, entry));
    }
    return places;
  });
}

/** Does all commands of the outbox anew; for after all their images were taken back. */
export function replayAll(db: WritableDb): void {
  for (const entry of outboxEntries(db)) replay(db, entry);
}

/**
 * Rows of commands that meet the scopes, or share one with a command that does. What waiting commands only read and none of them wrote to,
 * for example the keywords of the house, joins nobody: there one of them cannot change what another found.
 */
function rowsMeeting(db: ReadableDb, scopes: Iterable<Id>): number[] {
  const rows = new Set<number>();
  const given = new Set(scopes);
  const seen = new Set<Id>();
  const toVisit = [...given];
  for (let scopeId = toVisit.pop(); scopeId !== undefined; scopeId = toVisit.pop()) {
    if (seen.has(scopeId)) continue;
    seen.add(scopeId);
    if (!given.has(scopeId) && !hasImagesIn(db, scopeId)) continue;
    for (const row of outboxRowsOf(db, scopeId)) {
      if (rows.has(row)) continue;
      rows.add(row);
      toVisit.push(...outboxScopesOf(db, row));
    }
  }
  return [...rows].sort((left, right) => left - right);
}

/**
 * True when the centre accepted the command and all its rows that this desk may see are here. Where only a part of a scope's news has
 * come, a row of the command may be among the rest, under the number of whoever wrote it last.
 */
export function isSettled(db: ReadableDb, entry: OutboxEntry): boolean {
  if (entry.state !== 'acked') return false;
  return entry.ackedScopes.every(({ scopeId, ver }) => {
    const scope = readScope(db, scopeId);
    return scope === null || !isEnough(scope.level, 'read') || scope.known >= Math.max(ver, scope.head);
  });
}

/**
 * Lets accepted commands go whose rows will never come here, because their scopes have just been purged. Nothing else would look
 * at them again: no pull answers for a scope that is gone.
 */
export function dropSettled(db: WritableDb): void {
  for (const entry of outboxEntries(db)) {
    if (!isSettled(db, entry)) continue;
    rebase(db, outboxScopesOf(db, entry.row), () => {});
    dropFromOutbox(db, entry.row);
  }
}

/** A command the new state refuses shows nothing any more, but is still pushed: the centre decides, and says why. */
function replay(db: WritableDb, entry: OutboxEntry): RecordPlace[] {
  const { name, args } = inTodaysShape(entry);
  const definition = commandByName(name);
  if (!definition || (entry.schema < schemaVersion && !definition.input.safeParse(args).success)) return [];
  const order = { id: entry.id, definition, args, at: entry.at };
  const { decision, scopesRead } = decideHere(db, order, actorOf(db));
  const places = decision.outcome === 'accepted' ? writeAhead(db, entry.row, decision.writes) : [];
  // Done again it may look elsewhere than the centre wrote; the rows it waits for still decide when it goes.
  const awaited = entry.ackedScopes.map(({ scopeId }) => scopeId);
  setOutboxScopes(db, entry.row, [...scopesRead, ...places.map((place) => place.scopeId), ...awaited]);
  return places;
}
