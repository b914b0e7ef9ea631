import type { EscrowedCommand, EscrowedLooks, SealedCommand } from '../../core/contract/escrow.ts';
import { type ScanInEscrow, scanInEscrow } from '../../core/contract/scan-in-escrow.ts';
import type { Id } from '../../core/domain/ids.ts';
import { waitingAccess } from '../../db/access-events.ts';
import { type BranchScan, openBranchScans } from '../../db/branch-scans.ts';
import { listClarifications, missingContentCode } from '../../db/clarifications.ts';
import { seal, writeEscrow } from '../../db/escrow.ts';
import { knownEscrowKey } from '../../db/escrow-key.ts';
import { readMeta } from '../../db/meta.ts';
import { type OutboxEntry, waitingEntries } from '../../db/outbox.ts';
import { dueSealed, openCopies, sealedCopies } from '../../db/sent.ts';
import type { Desk } from '../commands/desk.ts';
import type { Timers } from '../sync/environment.ts';
import { contentsOf } from '../sync/take-push.ts';

/** Commands of one key press, and what a push settles, are sealed together. */
const gather = 1_000;
/** More than anybody does, or looks at, without the centre. */
const mostCommands = 100_000;
const mostLooks = 50_000;
/** Looks in one box: the last box is sealed anew with each look. */
const looksInBox = 100;

export type EscrowKeeper = {
  /** What waits now lies sealed beside the store. */
  write(): void;
  /**
   * The store is to be wiped: from now on copies of what was accepted and what lies in „Klärung“ are sealed, too. A centre that was set back
   * knows nothing of them, and this desk may not have heard of it.
   */
  sealAll(): void;
  /** After a last writing. */
  stop(): void;
};

/** Keeps what waits in the outbox or was given up here, copies that a centre that was set back has yet to get, what was scanned here and is in no Postkorb yet, and looks that wait to be told, sealed beside the store, a moment after it changed. Without a key of the centre there is nothing to do. */
export function keepEscrow(parts: {
  desk: Desk;
  timers: Pick<Timers, 'after'>;
  onWaitingChanged: (listener: () => void) => () => void;
  onScansChanged: (listener: () => void) => () => void;
  onFault: (error: unknown) => void;
}): EscrowKeeper {
  const { desk, timers } = parts;
  const { db, folder } = desk.store;
  /** What lies in the file; null: not known. */
  let sealed: Map<string, SealedCommand> | null = null;
  let cancelTimer: (() => void) | null = null;
  let isWhole = false;

  const write = () => {
    cancelTimer?.();
    cancelTimer = null;
    try {
      const key = knownEscrowKey(db);
      const { workerId } = readMeta(db);
      if (!key || !workerId) return;
      const entries = [
        ...waitingCommands(desk, workerId),
        ...(isWhole ? allDone(desk, workerId) : givenUp(desk, workerId)),
        ...waitingScans(desk, workerId),
        ...waitingLooks(desk, workerId),
      ];
      const copies = isWhole ? sealedCopies(db) : dueSealed(db);
      const before = sealed;
      const known = (id: string) => {
        const box = before?.get(id);
        return box?.keyId === key.id && box.storeId === key.proof?.storeId ? box : undefined;
      };
      const isSame = copies.every(({ id }) => before?.has(id)) && entries.every(({ id }) => known(id));
      if (isSame && entries.length + copies.length === before?.size) return;
      sealed = new Map(entries.map((entry) => [entry.id, known(entry.id) ?? seal(entry.open(), key)]));
      for (const { id, box } of copies) sealed.set(id, box);
      writeEscrow(folder, [...sealed.values()]);
    } catch (error) {
      sealed = null; // a full disk: all of it is written with the next change
      parts.onFault(error);
    }
  };
  const later = () => {
    cancelTimer ??= timers.after(gather, write);
  };
  const stops = [
    desk.changes.on('outbox', later),
    desk.changes.on('looks', later),
    desk.changes.on('clarifications', later),
    parts.onWaitingChanged(later),
    parts.onScansChanged(later),
  ];
  later();
  return {
    write,
    sealAll() {
      isWhole = true;
      write();
    },
    stop() {
      for (const stop of stops) stop();
      write();
    },
  };
}

/** Something that waits; `open` tells all that is to be sealed of it, `id` what is in it: then it need not be sealed again. */
type Waiting = { id: string; open: () => EscrowedCommand | EscrowedLooks };

/** Looks the centre has not been told, a hundred to a box; the last box has another name with each look. */
function waitingLooks(desk: Desk, workerId: Id): Waiting[] {
  const waiting = waitingAccess(desk.store.db, mostLooks);
  const boxes: Waiting[] = [];
  for (let at = 0; at < waiting.length; at += looksInBox) {
    const looks = waiting.slice(at, at + looksInBox);
    boxes.push({ id: `looks ${looks[0]?.id} ${looks.at(-1)?.id}`, open: () => ({ workerId, looks }) });
  }
  return boxes;
}

function waitingCommands(desk: Desk, workerId: Id): Waiting[] {
  return waitingEntries(desk.store.db, mostCommands).map((entry) => ({
    id: entry.id,
    open: () => escrowed(desk, workerId, entry),
  }));
}

function escrowed(desk: Desk, workerId: Id, entry: OutboxEntry): EscrowedCommand {
  const { blobs } = desk.store;
  const contents = contentsOf(entry).flatMap((sha256) => {
    if (blobs.info(sha256)?.state !== 'uploading') return []; // the centre has it
    return howToRead(desk, sha256);
  });
  const { id, name, args, at, schema } = entry;
  return { workerId, id, name, args, at, schema, contents };
}

type Known = Pick<EscrowedCommand, 'id' | 'name' | 'args' | 'at' | 'schema'>;

const withoutContents = (workerId: Id, { id, name, args, at, schema }: Known): Waiting => ({
  id,
  open: () => ({ workerId, id, name, args, at, schema, contents: [] }),
});

/** Commands that wait for nothing any more because their content was lost here: nobody but this desk knows their words. */
const givenUp = ({ store }: Desk, workerId: Id): Waiting[] =>
  listClarifications(store.db)
    .filter(({ code }) => code === missingContentCode)
    .map((command) => withoutContents(workerId, command));

/** What the centre has decided, as far as it may have forgotten it. */
const allDone = ({ store }: Desk, workerId: Id): Waiting[] =>
  [...openCopies(store.db), ...listClarifications(store.db)].map((command) => withoutContents(workerId, command));

function waitingScans(desk: Desk, workerId: Id): Waiting[] {
  return openBranchScans(desk.store.db).map((scan) => ({
    id: scan.id,
    open: () => escrowedScan(desk, workerId, scan),
  }));
}

// No command yet: what it becomes is decided by whoever reads it. The centre keeps it unseen like any other.
function escrowedScan(desk: Desk, workerId: Id, { id, takenAt, fileName, source, sha256, size }: BranchScan) {
  const args: ScanInEscrow = { fileName, source, sha256, size };
  return { ...{ workerId, id, args, at: takenAt }, name: scanInEscrow, schema: 1, contents: howToRead(desk, sha256) };
}

function howToRead(desk: Desk, sha256: string): EscrowedCommand['contents'] {
  const { blobs } = desk.store;
  const info = blobs.info(sha256);
  if (!info?.dek) return [];
  const key = Buffer.from(info.dek).toString('base64');
  return [{ sha256, size: info.size, file: blobs.fileName(sha256), key }];
}
