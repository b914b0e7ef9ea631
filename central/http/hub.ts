import { type Poke, pokeLimit, type Show } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { News } from '../rules/push.ts';
import { readableScopes } from '../store/access.ts';
import type { Database } from '../store/database.ts';

/** One connected desk. */
export type Listener = {
  workerId: Id;
  /** Given a Poke as JSON: the same text goes to many desks. */
  poke: (text: string) => void;
  /** Given a Show as JSON. */
  show: (text: string) => void;
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

/** One flush follows another at least so much later, and after twice the time the last one took: a flood must not starve the requests. */
const gatherMilliseconds = 4;

/** Passes news on to connected desks: only scopes their worker may read, several commits in one poke. */
export function createHub(database: Database, tellOthers: (news: News) => void): Hub {
  const listeners = new Map<Id, Set<Listener>>();
  const readable = new Map<Id, Promise<Set<Id>>>();
  /** Heads told last, so that the look into the tables does not tell them twice. */
  const toldHeads = new Map<Id, number>();
  let heads = new Map<Id, number>();
  let workers = new Set<Id>();
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let restUntil = 0;

  const readableOf = (workerId: Id): Promise<Set<Id>> => {
    const known = readable.get(workerId);
    if (known) return known;
    const asked = readableScopes(database, workerId);
    readable.set(workerId, asked);
    // A poke too few is made up for by the desk's own look; a wrong one never goes out.
    asked.catch(() => readable.delete(workerId));
    return asked;
  };

  const tellWorker = async (workerId: Id, changed: Map<Id, number>, isAccessChanged: boolean): Promise<void> => {
    const mine = await readableOf(workerId).catch(() => new Set<Id>());
    const told = [...changed].filter(([scopeId]) => mine.has(scopeId));
    if (told.length === 0 && !isAccessChanged) return;
    const text = JSON.stringify(pokeOf(told, isAccessChanged));
    for (const listener of listeners.get(workerId) ?? []) listener.poke(text);
  };

  /** Only what she may read is named to her desks. */
  const tellShow = (workerId: Id, show: Show): void => {
    const mine = listeners.get(workerId);
    if (!mine) return;
    void readableOf(workerId).then(
      (scopes) => {
        if (!scopes.has(show.caseFileId)) return;
        for (const listener of mine) listener.show(JSON.stringify(show));
      },
      () => undefined,
    );
  };

  const flush = () => {
    timer = undefined;
    soon = undefined;
    const from = performance.now();
    const [changed, concerned] = [heads, workers];
    heads = new Map();
    workers = new Set();
    for (const workerId of concerned) readable.delete(workerId);
    const told = [...listeners.keys()].map((workerId) => tellWorker(workerId, changed, concerned.has(workerId)));
    void Promise.all(told).then(() => {
      const now = performance.now();
      restUntil = now + Math.max(gatherMilliseconds, 2 * (now - from));
    });
    restUntil = from + gatherMilliseconds;
  };

  /** A single commit is told in the same turn of the loop. */
  const flushSoon = () => {
    if (timer || soon) return;
    const rest = restUntil - performance.now();
    if (rest > 0) timer = setTimeout(flush, rest);
    else soon = setImmediate(flush);
  };

  const receive = (news: News) => {
    for (const { scopeId, head } of news.scopes) {
      if ((toldHeads.get(scopeId) ?? -1) >= head) continue;
      toldHeads.set(scopeId, head);
      heads.set(scopeId, head);
    }
    for (const { workerId, ...show } of news.shows ?? []) tellShow(workerId, show);
    for (const workerId of news.workers) workers.add(workerId);
    if (toldHeads.size > 50_000) toldHeads.clear();
    if (heads.size + workers.size > 0) flushSoon();
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
      if (news.scopes.length + news.workers.length + (news.shows?.length ?? 0) === 0) return;
      receive(news);
      tellOthers(news);
    },
    receive,
    count: () => [...listeners.values()].reduce((sum, mine) => sum + mine.size, 0),
    close: () => {
      clearTimeout(timer);
      clearImmediate(soon);
      for (const mine of listeners.values()) for (const listener of mine) listener.end();
      listeners.clear();
    },
  };
}

/** Scopes of one commit stay together, so that a desk fetches both ends of a move at once; too many are left to the desk's own question. */
function pokeOf(told: [Id, number][], isAccessChanged: boolean): Poke {
  const isWhole = !isAccessChanged && told.length <= pokeLimit;
  return { heads: isWhole ? told.map(([scopeId, head]) => ({ scopeId, head })) : [], isWhole };
}
