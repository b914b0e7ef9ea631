const first = 500;
const longest = 60_000;

/** Waiting times after failures: 0.5 s, doubled each time up to a minute, anywhere between nothing and that, so that desks spread out. */
export function createBackoff(random: () => number) {
  let failures = 0;
  return {
    /** Milliseconds to wait after one more failure. */
    next(): number {
      const most = Math.min(longest, first * 2 ** Math.min(failures, 20));
      failures += 1;
      return Math.round(random() * most);
    },
    reset(): void {
      failures = 0;
    },
  };
}
