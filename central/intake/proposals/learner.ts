import type { Log } from '../../http/context.ts';
import type { Database } from '../../store/database.ts';
import { learnFiled } from './learn-filed.ts';

const pause = 15_000;

/** Learns from what is filed and corrected, a few case files at a time and never two at once, until it is stopped. */
export function startLearner(database: Database, log: Log): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const goOn = async () => {
    let hasMore = false;
    try {
      hasMore = await learnFiled(database);
    } catch {
      // The next time it begins where it left off.
      log.warn({}, 'filed documents could not be learned from');
    }
    if (isStopped) return;
    timer = setTimeout(start, hasMore ? 50 : pause);
    timer.unref();
  };
  const start = () => {
    running = goOn();
  };
  timer = setTimeout(start, 2_000);
  timer.unref();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
