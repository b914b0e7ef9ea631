import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTestFinished } from 'vitest';

// The centre and its commands as programs of their own, for tests.

const entry = path.resolve(import.meta.dirname, '../start.ts');

type Running = { child: ChildProcess; address: string; output: () => string; ended: Promise<number | null> };
type Ended = { code: number | null; stdout: string; stderr: string };

function launch(script: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, texts, ended };
}

/** Runs a program to its end. */
export async function runToEnd(script: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const { texts, ended } = launch(script, args, env);
  return { code: await ended, ...texts };
}

/** Starts the centre on a free port and waits until it is ready; ended with the test. */
export async function startCentre(args: string[], env: Record<string, string> = {}): Promise<Running> {
  const { child, texts, ended } = launch(entry, ['--port', '0', ...args], env);
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const isEnded = ended.then((code) => {
    throw new Error(`the centre ended with ${code}: ${texts.stderr}`);
  });
  const ready = (async () => {
    for (;;) {
      const found = /^Zentrale bereit: (\S+)$/m.exec(texts.stdout)?.[1];
      if (found) return found;
      await once(child.stdout, 'data');
    }
  })();
  const address = await Promise.race([ready, isEnded]);
  isEnded.catch(() => undefined);
  return { child, address, output: () => texts.stdout + texts.stderr, ended };
}
