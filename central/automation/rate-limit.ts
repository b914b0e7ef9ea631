const minute = 60_000;

export type RateLimit = {
  /** Takes one request; 0 when it may go on, else the seconds to wait. */
  take(key: string, perMinute: number): number;
};

/** So many requests a minute, a sixth of them at once and the rest as the minute goes on. Each service of a store counts for itself. */
export function createRateLimit(now: () => number = Date.now): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take: (key, perMinute) => {
      const most = Math.max(1, perMinute / 6);
      const bucket = buckets.get(key) ?? { left: most, at: now() };
      const left = Math.min(most, bucket.left + ((now() - bucket.at) * perMinute) / minute);
      const isFree = left >= 1;
      buckets.set(key, { left: isFree ? left - 1 : left, at: now() });
      return isFree ? 0 : Math.ceil((((1 - left) / perMinute) * minute) / 1000);
    },
  };
}
