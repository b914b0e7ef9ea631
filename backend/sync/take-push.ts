import { commandByName } from '../../core/commands/registry.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import { type PushResponse, type PushResult, schemaVersion } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { removeAct } from '../../db/acts.ts';
import { addClarification } from '../../db/clarifications.ts';
import { notePurge, readMeta, updateMeta } from '../../db/meta.ts';
import {
  clearMids,
  dropFromOutbox,
  forgetDurable,
  markAcked,
  type OutboxEntry,
  outboxEntry,
  outboxScopesOf,
  setOutboxScopes,
} from '../../db/outbox.ts';
import { withoutWaitingForDisk } from '../../db/open.ts';
import type { RecordPlace } from '../../db/records.ts';
import { raiseHead, readScope } from '../../db/scopes.ts';
import { noteSentFacts, sealSent } from '../../db/sent.ts';
import { inTransaction, type WritableDb } from '../../db/sql.ts';
import { isSettled, rebase } from './rebase.ts';

export type PushTaken = {
  places: RecordPlace[];
  accepted: number;
  lastAccepted: Id | null;
  refused: number;
  /** SHA-256 of contents the centre lacks; nothing after that command was run. */
  missing: { entry: OutboxEntry; sha256s: string[] } | null;
  /** Passing trouble at the centre: same again later. */
  mustWait: boolean;
  hints: { code: string; message: string }[];
  /** Something was written in a scope this desk does not read. */
  isElsewhere: boolean;
  /** A newer centre answered something that this program does not know: those commands stay where they are. */
  isUnclear: boolean;
};

/**
 * Writes the centre's answer to a push into the store. Results are matched by id, so that an answer can come late or twice; one that a
 * power cut takes back is given again, so it need not wait for the disk.
 */
export function takePush(db: WritableDb, response: PushResponse, newId: () => Id, now: Moment): PushTaken {
  const taken: PushTaken = {
    places: [],
    accepted: 0,
    lastAccepted: null,
    refused: 0,
    missing: null,
    mustWait: false,
    hints: [],
    isElsewhere: false,
    isUnclear: response.stopped === 'unknown',
  };
  const write = () => {
    for (const result of response.results) takeResult(db, result, taken, now);
    if (taken.lastAccepted) updateMeta(db, { lastAcknowledged: taken.lastAccepted });
    forgetDurable(db, response.durableMid);
    if (response.stopped === 'fork') beginNewClient(db, newId());
    if (response.stopped === 'gap') {
      clearMids(db);
      updateMeta(db, { nextMid: response.lastMid + 1 });
    }
  };
  withoutWaitingForDisk(db, () => inTransaction(db, write));
  return taken;
}

/** Another copy of this store has pushed under the same client id: from now on this is a new client. */
export function beginNewClient(db: WritableDb, clientId: Id): void {
  clearMids(db);
  updateMeta(db, { clientId, nextMid: 1 });
}

function takeResult(db: WritableDb, result: PushResult, taken: PushTaken, now: Moment): void {
  const entry = outboxEntry(db, result.id);
  if (!entry || entry.state === 'acked') return;
  switch (result.result) {
    case 'ok':
    case 'dup':
      taken.accepted += 1;
      taken.lastAccepted = entry.id;
      taken.hints.push(...result.hints);
      return accept(db, entry, result, taken);
    case 'refused':
    case 'forbidden':
      taken.refused += 1;
      taken.places.push(
        ...setAside(db, entry, {
          code: result.code ?? result.result,
          message: result.message ?? 'Die Zentrale hat das nicht übernommen.',
          details: result.details,
          at: now,
        }),
      );
      return;
    case 'needBlob':
      taken.missing = { entry, sha256s: missingOf(entry, result) };
      return;
    case 'retry':
      taken.mustWait = true;
      return;
    case 'unknown':
      taken.isUnclear = true;
      return;
  }
}

function accept(db: WritableDb, entry: OutboxEntry, result: PushResult, taken: PushTaken): void {
  markAcked(db, entry, result.scopes);
  for (const { scopeId, ver } of result.scopes) raiseHead(db, scopeId, ver);
  if (result.scopes.some(({ scopeId }) => readScope(db, scopeId) === null)) taken.isElsewhere = true;
  const awaited = result.scopes.map(({ scopeId }) => scopeId);
  const scopeIds = [...outboxScopesOf(db, entry.row), ...awaited];
  setOutboxScopes(db, entry.row, scopeIds);
  noteSentFacts(db, entry.id, { scopeIds, contents: contentsOf(entry) });
  // Its file is gone from here: its copy must not be read here either.
  const isGone = scopeIds.length > 0 && scopeIds.every((scopeId) => readScope(db, scopeId) === null);
  if (entry.state === 'orphan' || isGone) sealSent(db, entry.id);
  if (!isSettled(db, { ...entry, state: 'acked', ackedScopes: result.scopes })) return;
  // Its rows came with an earlier pull, or there are none for this desk.
  taken.places.push(...rebase(db, outboxScopesOf(db, entry.row), () => {}));
  dropFromOutbox(db, entry.row);
}

export type Reason = { code: string; message: string; details: Record<string, unknown>; at: Moment };

/** Moves a command that cannot be carried out to "Klärung" with everything the worker wrote, and takes back what it shows. */
export function setAside(db: WritableDb, entry: OutboxEntry, reason: Reason): RecordPlace[] {
  return rebase(db, outboxScopesOf(db, entry.row), () => {
    addClarification(db, {
      id: entry.id,
      name: entry.name,
      args: entry.args,
      schema: entry.schema || schemaVersion,
      at: entry.at,
      label: entry.label,
      refusedAt: reason.at,
      code: reason.code,
      message: reason.message,
      details: reason.details,
      caseFileId: (inTodaysShape(entry).args as { caseFileId?: Id }).caseFileId ?? null,
    });
    removeAct(db, entry.id);
    dropFromOutbox(db, entry.row);
    // What it showed may have come from a scope that was purged meanwhile: its words go, too.
    notePurge(db);
  });
}

function missingOf(entry: OutboxEntry, result: PushResult): string[] {
  const named = result.details['sha256'];
  if (Array.isArray(named)) return named.filter((name): name is string => typeof name === 'string');
  return contentsOf(entry);
}

/** SHA-256 of the contents a command needs at the centre. */
export function contentsOf(entry: OutboxEntry): string[] {
  const { name, args } = inTodaysShape(entry);
  return commandByName(name)?.blobs?.(args) ?? [];
}

/**
 * Gives numbers to commands that have none, in order; they keep them until the centre has answered. Numbers follow from the order in
 * the outbox, which is on disk: after a power cut the same commands get the same numbers.
 */
export function numberEntries(
  db: WritableDb,
  entries: readonly OutboxEntry[],
  setMid: (row: number, mid: number) => void,
): OutboxEntry[] {
  const number = () => {
    let { nextMid } = readMeta(db);
    const numbered = entries.map((entry) => {
      if (entry.mid !== null) return entry;
      setMid(entry.row, nextMid);
      nextMid += 1;
      return { ...entry, mid: nextMid - 1 };
    });
    updateMeta(db, { nextMid });
    return numbered;
  };
  return withoutWaitingForDisk(db, () => inTransaction(db, number));
}
