type Waiting = { isWaitedFor: boolean; start: () => void };

/** Lets some pieces of work go on at a time, those that somebody waits for first. */
export type Turns = {
  /** Runs `work` when its turn comes; its signal aborts when `options.signal` does or all is closed. */
  take: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    options?: { isWaitedFor?: boolean; signal?: AbortSignal | undefined },
  ) => Promise<Result>;
  close: () => Promise<void>;
};

/** Turns for at most `size` at a time. */
export function createTurns(size: number): Turns {
  const waiting: Waiting[] = [];
  const running = new Set<Promise<unknown>>();
  const closing = new AbortController();

  const startNext = () => {
    while (running.size < size) {
      const urgent = waiting.findIndex(({ isWaitedFor }) => isWaitedFor);
      const [next] = waiting.splice(Math.max(0, urgent), 1);
      if (!next) return;
      next.start();
    }
  };

  return {
    take: (work, options = {}) =>
      new Promise((resolve, reject) => {
        const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal;
        if (signal.aborted) return reject(reasonOf(signal));
        const entry: Waiting = {
          isWaitedFor: options.isWaitedFor ?? false,
          start: () => {
            signal.removeEventListener('abort', withdraw);
            const run = work(signal)
              .then((result) => (signal.aborted ? reject(reasonOf(signal)) : resolve(result)), reject)
              .finally(() => {
                running.delete(run);
                startNext();
              });
            running.add(run);
          },
        };
        const withdraw = () => {
          const place = waiting.indexOf(entry);
          if (place < 0) return;
          waiting.splice(place, 1);
          reject(reasonOf(signal));
        };
        signal.addEventListener('abort', withdraw, { once: true });
        waiting.push(entry);
        startNext();
      }),
    close: async () => {
      closing.abort(new Error('The recogniser is closed'));
      await Promise.allSettled(running);
    },
  };
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('The reading was aborted');
}
