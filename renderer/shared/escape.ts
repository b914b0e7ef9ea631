import { useEffect, useEffectEvent } from 'react';

/** What Esc does, in this order: go back within something, close it, clear a filter or selection. */
export type EscapeStep = 'back' | 'close' | 'clear';
const order: readonly EscapeStep[] = ['back', 'close', 'clear'];

type Entry = { step: EscapeStep; run: () => unknown };
const entries: Entry[] = [];

/** While `isActive`, Esc runs this at its step; of one step the newest comes first. `run` may answer false: nothing to do. */
export function useEscape(step: EscapeStep, run: () => unknown, isActive = true): void {
  const latest = useEffectEvent(run);
  useEffect(() => {
    if (!isActive) return;
    const entry = { step, run: () => latest() };
    entries.push(entry);
    return () => void entries.splice(entries.indexOf(entry), 1);
  }, [step, isActive]);
}

/** Runs the first step that has something to do; false when there was none. */
export function runEscape(): boolean {
  return order.some((step) =>
    entries
      .filter((entry) => entry.step === step)
      .toReversed()
      .some(({ run }) => run() !== false),
  );
}
