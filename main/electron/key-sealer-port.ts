import type { KeySealer } from './key-sealer.ts';

// Only Electron's main process reaches the key store; the backend's process asks it over a port.

type PortEnd = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  start(): void;
};
type Question = { id: number; act: 'seal' | 'unseal'; bytes: Uint8Array };
type Answer = { id: number; bytes: Uint8Array | null };

/** Answers the questions of the backend with the real key store. */
export function serveSealer(port: PortEnd, sealer: KeySealer): void {
  port.on('message', ({ data }) => {
    const { id, act, bytes } = data as Question;
    const work = act === 'seal' ? sealer.seal(bytes) : sealer.unseal(bytes);
    work.then(
      (done) => port.postMessage({ id, bytes: done } satisfies Answer),
      // What went wrong stays here: the backend has its own sentence for it.
      () => port.postMessage({ id, bytes: null } satisfies Answer),
    );
  });
  port.start();
}

/** The key store as the backend sees it. */
export function sealerOverPort(port: PortEnd, name: string): KeySealer {
  const waiting = new Map<number, (bytes: Uint8Array | null) => void>();
  let nextId = 1;
  port.on('message', ({ data }) => {
    const { id, bytes } = data as Answer;
    waiting.get(id)?.(bytes);
    waiting.delete(id);
  });
  port.start();
  const ask = async (act: Question['act'], bytes: Uint8Array): Promise<Uint8Array> => {
    const id = nextId;
    nextId += 1;
    const answer = await new Promise<Uint8Array | null>((resolve) => {
      waiting.set(id, resolve);
      port.postMessage({ id, act, bytes } satisfies Question);
    });
    if (answer === null) throw new Error('the key store refused');
    return answer;
  };
  return { name, seal: (bytes) => ask('seal', bytes), unseal: (bytes) => ask('unseal', bytes) };
}
