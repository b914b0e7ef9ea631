export type BlobHolds = {
  hold(sha256: string): void;
  release(sha256: string): void;
  /** What is held, with how often. */
  held: ReadonlyMap<string, number>;
};

/** Contents that were handed over and are named nowhere yet: a purge in between must leave them. Kept in memory, gone with the program. */
export function createHolds(): BlobHolds {
  const held = new Map<string, number>();
  return {
    hold: (sha256) => void held.set(sha256, (held.get(sha256) ?? 0) + 1),
    release: (sha256) => {
      const count = (held.get(sha256) ?? 0) - 1;
      if (count > 0) held.set(sha256, count);
      else held.delete(sha256);
    },
    held,
  };
}
