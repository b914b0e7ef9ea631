import type { Id } from '../../core/domain/ids.ts';
import { indexWaitingPages } from '../../db/full-text/waiting-pages.ts';
import { readScope } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Timers } from '../sync/environment.ts';

/** Work of one step in milliseconds; with its commit it stays well below what somebody typing would feel. */
const stepLength = 8;

export type PageIndexer = {
  /** Ends after the step that runs; what waits goes on with the next log-in. */
  stop(): Promise<void>;
};

/** Indexes the pages of long documents after they were filed, step by step; tells when they can be found. */
export function startPageIndexer(
  desk: Desk,
  timers: Pick<Timers, 'pause'>,
  onFault: (error: unknown) => void = () => {},
): PageIndexer {
  let isStopped = false;
  let running: Promise<void> | null = null;

  const indexAll = async () => {
    const scopes = new Set<Id>();
    while (!isStopped) {
      const indexed = indexWaitingPages(desk.store.db, stepLength);
      if (indexed.size === 0) break;
      for (const scopeId of indexed) scopes.add(scopeId);
      await timers.pause();
    }
    if (scopes.size > 0 && !isStopped) tell(desk, [...scopes]);
  };
  const begin = () => {
    running ??= indexAll()
      .catch(onFault)
      .finally(() => {
        running = null;
      });
  };

  const stopListening = desk.changes.on('outbox', begin);
  begin();
  return {
    async stop() {
      isStopped = true;
      stopListening();
      await running;
    },
  };
}

/** Answers of the search that pages still show were given without these pages. */
function tell(desk: Desk, scopeIds: readonly Id[]): void {
  const ofKind = (kind: 'c' | 'o') => scopeIds.filter((scopeId) => readScope(desk.store.db, scopeId)?.kind === kind);
  desk.changes.tell('records', {
    caseFileIds: ofKind('c'),
    visitedIds: [],
    inboxIds: ofKind('o'),
    house: false,
    kinds: ['page'],
  });
}
