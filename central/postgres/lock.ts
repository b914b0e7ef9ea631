import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EmbeddedPostgresError, systemCode } from './errors.ts';

const LOCK_FILE = 'central.lock';

/** Who holds a data folder. `started` tells a process from a later one with the same number, `space` one machine or container from another. */
const HolderSchema = z.object({ token: z.string(), pid: z.int(), started: z.string(), space: z.string() });
type Holder = z.infer<typeof HolderSchema>;

/** How often the holder shows a sign of life, and how long one is waited for where its process cannot be looked at (milliseconds). */
type Rhythm = { beat: number; patience: number };
const usualRhythm: Rhythm = { beat: 3_000, patience: 12_000 };

const orEmpty = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Start of a process in ticks since the machine started; empty where that is unknown or the process is gone. */
export const startOfProcess = (pid: number): string =>
  orEmpty(() => {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks; after it the state is field 3, the start field 22.
    const [state = '', ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    // A killed process that nobody collected keeps its number (containers without an init), but is gone.
    return ['Z', 'X'].includes(state) ? '' : (fields[18] ?? '');
  });

const ownSpace = (): string =>
  orEmpty(
    () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
  );

const ownHolder = (): Holder => ({
  token: randomUUID(),
  pid: process.pid,
  started: startOfProcess(process.pid),
  space: ownSpace(),
});

/** Whether a process with this number exists. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

const readHolder = async (file: string): Promise<Holder | undefined> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return HolderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

const lastBeat = async (file: string): Promise<number> =>
  stat(file).then(
    (status) => status.mtimeMs,
    () => 0,
  );

const beatsWithin = async (file: string, rhythm: Rhythm): Promise<boolean> => {
  const before = await lastBeat(file);
  const until = Date.now() + rhythm.patience;
  while (Date.now() < until) {
    await pause(Math.min(rhythm.beat / 2, 250));
    if ((await lastBeat(file)) !== before) return true;
  }
  return false;
};

const isHeld = async (file: string, holder: Holder | undefined, rhythm: Rhythm): Promise<boolean> => {
  // Locks are made with their content in one step, so an unreadable one is a leftover of a full or broken disk.
  if (!holder) return false;
  const sameSpace = holder.space === ownSpace();
  if (sameSpace && !isAlive(holder.pid)) return false;
  if (sameSpace && holder.started !== '') return holder.started === startOfProcess(holder.pid);
  return beatsWithin(file, rhythm);
};

const runningError = (folder: string, holder: Holder | undefined) =>
  new EmbeddedPostgresError(
    'already-running',
    holder
      ? `Mit dem Datenordner ${folder} läuft bereits eine Zentrale (Prozess ${holder.pid}). Bitte beenden Sie diese zuerst ` +
          'oder wählen Sie mit --data einen anderen Ordner.'
      : `Mit dem Datenordner ${folder} wird gerade eine andere Zentrale gestartet.`,
    holder ? { pid: holder.pid } : {},
  );

const placeLock = async (file: string, holder: Holder): Promise<boolean> => {
  const prepared = `${file}.${holder.token}`;
  await writeFile(prepared, JSON.stringify(holder), { mode: 0o600, flush: true });
  try {
    await link(prepared, file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(prepared, { force: true });
  }
};

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/**
 * Makes a lock this process's own; false when it has just changed hands. A left-behind one is taken over by whoever holds the lock on that
 * very one, named by its token: of all who see it only one may put another in its place, and nothing is ever missing meanwhile.
 */
const takeLock = async (file: string, holder: Holder, rhythm: Rhythm, folder: string): Promise<boolean> => {
  if (await placeLock(file, holder)) return true;
  if (!(await exists(file))) return false;
  const seen = await readHolder(file);
  if (await isHeld(file, seen, rhythm)) throw runningError(folder, seen);
  const successor = `${file}.after-${seen?.token ?? 'unreadable'}`;
  if (!(await takeLock(successor, holder, rhythm, folder))) return false;
  const isStillThere = (await exists(file)) && (await readHolder(file))?.token === seen?.token;
  if (isStillThere) await rename(successor, file);
  else await rm(successor, { force: true });
  return isStillThere;
};

/** Releases the data folder; harmless when repeated. */
export type FolderLock = { release: () => Promise<void> };

const heldLock = (file: string, holder: Holder, rhythm: Rhythm): FolderLock => {
  const beat = () => void utimes(file, new Date(), new Date()).catch(() => undefined);
  const timer = setInterval(beat, rhythm.beat).unref();
  const release = async () => {
    clearInterval(timer);
    if ((await readHolder(file))?.token === holder.token) await rm(file, { force: true });
  };
  return { release };
};

/**
 * Takes the data folder for this process, so that two centres never write to it. What a killed one left is recognised and taken over.
 * Throws `already-running`. Across containers, where process numbers say nothing, it waits up to 12 s for a sign of life.
 */
export const lockFolder = async (folder: string, rhythm: Rhythm = usualRhythm): Promise<FolderLock> => {
  const file = path.join(folder, LOCK_FILE);
  const holder = ownHolder();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await takeLock(file, holder, rhythm, folder)) return heldLock(file, holder, rhythm);
  }
  throw runningError(folder, await readHolder(file));
};
