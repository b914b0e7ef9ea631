import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { commandByName } from '../../core/commands/registry.ts';
import { inTodaysShape } from '../../core/commands/shapes.ts';
import { type EscrowedCommand, escrowLimit, type SealedCommand } from '../../core/contract/escrow.ts';
import { scanInEscrow } from '../../core/contract/scan-in-escrow.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { readBlobFile } from '../../db/blobs.ts';
import { hasEscrow, noteEscrowDelivered, readEscrow } from '../../db/escrow.ts';
import { addToOutbox, outboxEntry, setOutboxScopes } from '../../db/outbox.ts';
import { dueSealed, forgetSealed } from '../../db/sent.ts';
import { inTransaction } from '../../db/sql.ts';
import type { ScanDesk } from '../branch-scans/scan-desk.ts';
import { takeScansIn } from '../branch-scans/take-scans-in.ts';
import type { Desk } from '../commands/desk.ts';
import { rebase } from '../sync/rebase.ts';
import type { KeyCentral } from '../sync/central.ts';

/** Where the folder of a store is put when another one takes its place. */
export const asideOf = (folder: string, now: Moment): string => `${folder}.before-${now.replace(/\D/g, '')}`;

/** Folders of stores that were put aside because they did not open, the oldest first. */
export function foldersAside(folder: string): string[] {
  const parent = dirname(folder);
  const beginning = `${basename(folder)}.before-`;
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => name.startsWith(beginning))
    .sort()
    .map((name) => join(parent, name));
}

/** Sealed commands in parts the centre takes at once. */
export function* inParts(commands: readonly SealedCommand[]): Generator<SealedCommand[]> {
  let part: SealedCommand[] = [];
  let size = 0;
  for (const command of commands) {
    const isFull = part.length === escrowLimit || size + command.sealed.length > 24 * 1024 * 1024;
    if (isFull && part.length > 0) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(command);
    size += command.sealed.length;
  }
  if (part.length > 0) yield part;
}

/**
 * What waited in stores that were put aside, or on lost devices, becomes what waits here: the centre opens it for its worker, and it goes
 * out again as ordinary commands under its old ids. Files scanned there that were in no Postkorb yet are read here. Gives how many of both,
 * and whether all stores put aside knew what waited in them. Interrupted anywhere, the next log-in goes on.
 */
export async function bringIn(parts: {
  desk: Desk;
  scans: Pick<ScanDesk, 'wake' | 'changed'>;
  central: Pick<KeyCentral, 'bringEscrow' | 'waitingEscrow' | 'noteEscrowTaken'>;
  ask: <Answer>(call: () => Promise<Answer>) => Promise<Answer>;
}): Promise<{ count: number; scans: number; isSealed: boolean }> {
  const { desk, central, ask } = parts;
  const aside = foldersAside(desk.store.folder);
  for (const folder of aside) {
    const commands = readEscrow(folder);
    for (const part of inParts(commands)) await ask(() => central.bringEscrow({ commands: part }));
    if (commands.length > 0) noteEscrowDelivered(folder);
  }
  await handOverSealed(parts);
  let [count, scans] = [0, 0];
  for (;;) {
    const { commands } = await ask(() => central.waitingEscrow());
    if (commands.length === 0) return { count, scans, isSealed: aside.every(hasEscrow) };
    const written: string[] = [];
    for (const command of commands) written.push(...(await fetchContents(desk, aside, command)));
    count += putIntoOutbox(
      desk,
      commands.filter(({ name }) => name !== scanInEscrow),
    );
    scans += takeScansIn(
      desk,
      commands.filter(({ name }) => name === scanInEscrow),
    );
    if (scans > 0) {
      parts.scans.changed();
      parts.scans.wake();
    }
    for (const sha256 of written) desk.store.blobs.release(sha256);
    await ask(() => central.noteEscrowTaken({ ids: commands.map(({ id }) => id) }));
  }
}

/** Accepted commands whose files are gone from here, and which a centre that was set back may have forgotten: it gives back what it lacks. */
async function handOverSealed({ desk, central, ask }: Parameters<typeof bringIn>[0]): Promise<void> {
  const { db } = desk.store;
  for (let due = dueSealed(db); due.length > 0; due = dueSealed(db)) {
    const part = due.slice(0, escrowLimit);
    await ask(() => central.bringEscrow({ commands: part.map(({ box }) => box) }));
    inTransaction(db, () =>
      forgetSealed(
        db,
        part.map(({ id }) => id),
      ),
    );
  }
}

/** Contents the centre does not have are read from where they lie; one that is nowhere leaves its command to Klärung. Gives what it wrote. */
async function fetchContents(desk: Desk, aside: readonly string[], command: EscrowedCommand): Promise<string[]> {
  const { blobs } = desk.store;
  const written: string[] = [];
  for (const { sha256, size, file, key } of command.contents) {
    if (blobs.has(sha256)) continue;
    const path = aside.map((folder) => inFolder(join(folder, 'blobs'), file)).find((one) => one && existsSync(one));
    if (!path) continue;
    const writer = await blobs.startWriting('uploading');
    try {
      for await (const part of readBlobFile(path, { dek: Buffer.from(key, 'base64'), size })) await writer.append(part);
      await writer.finish({ sha256, size });
      written.push(sha256);
    } catch (error) {
      await writer.abort();
      if (error instanceof AppError && error.code === 'storage_full') throw error;
    }
  }
  return written;
}

/** A file name from a message leads nowhere else. */
function inFolder(folder: string, file: string): string | null {
  const path = normalize(join(folder, file));
  return path.startsWith(folder + sep) ? path : null;
}

function putIntoOutbox(desk: Desk, commands: readonly EscrowedCommand[]): number {
  const { db } = desk.store;
  const touched = new Set<Id>();
  const added = inTransaction(db, () => {
    const missing = commands.filter(({ id }) => outboxEntry(db, id) === null);
    for (const { id, name, args, at, schema } of missing) {
      const today = inTodaysShape({ name, args, schema });
      const definition = commandByName(today.name);
      const parsed = definition?.input.safeParse(today.args);
      const label = definition && parsed?.success ? definition.label(parsed.data) : name;
      const row = addToOutbox(db, { id, name, args, at, schema, label });
      const scopeIds = definition && parsed?.success ? definition.needs(parsed.data).map(({ scopeId }) => scopeId) : [];
      setOutboxScopes(db, row, scopeIds);
      for (const scopeId of scopeIds) touched.add(scopeId);
    }
    // Shown at once where the files are here already; elsewhere with their rows.
    rebase(db, touched, () => {});
    return missing.length;
  });
  if (added > 0) desk.changes.tell('outbox', {});
  return added;
}
