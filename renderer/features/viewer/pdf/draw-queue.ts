// Pages are drawn one after the other, those being read first: drawn all at once, every one would come late.

type Waiting = { rank: () => number; begin: () => void };
const waiting: Waiting[] = [];
let isBusy = false;

function beginNext(): void {
  if (isBusy) return;
  const next = waiting.toSorted((left, right) => left.rank() - right.rank())[0];
  if (!next) return;
  waiting.splice(waiting.indexOf(next), 1);
  isBusy = true;
  next.begin();
}

/** Runs `draw` when its turn comes; the lowest rank at that moment goes first. Gives null when it was aborted before. */
export async function inTurn<Result>(
  rank: () => number,
  signal: AbortSignal,
  draw: () => Promise<Result>,
): Promise<Result | null> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const entry = { rank, begin: () => resolve(true) };
  waiting.push(entry);
  signal.addEventListener('abort', () => {
    const at = waiting.indexOf(entry);
    if (at >= 0) waiting.splice(at, 1);
    resolve(false);
  });
  // All pages that come to the screen together ask first, then the first is chosen.
  queueMicrotask(beginNext);
  const hasTurn = await promise;
  if (!hasTurn) return null;
  try {
    return signal.aborted ? null : await draw();
  } finally {
    isBusy = false;
    beginNext();
  }
}
