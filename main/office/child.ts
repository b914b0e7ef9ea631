import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Child = {
  /** Resolves with the address of the "… bereit: ADDRESS" line; rejects when the process ends before. */
  ready: Promise<string>;
  ended: Promise<number>;
  stop(): Promise<void>;
};

/** Time a part of the office gets to end in order before it is ended by force, in ms. */
const stopLimit = 15_000;

/**
 * Starts a part of the office as a process of its own, outside our process group, so that Ctrl+C reaches it through us and in
 * order. Its input stays open as long as we live: a part that is left alone notices that and ends itself.
 */
export function startChild(entry: string, words: string[], options: { onLine?: (line: string) => void } = {}): Child {
  const child = spawn(process.execPath, [...process.execArgv, entry, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
    env: { ...process.env, AKTENPULT_ENDS_WITH_INPUT: '1' },
  });
  child.stdin?.on('error', () => undefined);
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (line) => {
    const address = / bereit: (\S+)$/.exec(line)?.[1];
    if (address) ready.resolve(address);
    else options.onLine?.(line);
  });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  void ended.then(() => ready.reject(new ChildEnded(entry)));
  return {
    ready: ready.promise,
    ended,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopLimit);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A part ended before it was ready; it has said why itself. */
export class ChildEnded extends Error {
  constructor(entry: string) {
    super(`${entry} ended`);
  }
}
