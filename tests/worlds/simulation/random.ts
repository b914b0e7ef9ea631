/** Chance of one world: the same seed gives the same numbers on every machine. */
export type Random = {
  /** 0 up to, not including, 1. */
  next(): number;
  /** True once in so many cases, given as a share of 1. */
  chance(share: number): boolean;
  /** 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** A number between two, both included. */
  between(least: number, most: number): number;
  pick<Member>(members: readonly Member[]): Member;
  /** One of several, by their weights. */
  weighted<Name extends string>(weights: Partial<Record<Name, number>>): Name;
  /** Waiting times as they happen by chance: around `mean`, seldom much longer. */
  wait(mean: number): number;
};

/** Random numbers by mulberry32, after stirring the seed so that neighbouring seeds give different worlds. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => share > 0 && next() < share,
    between: (least, most) => least + below(most - least + 1),
    pick: (members) => {
      if (members.length === 0) throw new Error('nothing to pick from');
      return members[below(members.length)] as (typeof members)[number];
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [never, number][];
      let rest = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        rest -= weight;
        if (rest < 0) return name;
      }
      throw new Error('no weights');
    },
    wait: (mean) => Math.max(1, Math.round(-Math.log(1 - next()) * mean)),
  };
}
