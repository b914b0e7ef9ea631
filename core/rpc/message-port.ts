import type { Port } from './port.ts';

/** The part that a page's MessagePort, Electron's MessagePortMain and Node's MessagePort have in common. */
export type MessagePortLike = {
  postMessage(message: unknown): void;
  start?(): void;
  close(): void;
} & (
  | { addEventListener(type: string, listener: (event: { data: unknown }) => void): void }
  | { on(type: string, listener: (message: unknown) => void): unknown }
);

const closing = { frame: 'close' } as const;

/** A port over any kind of MessagePort. Says goodbye with a frame of its own, since ports do not always tell of their end. */
export function messagePortPort(channel: MessagePortLike): Port {
  const frameListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let isClosed = false;
  const closed = () => {
    if (isClosed) return;
    isClosed = true;
    channel.close();
    for (const listener of closeListeners) listener();
  };
  const received = (data: unknown) => {
    if (isClosed) return;
    if ((data as { frame?: unknown } | null)?.frame === 'close') return closed();
    for (const listener of frameListeners) listener(data);
  };
  if ('addEventListener' in channel) {
    channel.addEventListener('message', (event) => received(event.data));
    channel.addEventListener('close', closed);
  } else {
    // Electron hands an event with `data`, Node the message itself.
    channel.on('message', (message) =>
      received(
        message !== null && typeof message === 'object' && 'data' in message && 'ports' in message
          ? message.data
          : message,
      ),
    );
    channel.on('close', closed);
  }
  channel.start?.();
  return {
    send: (frame) => {
      if (!isClosed) channel.postMessage(frame);
    },
    onFrame: (listener) => frameListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
    close: () => {
      if (!isClosed) channel.postMessage(closing);
      closed();
    },
  };
}
