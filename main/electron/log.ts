import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type Log = {
  /** One line; `where` and `details` are our own words and numbers, never content, names or addresses. */
  note(where: string, details?: Record<string, string | number | boolean | null>): void;
  failure(where: string, error: unknown): void;
};

const largest = 1024 * 1024;

/** A log file without personal data; one older file is kept. A log that cannot be written is no reason to fail. */
export function openLog(path: string, now: () => Date = () => new Date()): Log {
  const write = (line: string) => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(path, `${path}.1`);
      appendFileSync(path, `${now().toISOString()} ${line}\n`, { mode: 0o600 });
    } catch {
      // See above.
    }
  };
  return {
    note: (where, details = {}) =>
      write([where, ...Object.entries(details).map(([name, value]) => `${name}=${value}`)].join(' ')),
    failure: (where, error) => write(`${where} ${describeError(error)}`),
  };
}

/** Kind and place of an error. Messages may carry content of files, paths the name of the worker, so both stay out. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => /([^\\/()\s]+:\d+:\d+)\)?$/.exec(line)?.[1])
    .filter((place) => place !== undefined);
  const kind = /^[\w$]+$/.test(error.name) ? error.name : 'Error';
  return [kind, typeof code === 'string' && /^\w+$/.test(code) ? code : '', ...frames].filter(Boolean).join(' ');
}
