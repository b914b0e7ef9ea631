const lasting = 300; // milliseconds

/** Whether somebody at the page is asking for something: then nothing else may hold up its answers for long. */
export type Attention = { noteAsked(): void; isAsked(): boolean };

/** `now`: milliseconds of a clock that nobody sets. */
export function createAttention(now: () => number): Attention {
  let last = Number.NEGATIVE_INFINITY;
  return {
    noteAsked: () => {
      last = now();
    },
    isAsked: () => now() - last < lasting,
  };
}
