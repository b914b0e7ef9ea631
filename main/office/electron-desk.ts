import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type ElectronDesk = { address: string; ended: Promise<number>; close(): Promise<void> };

/** Bundles what Electron runs, where its sources changed. Throws when that fails; it has said why. */
export async function bundleForElectron(project: string): Promise<void> {
  const words = [...process.execArgv, join(project, 'build/electron/bundle.ts'), '--if-needed'];
  const child = spawn(process.execPath, words, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error('Der Electron-Teil ließ sich nicht bauen.');
}

/** Starts the desk in Electron and waits until its window has loaded. Rejects when it ends before; it has said why. */
export async function startElectronDesk(
  binary: string,
  project: string,
  words: readonly string[],
): Promise<ElectronDesk> {
  const { ELECTRON_RUN_AS_NODE: _runAsNode, ...env } = process.env;
  const child = spawn(binary, [project, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...env, AKTENPULT_ENDS_WITH_INPUT: '1' },
  });
  const ended = new Promise<number>((done) => {
    child.once('error', () => done(1));
    child.once('close', (code) => done(code ?? 1));
  });
  child.stdin.on('error', () => undefined);
  const address = await new Promise<string>((done, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = / bereit: (\S+)$/.exec(line)?.[1];
      if (found) done(found);
      else console.log(line);
    });
    void ended.then((code) => failed(new Error(`Electron wurde beendet (${code}).`)));
  });
  return {
    address,
    ended,
    close: async () => {
      // Its input closes: it saves, ends the backend in order and then itself.
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
