/** How much may be told: `burst` times one frame apart, and in the long run once every `pause` milliseconds. */
export type Pace = { burst: number; frame: number; pause: number };

/**
 * Gathers many calls into few runs of `work`. The first call runs it in the next turn, calls soon after it at the end of the frame;
 * only when calls do not stop, as in a first fetch, it runs once every `pause` milliseconds. The last call is never forgotten.
 */
export function createGathering(pace: Pace, work: () => void): { later(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let soon: NodeJS.Immediate | null = null;
  let isWanted = false;
  /** Runs that may still come a frame apart; grows again with time. */
  let left = pace.burst;
  let countedAt = performance.now();

  const waitAfterRun = (): number => {
    const now = performance.now();
    left = Math.min(pace.burst, left + (now - countedAt) / pace.pause) - 1;
    countedAt = now;
    return left >= 1 ? pace.frame : Math.max(pace.frame, (1 - left) * pace.pause);
  };
  const runNow = () => {
    soon = null;
    isWanted = false;
    work();
    timer = setTimeout(() => {
      timer = null;
      if (isWanted) runNow();
    }, waitAfterRun());
    timer.unref();
  };
  return {
    later() {
      isWanted = true;
      if (!timer && !soon) soon = setImmediate(runNow);
    },
    stop() {
      if (timer) clearTimeout(timer);
      if (soon) clearImmediate(soon);
      timer = null;
      soon = null;
    },
  };
}
