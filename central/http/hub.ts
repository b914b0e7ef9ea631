import { type Poke, pokeLimit, type Show } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { News } from '../rules/push.ts';
import { readableScopes } from '../store/access.ts';
import type { Database } from '../store/database.ts';
import { type ChangedScope, mayBeLittle, type NewsFor, noNews, readNewsFor } from './poke-news.ts';

type Changed = ReadonlyMap<Id, ChangedScope>;

/** One connected desk. */
export type Listener = {
  workerId: Id;
  sessionId: Id;
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

/** One flush follows another at least so much later, and as long as the last one kept this process busy: a flood must not starve the requests. */
const gatherMilliseconds = 4;
/** A database that does not answer holds up no later flush for longer. */
const longestTelling = 2_000;

/** Passes news on to connected desks: only scopes their worker may read, several commits in one poke. */
export function createHub(database: Database, tellOthers: (news: News) => void): Hub {
  const listeners = new Map<Id, Set<Listener>>();
  const readable = new Map<Id, Promise<Set<Id>>>();
  /** Heads told last, so that the look into the tables does not tell them twice. */
  const toldHeads = new Map<Id, number>();
  let heads: Map<Id, ChangedScope> = new Map();
  let workers = new Set<Id>();
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let restUntil = 0;
  /** One after the other, so that what is told later builds on what was told before. */
  let isTelling = false;
  let busy = 0; // milliseconds

  const readableOf = (workerId: Id): Promise<Set<Id>> => {
    const known = readable.get(workerId);
    if (known) return known;
    const asked = readableScopes(database, workerId);
    readable.set(workerId, asked);
    // A poke too few is made up for by the desk's own look; a wrong one never goes out.
    asked.catch(() => readable.delete(workerId));
    return asked;
  };

  /** What of the changes her desks are told; null: nothing. */
  const toldTo = async (workerId: Id, changed: Changed, isAccessChanged: boolean): Promise<Changed | null> => {
    const mine = await readableOf(workerId).catch(() => new Set<Id>());
    const told = new Map([...changed].filter(([scopeId]) => mine.has(scopeId)));
    return told.size === 0 && !isAccessChanged ? null : told;
  };

  const poke = (workerId: Id, told: Changed, isAccessChanged: boolean, newsFor: NewsFor): void => {
    const from = performance.now();
    const text = JSON.stringify(pokeOf(told, isAccessChanged));
    for (const listener of listeners.get(workerId) ?? []) {
      const news = newsFor(listener);
      listener.poke(news === null ? text : `${text.slice(0, -1)},"pulled":${news}}`);
    }
    busy += performance.now() - from;
  };

  /** Those who are told of the same scopes are told together, with what is new there if that is little. */
  const tell = async (changed: Changed, concerned: ReadonlySet<Id>): Promise<void> => {
    const groups = new Map<string, { told: Changed; workerIds: Id[] }>();
    const sort = async (workerId: Id) => {
      const told = await toldTo(workerId, changed, concerned.has(workerId));
      if (!told) return;
      if (concerned.has(workerId) || !mayBeLittle(told)) return poke(workerId, told, concerned.has(workerId), noNews);
      const name = [...told.keys()].join();
      const group = groups.get(name) ?? { told, workerIds: [] };
      group.workerIds.push(workerId);
      groups.set(name, group);
    };
    await Promise.all([...listeners.keys()].map(sort));
    await Promise.all(
      [...groups.values()].map(async ({ told, workerIds }) => {
        const desks = workerIds.flatMap((workerId) => [...(listeners.get(workerId) ?? [])]);
        const newsFor = await readNewsFor(database, desks, told);
        for (const workerId of workerIds) poke(workerId, told, false, newsFor);
      }),
    );
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
    const [changed, concerned] = [heads, workers];
    heads = new Map();
    workers = new Set();
    for (const workerId of concerned) readable.delete(workerId);
    [isTelling, busy] = [true, 0];
    const goOn = () => {
      if (!isTelling) return;
      isTelling = false;
      restUntil = performance.now() + Math.max(gatherMilliseconds, busy);
      if (heads.size + workers.size > 0) flushSoon();
    };
    const patience = setTimeout(goOn, longestTelling);
    void tell(changed, concerned).finally(() => {
      clearTimeout(patience);
      goOn();
    });
  };

  /** A single commit is told in the same turn of the loop. */
  const flushSoon = () => {
    if (timer || soon || isTelling) return;
    const rest = restUntil - performance.now();
    if (rest > 0) timer = setTimeout(flush, rest);
    else soon = setImmediate(flush);
  };

  const receive = (news: News) => {
    for (const { scopeId, head, after } of news.scopes) {
      if ((toldHeads.get(scopeId) ?? -1) >= head) continue;
      toldHeads.set(scopeId, head);
      const gathered = heads.get(scopeId);
      heads.set(scopeId, { head, after: gathered ? gathered.after : (after ?? null) });
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
function pokeOf(told: Changed, isAccessChanged: boolean): Poke {
  const isWhole = !isAccessChanged && told.size <= pokeLimit;
  return { heads: isWhole ? [...told].map(([scopeId, { head }]) => ({ scopeId, head })) : [], isWhole };
}
