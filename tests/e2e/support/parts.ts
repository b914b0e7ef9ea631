import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { heapFlags } from '../../../build/heap-flags.mjs';

export const project = resolve(import.meta.dirname, '../../..');

export type Part = { address: string; stop(signal?: NodeJS.Signals): Promise<void> };

/** Starts a program of ours and waits for its "… bereit: ADDRESS" line; what it says before is in the error when it ends early. */
export async function startPart(
  entry: string,
  words: string[],
  environment: Record<string, string> = {},
): Promise<Part> {
  const child = spawn(
    process.execPath,
    [...heapFlags, '--experimental-strip-types', '--disable-warning=ExperimentalWarning', entry, ...words],
    {
      cwd: project,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment, AKTENPULT_ENDS_WITH_INPUT: '1' },
    },
  );
  const said: string[] = [];
  const address = await new Promise<string>((done, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const found = / bereit: (\S+)$/.exec(line)?.[1];
        if (found) done(found);
      });
    }
    child.once('close', (code) => failed(new Error(`${entry} ended with ${code}:\n${said.slice(-15).join('\n')}`)));
  });
  return { address, stop: (signal = 'SIGTERM') => stopChild(child, signal) };
}

async function stopChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill(signal);
  await ended;
}
