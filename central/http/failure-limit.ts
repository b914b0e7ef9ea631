/** Failed logins one address may have in a minute; a whole office may stand behind one address, so successes do not count. */
const failuresPerMinute = 30;
const minute = 60_000;

export type FailureLimit = { waitSeconds(address: string): number; noteFailure(address: string): void };

/** Slows down guessing from one address, beside the wait that each login has of its own. */
export function createFailureLimit(now: () => number = Date.now): FailureLimit {
  const failures = new Map<string, number[]>();
  const recent = (address: string): number[] => {
    const times = (failures.get(address) ?? []).filter((time) => time > now() - minute);
    if (times.length > 0) failures.set(address, times);
    else failures.delete(address);
    return times;
  };
  return {
    waitSeconds: (address) => {
      const times = recent(address);
      const oldest = times[times.length - failuresPerMinute];
      return oldest === undefined ? 0 : Math.ceil((oldest + minute - now()) / 1000);
    },
    noteFailure: (address) => {
      if (failures.size > 10_000) failures.clear();
      failures.set(address, [...recent(address), now()]);
    },
  };
}
