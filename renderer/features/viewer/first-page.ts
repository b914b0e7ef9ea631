// What is read now comes before what will probably be read next: two cores cannot do both at once.

const coming = new Set<object>();
const waiting = new Set<() => void>();

/** Says that a document is being opened to be read; call what it gives once its first page stands there, or it is left. */
export function expectFirstPage(): () => void {
  const mark = {};
  coming.add(mark);
  return () => {
    coming.delete(mark);
    if (coming.size > 0) return;
    for (const go of waiting) go();
    waiting.clear();
  };
}

/** Resolves once no document is on its way to the screen and the page has nothing else to do. */
export async function whenNothingIsComing(): Promise<void> {
  while (coming.size > 0) await new Promise<void>((go) => waiting.add(go));
  await new Promise<void>((go) => requestIdleCallback(() => go(), { timeout: 1_000 }));
}
