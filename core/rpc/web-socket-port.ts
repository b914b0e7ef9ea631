import { decodeFrame, encodeFrame } from './frame-codec.ts';
import type { Port } from './port.ts';

/** The part that a page's WebSocket and the server's have in common. `binaryType` must be "arraybuffer". */
export type WebSocketLike = {
  binaryType: string;
  readyState: number;
  send(data: Uint8Array): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
};
export type TextCodec = { encode(text: string): Uint8Array; decode(bytes: Uint8Array): string };

/** A port over a WebSocket; what is sent before it is open waits. */
export function webSocketPort(socket: WebSocketLike, codec: TextCodec): Port {
  socket.binaryType = 'arraybuffer';
  const waiting: Uint8Array[] = [];
  const frameListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  socket.addEventListener('open', () => {
    for (const message of waiting.splice(0)) socket.send(message);
  });
  socket.addEventListener('message', (event) => {
    if (!(event.data instanceof ArrayBuffer)) return socket.close();
    let frame: unknown;
    try {
      frame = decodeFrame(new Uint8Array(event.data), codec.decode);
    } catch {
      return socket.close();
    }
    for (const listener of frameListeners) listener(frame);
  });
  socket.addEventListener('close', () => {
    for (const listener of closeListeners) listener();
  });
  return {
    send(frame) {
      const message = encodeFrame(frame, codec.encode);
      if (socket.readyState === 0) waiting.push(message);
      else if (socket.readyState === 1) socket.send(message);
    },
    onFrame: (listener) => frameListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
    close: () => socket.close(),
  };
}
