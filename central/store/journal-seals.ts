import path from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import { type Database, databaseCode, inTransaction, type Queryable } from './database.ts';
import { readEpoch } from './epoch.ts';
import {
  appendSeal,
  listSealFiles,
  monthOf,
  noHash,
  parseSeal,
  readPublicKey,
  readSealEnd,
  readSealLines,
  type Seal,
  type SealedScope,
  type SealEnd,
} from './seal-file.ts';

type Say = (fields: object, message: string) => void;
type Log = Record<'info' | 'warn' | 'error', Say>;

/** Where a data folder keeps the seals of its journal. */
export const sealFolderOf = (dataFolder: string): string => path.join(dataFolder, 'seals');

const everyMilliseconds = 10 * 60_000;
const firstMilliseconds = 60_000;

/** A line that is not there any more as it was sealed. */
export type SealBreak = { scopeId: Id; number: number };

/** Lines of the journal that are missing or have another hash than a seal says, the first of them. */
async function firstDifference(database: Queryable, sealed: readonly SealedScope[]): Promise<SealBreak | null> {
  const { rows } = await database.query<{ id: Id; number: number }>(
    `select sealed.id, sealed.number from unnest($1::uuid[], $2::bigint[], $3::text[]) as sealed (id, number, hash)
     left join journal on journal.scope_id = sealed.id and journal.number = sealed.number
     where journal.hash is null or encode(journal.hash, 'hex') <> sealed.hash order by 1, 2 limit 1`,
    [sealed.map(([id]) => id), sealed.map(([, number]) => number), sealed.map(([, , hash]) => hash)],
  );
  const [row] = rows;
  return row ? { scopeId: row.id, number: row.number } : null;
}

const isSealed = (end: SealEnd, id: Id, number: number, hash: string): boolean => {
  const [count, chain] = end.scopes.get(id) ?? [];
  return count === number && chain === hash;
};

/** What was sealed of the scopes that have moved on since, or are not there any more: of the others nothing has to be looked at. */
function sealedBefore(end: SealEnd, { changed, ends }: Record<'changed' | 'ends', SealedScope[]>): SealedScope[] {
  const [moved, there] = [new Set(changed.map(([id]) => id)), new Set(ends.map(([id]) => id))];
  return [...end.scopes].flatMap(([id, [number, hash]]): SealedScope[] =>
    moved.has(id) || !there.has(id) ? [[id, number, hash]] : [],
  );
}

type Sealing = { seal: Seal | null; broken: SealBreak | null };

/**
 * Seals what the journal has gained since the last seal: the end of each chain goes into a signed line of a file outside of the database,
 * where a later rewriting shows. Looks first whether the ends sealed last still stand; `broken` says which one does not, within one epoch.
 */
export async function sealJournal(database: Database, folder: string, end: SealEnd, now: Date): Promise<Sealing> {
  const at = now.toISOString();
  const { epoch, changed, ends, broken } = await inTransaction(database, 'snapshot', async (connection) => {
    const { rows } = await connection.query<{ id: Id; number: number; hash: string }>(
      `select id, journal_count as number, encode(chain, 'hex') as hash from scope where journal_count > 0 order by id`,
    );
    const all = rows.map(({ id, number, hash }): SealedScope => [id, number, hash]);
    const differing = all.filter(([id, number, hash]) => !isSealed(end, id, number, hash));
    const standing = { epoch: await readEpoch(connection), ends: all, changed: differing };
    if (end.epoch !== standing.epoch) return { ...standing, broken: null };
    return { ...standing, broken: await firstDifference(connection, sealedBefore(end, standing)) };
  });
  const isWhole = end.epoch !== epoch || end.month !== monthOf(at);
  const scopes = isWhole ? ends : changed;
  if (scopes.length === 0) return { seal: null, broken };
  return { seal: await appendSeal(folder, end, { at, epoch, isWhole, scopes }), broken };
}

/** Seals every ten minutes while the centre runs. A folder that takes nothing keeps nobody from working. */
export function startSealing(parts: { database: Database; folder: string; log: Log }): { stop(): Promise<void> } {
  const { database, folder, log } = parts;
  let running: Promise<void> = Promise.resolve();
  const seal = async () => {
    try {
      // Read anew each time: the folder may have been exchanged, or another service of this store seals there too.
      const end = await readSealEnd(folder);
      const { seal: made, broken } = await sealJournal(database, folder, end, new Date());
      // Whoever keeps the log elsewhere has with it what shows a later change of the seals themselves.
      if (made) log.info({ seal: end.number, hash: end.hash }, 'the journal was sealed');
      if (broken) log.error(broken, 'a line of the journal is not as it was sealed');
    } catch (error) {
      log.warn({ code: databaseCode(error) }, 'the journal could not be sealed');
    }
  };
  const run = () => {
    running = running.then(seal);
  };
  const first = setTimeout(run, firstMilliseconds);
  const timer = setInterval(run, everyMilliseconds);
  return {
    stop: async () => {
      clearTimeout(first);
      clearInterval(timer);
      await running;
    },
  };
}

export type SealReport = {
  seals: number;
  /** The first seal that is changed itself: unreadable, not signed, or not behind the one before. */
  firstWrongSeal: number | null;
  /** The first line of the journal that differs from a seal of this timeline. */
  firstBreak: (SealBreak & { seal: number; at: string }) | null;
  /** Seals of earlier timelines that do not fit: what was lost when the store was set back. */
  ofOtherPast: number;
};

/** Compares the journal with all seals of a folder. Run it in a snapshot, beside `verifyChains`: that one shows that the chains hold. */
export async function verifySeals(database: Queryable, folder: string): Promise<SealReport> {
  const report: SealReport = { seals: 0, firstWrongSeal: null, firstBreak: null, ofOtherPast: 0 };
  const files = await listSealFiles(folder);
  if (files.length === 0) return report;
  const [key, epoch] = [await readPublicKey(folder), await readEpoch(database)];
  let [prev, number] = [noHash, 0];
  for (const file of files) {
    for await (const line of readSealLines(path.join(folder, file))) {
      number += 1;
      const read = parseSeal(line, key);
      const fits = read?.isSigned && read.seal.number === number && read.seal.prev === prev;
      if (!fits) return { ...report, firstWrongSeal: number };
      prev = read.hash;
      report.seals += 1;
      const broken = await firstDifference(database, read.seal.scopes);
      if (!broken) continue;
      if (read.seal.epoch !== epoch) report.ofOtherPast += 1;
      else report.firstBreak ??= { ...broken, seal: number, at: read.seal.at };
    }
  }
  return report;
}
