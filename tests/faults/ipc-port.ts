import type { Port } from '../../core/rpc/port.ts';

/** Messages between the run and the program of a desk: frames of its API, and orders of the run. */
export type Message = { frame: unknown } | { clockOffset: number } | { fault: string };
type Pipe = {
  send?: (message: Message, done?: (error: Error | null) => void) => boolean;
  on(event: 'message', listener: (message: Message) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  disconnect?: () => void;
  connected?: boolean;
};

/** The desk's API over the pipe between two processes. */
export function ipcPort(pipe: Pipe): Port {
  return {
    send(frame) {
      if (pipe.connected) pipe.send?.({ frame }, () => undefined); // a dead end is told by onClose
    },
    onFrame(listener) {
      pipe.on('message', (message) => 'frame' in message && listener(message.frame));
    },
    onClose(listener) {
      pipe.on('disconnect', listener);
    },
    close() {
      if (pipe.connected) pipe.disconnect?.();
    },
  };
}
