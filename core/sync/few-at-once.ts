import type { Places } from './places.ts';

/** Works beside each other, at most so many at a time. After one has failed none is begun. */
export type FewAtOnce = {
  /** Begins a work as soon as there is room for it. Throws what one before it threw. */
  begin(work: () => Promise<void>): Promise<void>;
  /** Waits for all that were begun; throws what the first that failed threw. */
  end(): Promise<void>;
};

/** `places`: where others work, too, and each work needs one of them. */
export function fewAtOnce(most: number, places?: Places): FewAtOnce {
  const underWay = new Set<Promise<void>>();
  let failure: { error: unknown } | null = null;
  const tell = () => {
    if (failure) throw failure.error;
  };
  return {
    async begin(work) {
      while (underWay.size >= most) await Promise.race(underWay);
      tell();
      const leave = await places?.take();
      const working: Promise<void> = work()
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          underWay.delete(working);
          leave?.();
        });
      underWay.add(working);
    },
    async end() {
      await Promise.all(underWay);
      tell();
    },
  };
}
