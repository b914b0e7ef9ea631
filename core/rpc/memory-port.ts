import type { Port } from './port.ts';

/** Two joined ends within one process; frames are copied, as any other pipe would. */
export function memoryPortPair(): [Port, Port] {
  const ends = [newEnd(), newEnd()] as const;
  const [left, right] = ends;
  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    // After the frames already under way, as any other pipe would.
    queueMicrotask(() => {
      for (const end of ends) end.isClosed = true;
      for (const end of ends) for (const listener of end.closeListeners) listener();
    });
  };
  const portOf = (from: End, to: End): Port => ({
    send(frame) {
      if (isClosing) return;
      const copy = copyFrame(frame);
      queueMicrotask(() => {
        if (!to.isClosed) for (const listener of to.frameListeners) listener(copy);
      });
    },
    onFrame: (listener) => from.frameListeners.push(listener),
    onClose: (listener) => from.closeListeners.push(listener),
    close,
  });
  return [portOf(left, right), portOf(right, left)];
}

type End = { isClosed: boolean; frameListeners: ((frame: unknown) => void)[]; closeListeners: (() => void)[] };
const newEnd = (): End => ({ isClosed: false, frameListeners: [], closeListeners: [] });

function copyFrame(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(copyFrame);
  if (value !== null && typeof value === 'object') {
    // By hand: lists of some thousand members go through here, and lists of pairs for each took longer than to make the lists.
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value)) copy[key] = copyFrame((value as Record<string, unknown>)[key]);
    return copy;
  }
  return value;
}
