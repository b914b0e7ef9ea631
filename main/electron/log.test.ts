import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeError, openLog } from './log.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what an error says and where the worker lives stay out of the log', () => {
  const error = Object.assign(new Error("ENOENT: no such file '/home/karin.jensen/Petersen, Anna.pdf'"), {
    code: 'ENOENT',
  });
  error.stack = `Error: Petersen, Anna\nder Mieter Petersen\n    at openFile (/home/karin.jensen/aktenpult/main.cjs:10:4)`;
  const path = join(folder, 'logs/aktenpult.log');
  const log = openLog(path, () => new Date('2026-11-22T08:00:00Z'));
  log.failure('saveFile', error);
  log.note('backend started', { attempt: 2 });
  expect(readFileSync(path, 'utf8')).toBe(
    '2026-11-22T08:00:00.000Z saveFile Error ENOENT main.cjs:10:4\n2026-11-22T08:00:00.000Z backend started attempt=2\n',
  );
});

test('names and codes that somebody filled with text stay out too', () => {
  const error = Object.assign(new Error('x'), { name: 'Petersen, Anna', code: 'Mietvertrag Husum' });
  error.stack = '';
  expect(describeError(error)).toBe('Error');
  expect(describeError('Petersen')).toBe('string');
});

test('a log that cannot be written does not stop the desk', () => {
  expect(() => openLog('/dev/null/x.log').note('start')).not.toThrow();
});
