import { randomUUID } from 'node:crypto';
import type { Id } from '../../core/domain/ids.ts';
import type { Log } from '../http/context.ts';
import { databaseCode, type Database } from '../store/database.ts';
import { type DeliveryOptions, deliverNext } from './webhook-delivery.ts';
import { dropOldEvents } from './webhook-events.ts';
import { isSearchWanted, refreshSearch } from './search-index.ts';

/** What goes on for machines beside their requests. */
export type AutomationWork = { stop(): Promise<void> };

const pollMilliseconds = 1_000;

/** Runs a step again and again until stopped; at once when it says that there is more to do. A failure is logged and tried later. */
function repeat(name: string, log: Log, step: (signal: AbortSignal) => Promise<boolean>, poll: number): AutomationWork {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    let isMore = true;
    while (isMore && !ending.signal.aborted) {
      isMore = await step(ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) log.warn({ work: name, code: databaseCode(error) }, 'work for machines failed');
        return false;
      });
    }
    if (!ending.signal.aborted) timer = setTimeout(next, poll);
  };
  const next = () => {
    running = run();
  };
  timer = setTimeout(next, 0);
  return {
    stop: async () => {
      ending.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Keeps the search of machines up to date as long as one may search. */
function keepSearchFresh(database: Database, log: Log, poll: number): AutomationWork {
  let cursor = '0';
  return repeat(
    'search',
    log,
    async (signal) => {
      if (!(await isSearchWanted(database))) return false;
      const refreshed = await refreshSearch(database, cursor, () => signal.aborted);
      cursor = refreshed.cursor;
      return !refreshed.isDone;
    },
    poll,
  );
}

const hour = 3_600_000;

function keepWebhooksTold(options: DeliveryOptions, poll: number): AutomationWork {
  let cleanedAt = 0;
  return repeat(
    'webhooks',
    options.log,
    async (signal) => {
      if (Date.now() - cleanedAt > hour) {
        cleanedAt = Date.now();
        await dropOldEvents(options.database);
      }
      return deliverNext(options, signal);
    },
    poll,
  );
}

export type AutomationOptions = Omit<DeliveryOptions, 'serviceId'> & { poll?: number };

/** Starts what machines need beside their requests. Several services of one store share it. */
export function startAutomation(options: AutomationOptions): AutomationWork {
  const { database, log, poll = pollMilliseconds } = options;
  const works = [
    keepSearchFresh(database, log, poll),
    keepWebhooksTold({ ...options, serviceId: randomUUID() as Id }, poll),
  ];
  return {
    stop: async () => {
      await Promise.all(works.map((work) => work.stop()));
    },
  };
}
