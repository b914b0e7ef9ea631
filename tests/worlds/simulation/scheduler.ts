/** What happens in a world, in order of its own time; nothing else moves it. */
export type Scheduler = {
  /** Milliseconds since 1970 in this world. */
  now(): number;
  /** Has something happen after so many milliseconds; gives how to call it off. */
  after(milliseconds: number, happen: () => void): () => void;
  /** A promise for later. */
  wait(milliseconds: number): Promise<void>;
  /** Lets the next thing happen and everything that follows from it at once; false when nothing is left. */
  step(): Promise<boolean>;
  /** Does something once everything that follows from what happens now has run. */
  afterwards(look: () => void): void;
  /** How many things have happened. */
  steps(): number;
};

type Happening = { at: number; order: number; happen: () => void; isOff: boolean };

const isBefore = (left: Happening, right: Happening) =>
  left.at < right.at || (left.at === right.at && left.order < right.order);

/** Puts a happening into a binary heap. */
function push(heap: Happening[], one: Happening): void {
  let at = heap.push(one) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Happening;
    if (!isBefore(one, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = one;
}

function pop(heap: Happening[]): Happening | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as Happening, heap[below] as Happening)) below += 1;
    if (!isBefore(heap[below] as Happening, last)) break;
    heap[at] = heap[below] as Happening;
    at = below;
  }
  heap[at] = last;
  return first;
}

/** Begins a time of its own. Only promises of the world may be waited for in it: whatever else takes real time would come at random. */
export function createScheduler(start: number): Scheduler {
  const heap: Happening[] = [];
  let time = start;
  let count = 0;
  let order = 0;
  const looks = new Set<() => void>();
  const after = (milliseconds: number, happen: () => void) => {
    const one = { at: time + Math.max(0, Math.round(milliseconds)), order, happen, isOff: false };
    order += 1;
    push(heap, one);
    return () => {
      one.isOff = true;
    };
  };
  return {
    now: () => time,
    after,
    wait: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    async step() {
      if (heap.length === 0) await settled();
      let next = pop(heap);
      while (next?.isOff) next = pop(heap);
      if (!next) return false;
      time = next.at;
      count += 1;
      next.happen();
      await settled();
      for (const look of looks) look();
      looks.clear();
      return true;
    },
    afterwards: (look) => void looks.add(look),
    steps: () => count,
  };
}

/** When this resolves, everything that was ready to run has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
