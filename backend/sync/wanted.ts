import type { Poke, PullResponse } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';

/** Newest versions of scopes as told by pokes; null: look at everything. */
export type Hint = ReadonlyMap<Id, number> | null;

/** What is to be done: look at everything, or fetch what pokes named, and take what they brought along. */
export type Wanted = { hint: Hint; brought: PullResponse[] };
/** So many answers brought by pokes wait for the next round; what more comes is fetched. */
const mostBrought = 100;

/** Keeps what the next round has to do: look at everything, or only fetch what pokes have named since the last one. */
export function createWanted() {
  let isEverything = false;
  let heads: Map<Id, number> | null = null;
  let brought: PullResponse[] = [];
  return {
    everything(): void {
      isEverything = true;
    },
    /** Adds what a poke names; a poke that does not name all wants everything. */
    told(poke: Poke | null): void {
      if (!poke?.isWhole) {
        isEverything = true;
        return;
      }
      heads ??= new Map();
      for (const { scopeId, head } of poke.heads) heads.set(scopeId, Math.max(head, heads.get(scopeId) ?? 0));
      if (poke.pulled && brought.length < mostBrought) brought.push(poke.pulled);
    },
    /** Wants a round that only sends and fetches what came of it. */
    sending(): void {
      heads ??= new Map();
    },
    isAny: (): boolean => isEverything || heads !== null,
    /** What to do now; from here on nothing is wanted. */
    take(): Wanted {
      const taken = { hint: isEverything ? null : heads, brought: isEverything ? [] : brought };
      isEverything = false;
      heads = null;
      brought = [];
      return taken;
    },
  };
}
