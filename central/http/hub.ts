import type { Id } from '../../core/domain/ids.ts';
import type { News } from '../rules/push.ts';
import { readableScopes } from '../store/access.ts';
import type { Database } from '../store/database.ts';

/** One connected desk. */
export type Listener = {
  workerId: Id;
  poke: (news: { scopes: Id[]; isAccessChanged: boolean }) => void;
  end: () => void;
};

export type Hub = {
  /** Tells a listener what changes for its worker from now on; returns how to stop. */
  listen(listener: Listener): () => void;
  /** What this process has just committed: to its own desks at once, to other processes by the given way. */
  announce(news: News): void;
  /** What another process told, or the look into the tables found. */
  receive(news: News): void;
  count(): number;
  close(): void;
};

const gatherMilliseconds = 4;

/** Passes news on to connected desks: only scopes their worker may read, several commits in one poke. */
export function createHub(database: Database, tellOthers: (news: News) => void): Hub {
  const listeners = new Map<Id, Set<Listener>>();
  const readable = new Map<Id, Promise<Set<Id>>>();
  /** Heads told last, so that the look into the tables does not tell them twice. */
  const toldHeads = new Map<Id, number>();
  let scopes = new Set<Id>();
  let workers = new Set<Id>();
  let timer: NodeJS.Timeout | undefined;

  const readableOf = (workerId: Id): Promise<Set<Id>> => {
    const known = readable.get(workerId);
    if (known) return known;
    const asked = readableScopes(database, workerId);
    readable.set(workerId, asked);
    // A poke too few is made up for by the desk's own look; a wrong one never goes out.
    asked.catch(() => readable.delete(workerId));
    return asked;
  };

  const tellWorker = async (workerId: Id, changed: Set<Id>, isAccessChanged: boolean): Promise<void> => {
    const mine = await readableOf(workerId).catch(() => new Set<Id>());
    const told = [...changed].filter((scopeId) => mine.has(scopeId));
    if (told.length === 0 && !isAccessChanged) return;
    for (const listener of listeners.get(workerId) ?? []) listener.poke({ scopes: told, isAccessChanged });
  };

  const flush = () => {
    timer = undefined;
    const [changed, concerned] = [scopes, workers];
    scopes = new Set();
    workers = new Set();
    for (const workerId of concerned) readable.delete(workerId);
    for (const workerId of listeners.keys()) void tellWorker(workerId, changed, concerned.has(workerId));
  };

  const receive = (news: News) => {
    for (const { scopeId, head } of news.scopes) {
      if ((toldHeads.get(scopeId) ?? -1) >= head) continue;
      toldHeads.set(scopeId, head);
      scopes.add(scopeId);
    }
    for (const workerId of news.workers) workers.add(workerId);
    if (toldHeads.size > 50_000) toldHeads.clear();
    if (scopes.size + workers.size > 0) timer ??= setTimeout(flush, gatherMilliseconds);
  };

  return {
    listen: (listener) => {
      const mine = listeners.get(listener.workerId) ?? new Set();
      listeners.set(listener.workerId, mine.add(listener));
      void readableOf(listener.workerId).catch(() => undefined);
      return () => {
        mine.delete(listener);
        if (mine.size > 0) return;
        listeners.delete(listener.workerId);
        readable.delete(listener.workerId);
      };
    },
    announce: (news) => {
      if (news.scopes.length + news.workers.length === 0) return;
      receive(news);
      tellOthers(news);
    },
    receive,
    count: () => [...listeners.values()].reduce((sum, mine) => sum + mine.size, 0),
    close: () => {
      clearTimeout(timer);
      for (const mine of listeners.values()) for (const listener of mine) listener.end();
      listeners.clear();
    },
  };
}
