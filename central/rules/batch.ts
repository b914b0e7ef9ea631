import type { RuleContext } from '../../core/commands/rule.ts';
import type { PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Level, Role } from '../../core/domain/levels.ts';
import { levelsIn } from '../store/access.ts';
import type { Mutation } from '../store/commands.ts';
import type { Connection } from '../store/database.ts';
import type { JournalRow } from '../store/journal.ts';
import { type LockedScope, lockScopes } from '../store/scopes.ts';
import { type BatchRecords, openBatchRecords } from './batch-records.ts';
import type { ReadyCommand } from './prepare.ts';

/** Who asks: the worker of an access token, her role as it is now. `isClosing`: her account is closed, her desks hand over what waits. */
export type Caller = { workerId: Id; role: Role; sessionId: Id; isClosing?: boolean };

/** What one push holds while it runs: one transaction, its locked scopes, what was decided so far. */
export type Batch = {
  readonly connection: Connection;
  /** Her role may be one of before until everything a push needs has been read. */
  caller: Caller;
  readonly clientId: Id;
  readonly records: BatchRecords;
  readonly scopes: Map<Id, LockedScope>;
  /** Scopes with a new head: told to the desks after the commit. */
  readonly moved: Set<Id>;
  /** Their heads before this push. */
  readonly headsBefore: Map<Id, number>;
  /** Scopes whose row must be written, also those that only got a journal line. */
  readonly dirty: Set<Id>;
  /** Written together at the end of the batch. */
  readonly lines: JournalRow[];
  readonly decisions: Mutation[];
  levels: Map<Id, Level> | null;
  hasAccessChanged: boolean;
  /** True when each command gets a savepoint; without, a command that fails has the whole batch run again with them. */
  readonly isCareful: boolean;
};

export function openBatch(connection: Connection, caller: Caller, clientId: Id, isCareful: boolean): Batch {
  return {
    connection,
    caller,
    clientId,
    isCareful,
    records: openBatchRecords(connection),
    lines: [],
    decisions: [],
    scopes: new Map(),
    moved: new Set(),
    headsBefore: new Map(),
    dirty: new Set(),
    levels: null,
    hasAccessChanged: false,
  };
}

/** What a rule is told about the one who acts. */
export function contextOf(batch: Batch, { pushed }: ReadyCommand): RuleContext {
  const { workerId, role } = batch.caller;
  return { commandId: pushed.id, actorId: workerId, actorRole: role, at: pushed.at, knows: () => true };
}

/** Her level in a scope now; asked once for all locked scopes, and again when a command of this push changed rights. */
export async function levelIn(batch: Batch, scopeId: Id): Promise<Level | null> {
  batch.levels ??= await levelsIn(batch.connection, batch.caller.workerId, batch.scopes.keys());
  return batch.levels.get(scopeId) ?? null;
}

/**
 * Locks own scopes of workers who are to be told something, as far as they are not locked: whom it concerns shows only in what was read.
 * Out of turn, so there can be a deadlock, which is tried again; it is rare, since only her own desks and such notices hold these locks.
 */
export async function lockOwnScopes(batch: Batch, scopeIds: readonly Id[]): Promise<void> {
  const missing = [...new Set(scopeIds)].filter((scopeId) => !batch.scopes.has(scopeId));
  if (missing.length === 0) return;
  for (const [id, scope] of await lockScopes(batch.connection, missing)) batch.scopes.set(id, scope);
}

type Undo = {
  scopes: Map<Id, LockedScope>;
  moved: Set<Id>;
  dirty: Set<Id>;
  lineCount: number;
  hasAccessChanged: boolean;
};

/** What is needed to take a command's marks in memory back when its savepoint is rolled back. */
export function rememberBatch(batch: Batch): Undo {
  const scopes = new Map([...batch.scopes].map(([id, scope]) => [id, { ...scope }]));
  const { hasAccessChanged, lines } = batch;
  return {
    scopes,
    moved: new Set(batch.moved),
    dirty: new Set(batch.dirty),
    lineCount: lines.length,
    hasAccessChanged,
  };
}

export function restoreBatch(batch: Batch, undo: Undo): void {
  for (const field of ['moved', 'dirty'] as const) {
    batch[field].clear();
    for (const id of undo[field]) batch[field].add(id);
  }
  batch.scopes.clear();
  for (const [id, scope] of undo.scopes) batch.scopes.set(id, scope);
  batch.lines.length = undo.lineCount;
  batch.records.forget();
  batch.levels = null;
  batch.hasAccessChanged = undo.hasAccessChanged;
}

/** A result with nothing special in it. */
export function plainResult(id: Id, result: PushResult['result']): PushResult {
  return { id, result, code: null, message: null, details: {}, hints: [], scopes: [] };
}
