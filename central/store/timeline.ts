import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Database, inTransaction, type Queryable } from './database.ts';

// A store that was set back must begin a new epoch, or desks would not send again what it has lost. Restoring and moving do so. Here it is
// noticed when PostgreSQL itself was set back: by its timeline, which a promoted replica and a recovery to a moment begin anew, and by its
// transaction numbers, which only grow, compared with one that was noted outside of it.

const fileName = 'zeitlinie.json';
const noteSchema = z.object({ epoch: z.string(), transaction: z.string().regex(/^\d+$/) });
type Note = z.infer<typeof noteSchema>;

/** Why a store began a new epoch: PostgreSQL goes on on another timeline, or knows less than was noted. */
export type SetBack = 'timeline' | 'older';

export type Standing = {
  epoch: string;
  /** Empty where the role of the centre may not ask for it. */
  cluster: string;
  timeline: string;
  /** The next transaction number. */
  next: string;
};

/** Where the database stands. The first eight digits of the name of a WAL file are the timeline, which any role may ask for. */
export async function readStanding(database: Queryable): Promise<Standing> {
  const { rows } = await database.query<Standing & { mayAskForCluster: boolean }>(
    `select epoch, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as timeline, '' as cluster,
       pg_snapshot_xmax(pg_current_snapshot())::text as next,
       has_function_privilege('pg_control_system()', 'execute') as "mayAskForCluster"
     from store`,
  );
  const [row] = rows;
  if (!row) throw new Error('the store has no epoch: not migrated');
  const { mayAskForCluster, ...standing } = row;
  if (!mayAskForCluster) return standing;
  const control = await database.query<{ cluster: string }>(
    'select system_identifier::text as cluster from pg_control_system()',
  );
  return { ...standing, cluster: control.rows[0]?.cluster ?? '' };
}

/** Gives the store a new epoch: desks send again what it may lack, and fetch everything anew. */
export async function beginEpoch(database: Queryable): Promise<string> {
  const epoch = randomUUID();
  await database.query('update store set epoch = $1', [epoch]);
  return epoch;
}

/**
 * Compares the database with what was noted in it and in the data folder, and gives the store a new epoch when it was set back; says why.
 * Then notes anew how far it has come. Of several services that notice it at once one begins the epoch.
 */
export async function checkTimeline(database: Database, dataFolder: string): Promise<SetBack | null> {
  const note = await readNote(dataFolder);
  const { setBack, next } = await inTransaction(database, 'write', async (connection) => {
    await connection.query('select 1 from store for update');
    const now = await readStanding(connection);
    const why = await whySetBack(connection, now, note);
    const epoch = why ? await beginEpoch(connection) : now.epoch;
    // A number counts as noted only when its transaction is on disk: after a power cut later ones may be given once more.
    const { rows } = await connection.query<{ transaction: string }>(
      `insert into store_timeline (cluster, timeline) values ($1, $2)
       on conflict (one) do update set cluster = $1, timeline = $2, noted_at = clock_timestamp()
       returning pg_current_xact_id()::text as transaction`,
      [now.cluster, now.timeline],
    );
    return { setBack: why, next: { epoch, transaction: rows[0]?.transaction ?? '0' } };
  });
  await writeNote(dataFolder, next);
  return setBack;
}

async function whySetBack(database: Queryable, now: Standing, note: Note | null): Promise<SetBack | null> {
  const { rows } = await database.query<{ cluster: string; timeline: string }>(
    'select cluster, timeline from store_timeline',
  );
  const [before] = rows;
  if (before && (before.timeline !== now.timeline || isOther(before.cluster, now.cluster))) return 'timeline';
  // Another epoch has begun since it was noted: whoever began it has told the desks.
  if (note?.epoch !== now.epoch) return null;
  return BigInt(now.next) <= BigInt(note.transaction) ? 'older' : null;
}

/** What a role could not read says nothing. */
const isOther = (before: string, now: string): boolean => before !== '' && now !== '' && before !== now;

async function readNote(dataFolder: string): Promise<Note | null> {
  const text = await readFile(path.join(dataFolder, fileName), 'utf8').catch(() => null);
  try {
    return text === null ? null : noteSchema.parse(JSON.parse(text));
  } catch {
    return null; // half a note says nothing
  }
}

async function writeNote(dataFolder: string, note: Note): Promise<void> {
  const target = path.join(dataFolder, fileName);
  const file = await open(`${target}.neu`, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(note));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${target}.neu`, target);
}
