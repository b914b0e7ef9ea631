import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export type Ran = { code: number | null; stdout: string; stderr: string; lastLine: string };

/** Runs a script of package.json as people do, with npm, to its end. */
export async function runScript(name: string, ...words: string[]): Promise<Ran> {
  const child = spawn('npm', ['run', '-s', name, '--', ...words], { cwd: root });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code: code as number | null, ...texts, lastLine: texts.stdout.trimEnd().split('\n').at(-1) ?? '' };
}
