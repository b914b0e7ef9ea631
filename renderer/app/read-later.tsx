import { type ComponentType, createElement, lazy, type ReactElement, Suspense, useState } from 'react';

// What is needed is read when it is needed; what will be needed, as soon as there is nothing else to do.

const reads: (() => Promise<unknown>)[] = [];

/** A part of the page whose code is read when it is first shown, or ahead by `readAhead`. */
export function readLater<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactElement {
  let here: ComponentType<Props> | null = null;
  const readOnce = async () => {
    here = await read();
    return here;
  };
  reads.push(readOnce);
  const Lazy = lazy(async () => ({ default: await readOnce() })) as unknown as ComponentType<Props>;
  // `lazy` alone waits even for code that is here already: React shows the way in for 300 ms before it takes it away again.
  return function ReadLater(props: Props) {
    const [Part] = useState<ComponentType<Props>>(() => here ?? Lazy);
    return createElement(Part, props);
  };
}

/** Like `readLater`, for a part inside a view: until its code is here only its own place is empty, and the view around it stays. */
export function readLaterInPlace<Props extends object>(
  read: () => Promise<ComponentType<Props>>,
): (props: Props) => ReactElement {
  const Part = readLater(read);
  return function ReadLaterInPlace(props: Props) {
    return <Suspense>{createElement(Part, props)}</Suspense>;
  };
}

/** Reads all parts ahead, one after the other while the page has nothing else to do: no first click waits for its code. */
export async function readAhead(): Promise<void> {
  for (const read of reads) {
    await new Promise<void>((go) => requestIdleCallback(() => go(), { timeout: 5_000 }));
    // A part that cannot be read now is told when it is needed.
    await read().catch(() => undefined);
  }
}
