/** Time and chance, given from outside so that tests rule them. */
export type Clock = { now(): number }; // milliseconds since 1970
export type Timers = {
  /** Calls back once after so many milliseconds; gives how to call it off. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Lets waiting input and output go first. */
  pause(): Promise<void>;
};

export const systemClock: Clock = { now: () => Date.now() };
export const systemTimers: Timers = {
  after(milliseconds, callback) {
    if (milliseconds === 0) {
      // A timer would wait for a millisecond; this turn of the loop ends sooner.
      const turn = setImmediate(callback);
      return () => clearImmediate(turn);
    }
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};
