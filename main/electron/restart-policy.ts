export type RestartDecision = { restart: true; wait: number } | { restart: false };

/** Ends within a minute after which it is no longer tried. */
const mostInAMinute = 3;
const minute = 60_000;

/** Decides what follows when a process ends by itself: again after 0.25, 1, 4 s; the fourth end within a minute is the last. */
export class RestartPolicy {
  #ends: number[] = [];

  /** A process ended unexpectedly at `now` (ms). `wait` is in ms. */
  ended(now: number): RestartDecision {
    this.#ends = [...this.#ends.filter((end) => now - end < minute), now];
    if (this.#ends.length > mostInAMinute) return { restart: false };
    return { restart: true, wait: 250 * 4 ** (this.#ends.length - 1) };
  }

  /** Somebody asks for another try. */
  forget(): void {
    this.#ends = [];
  }
}
