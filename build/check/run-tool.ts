import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/** What a step or a tool found: `output` is shown when it is not ok, `note` beside the name of the step. */
export type Outcome = { ok: boolean; output: string; note?: string };

const packages = resolve(import.meta.dirname, '../../node_modules');

/** Runs the script of an installed package with this Node; `bin` is its path inside node_modules. */
export function runTool(root: string, bin: string, options: string[]): Promise<Outcome> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(packages, bin), ...options], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', failed);
    child.on('close', (code, signal) => {
      const ended = signal ? `\n${bin} was ended by ${signal}.` : '';
      done({ ok: code === 0, output: output.trimEnd() + ended });
    });
  });
}

/** Runs a task for each item, at most `width` at a time; results in the order of the items. */
export async function inPool<Item, Result>(
  width: number,
  items: Item[],
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
