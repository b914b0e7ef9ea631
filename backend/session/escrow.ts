import { z } from 'zod';
import type { EscrowedCommand, SealedCommand } from '../../core/contract/escrow.ts';
import { type Id, idSchema } from '../../core/domain/ids.ts';
import { type EscrowKey, sealCommand, writeEscrow } from '../../db/escrow.ts';
import { readMeta } from '../../db/meta.ts';
import { type OutboxEntry, waitingEntries } from '../../db/outbox.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import type { WritableDb } from '../../db/sql.ts';
import type { Desk } from '../commands/desk.ts';
import type { Timers } from '../sync/environment.ts';
import { contentsOf } from '../sync/take-push.ts';

/** Commands of one key press, and what a push settles, are sealed together. */
const gather = 1_000;
/** More than anybody does without the centre. */
const mostCommands = 100_000;
const settingKey = 'centre.escrowKey';
const keptKeySchema = z.object({ id: idSchema, publicKey: z.base64() });

/** Remembers the centre's public key, so that what is done without the centre can be sealed, too. */
export function rememberEscrowKey(db: WritableDb, key: EscrowKey): void {
  const publicKey = Buffer.from(key.publicKey).toString('base64');
  writeSetting(db, settingKey, JSON.stringify({ id: key.id, publicKey }));
}

function knownEscrowKey(db: WritableDb): EscrowKey | null {
  const text = readSetting(db, settingKey);
  if (text === null) return null;
  const { id, publicKey } = keptKeySchema.parse(JSON.parse(text));
  return { id, publicKey: Buffer.from(publicKey, 'base64') };
}

export type EscrowKeeper = {
  /** What waits now lies sealed beside the store. */
  write(): void;
  /** After a last writing. */
  stop(): void;
};

/** Keeps what waits in the outbox sealed beside the store, a moment after it changed. Without a key of the centre there is nothing to do. */
export function keepEscrow(parts: {
  desk: Desk;
  timers: Pick<Timers, 'after'>;
  onWaitingChanged: (listener: () => void) => () => void;
  onFault: (error: unknown) => void;
}): EscrowKeeper {
  const { desk, timers } = parts;
  const { db, folder } = desk.store;
  /** What lies in the file; null: not known. */
  let sealed: Map<Id, SealedCommand> | null = null;
  let cancelTimer: (() => void) | null = null;

  const write = () => {
    cancelTimer?.();
    cancelTimer = null;
    try {
      const key = knownEscrowKey(db);
      const { workerId } = readMeta(db);
      if (!key || !workerId) return;
      const entries = waitingEntries(db, mostCommands);
      const isSame = entries.length === sealed?.size && entries.every(({ id }) => sealed?.get(id)?.keyId === key.id);
      if (isSame) return;
      const before = sealed;
      const known = (id: Id) => (before?.get(id)?.keyId === key.id ? before.get(id) : undefined);
      sealed = new Map(
        entries.map((entry) => [entry.id, known(entry.id) ?? sealCommand(escrowed(desk, workerId, entry), key)]),
      );
      writeEscrow(folder, [...sealed.values()]);
    } catch (error) {
      sealed = null; // a full disk: all of it is written with the next change
      parts.onFault(error);
    }
  };
  const later = () => {
    cancelTimer ??= timers.after(gather, write);
  };
  const stops = [desk.changes.on('outbox', later), parts.onWaitingChanged(later)];
  later();
  return {
    write,
    stop() {
      for (const stop of stops) stop();
      write();
    },
  };
}

function escrowed(desk: Desk, workerId: Id, entry: OutboxEntry): EscrowedCommand {
  const { blobs } = desk.store;
  const contents = contentsOf(entry).flatMap((sha256) => {
    const info = blobs.info(sha256);
    if (!info?.dek || info.state !== 'uploading') return []; // the centre has it
    const key = Buffer.from(info.dek).toString('base64');
    return [{ sha256, size: info.size, file: blobs.fileName(sha256), key }];
  });
  const { id, name, args, at, schema } = entry;
  return { workerId, id, name, args, at, schema, contents };
}
