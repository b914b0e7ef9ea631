import { type Database, databaseCode } from './database.ts';
import { checkTimeline, readStanding, type SetBack, type Standing } from './timeline.ts';

type Log = { warn: (fields: object, message: string) => void; error: (fields: object, message: string) => void };
export type TimelineWatch = { stop(): Promise<void> };

const lookMilliseconds = 5_000;
/** How often what is noted outside of the database follows it: so much may be lost unseen on the same timeline. */
const noteMilliseconds = 30_000;

/** Looks once; a database that cannot be asked or a folder that takes no note keeps nobody from working. */
export async function lookAtTimeline(parts: {
  database: Database;
  dataFolder: string;
  log: Log;
  onSetBack: () => void;
}): Promise<SetBack | null> {
  const { database, dataFolder, log } = parts;
  try {
    const setBack = await checkTimeline(database, dataFolder);
    if (setBack) {
      log.error({ setBack }, 'the database was set back: the store begins a new epoch, desks send again what it lacks');
      parts.onSetBack();
    }
    return setBack;
  } catch (error) {
    log.warn({ code: databaseCode(error) }, 'the timeline of the database could not be compared');
    return null;
  }
}

/**
 * Compares again and again while the centre runs: PostgreSQL may be exchanged under it, by a fail-over that the connections follow. A look
 * is one question; what is noted is written only when it must be.
 */
export function watchTimeline(parts: Parameters<typeof lookAtTimeline>[0]): TimelineWatch {
  let before: Standing | null = null;
  let notedAt = Date.now();
  let running: Promise<void> = Promise.resolve();
  const look = async () => {
    const now = await readStanding(parts.database).catch(() => null);
    if (!now) return; // away: it is asked again
    const isOther = before !== null && (now.timeline !== before.timeline || BigInt(now.next) < BigInt(before.next));
    const isDue = Date.now() - notedAt >= noteMilliseconds && BigInt(now.next) > BigInt(before?.next ?? 0) + 1n;
    before ??= now;
    if (!isOther && !isDue) return;
    await lookAtTimeline(parts);
    notedAt = Date.now();
    before = await readStanding(parts.database).catch(() => null);
  };
  const timer = setInterval(() => {
    running = running.then(look);
  }, lookMilliseconds);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
