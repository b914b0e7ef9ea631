import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Explained } from '../content/content-report.ts';
import { explain } from '../content/explanations.ts';
import { greyFile, type GreyPicture } from '../pages/grey-picture.ts';
import { createTurns } from './turns.ts';
import type { RecognisedPage, Recogniser } from './recogniser.ts';
import { readWordTable } from './word-table.ts';

export type NativeTesseractOptions = {
  /** Name or path of the program; default `tesseract`. */
  program?: string;
  size?: number;
  /** Milliseconds one page may take by the clock; default 120,000. */
  timeLimit?: number;
};

const mostOutput = 64 * 1024 * 1024;
const mostErrors = 64 * 1024;

/** The recogniser installed on this machine, one process per page; null when it is missing or knows no German. */
export async function findNativeTesseract(options: NativeTesseractOptions = {}): Promise<Recogniser | null> {
  const program = options.program ?? 'tesseract';
  const languages = await runProgram(program, ['--list-langs'], null, 10_000);
  if (languages === null || !/^deu$/m.test(languages)) return null;
  const size = options.size ?? availableParallelism();
  const turns = createTurns(size);
  const timeLimit = options.timeLimit ?? 120_000;
  return {
    name: 'native',
    size,
    recognise: (picture, how = {}) =>
      turns.take((signal) => recognisePage({ program, picture, timeLimit, signal, isSample: how.isSample }), how),
    close: () => turns.close(),
  };
}

type Task = {
  program: string;
  picture: GreyPicture;
  timeLimit: number;
  signal: AbortSignal;
  isSample: boolean | undefined;
};

async function recognisePage(task: Task): Promise<RecognisedPage | Explained> {
  const { program, picture, timeLimit, signal, isSample } = task;
  const words = ['-', '-', '-l', 'deu', '--dpi', '300', '--psm', isSample ? '6' : '3', 'tsv'];
  const table = await runProgram(program, words, greyFile(picture), timeLimit, signal);
  return table === null ? { explanation: explain('unreadable') } : readWordTable(table, picture.width, picture.height);
}

/** What a program wrote; null when it is missing, fails, takes too long or writes too much. */
function runProgram(
  program: string,
  words: string[],
  input: Uint8Array | null,
  timeLimit: number,
  signal?: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      // One thread per page: pages beside each other use the processors better than threads that wait for each other.
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', OMP_THREAD_LIMIT: '1', ...dataFolder() },
      windowsHide: true,
    });
    const parts: Buffer[] = [];
    let [size, errors] = [0, ''];
    const stop = () => child.kill('SIGKILL');
    const timer = setTimeout(stop, timeLimit);
    signal?.addEventListener('abort', stop, { once: true });
    const end = (text: string | null) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(text);
    };
    child.on('error', () => end(null));
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > mostOutput) stop();
      else parts.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      if (errors.length < mostErrors) errors += part.toString();
    });
    // A program that ends before it has read everything: its exit says so.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => end(code === 0 ? Buffer.concat(parts).toString('utf8') : null));
    child.stdin.end(input ?? undefined);
  });
}

function dataFolder(): { TESSDATA_PREFIX?: string } {
  const folder = process.env.TESSDATA_PREFIX;
  return folder === undefined ? {} : { TESSDATA_PREFIX: folder };
}
