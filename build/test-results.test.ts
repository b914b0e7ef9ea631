import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlaywright, readVitest, withSecondTry } from './test-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'aktenpult-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (content: unknown): string => {
  const path = join(folder, 'result.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

test('Vitest: failed tests are named with their file, and so is a file that could not be loaded', () => {
  const path = written({
    numPassedTests: 1,
    numFailedTests: 1,
    numPendingTests: 0,
    success: false,
    testResults: [
      {
        name: '/project/core/a.test.ts',
        status: 'failed',
        assertionResults: [
          { fullName: 'adds', status: 'passed', duration: 1500 },
          {
            ...{ fullName: 'takes away', status: 'failed', duration: 20 },
            failureMessages: [
              'Error: \u001B[31mexpected 2\n\n  to be 3\u001B[39m\n    at core/a.test.ts:7:3\n    at later',
            ],
          },
        ],
      },
      { name: '/project/core/b.test.ts', status: 'failed', message: 'no such module\nat …', assertionResults: [] },
    ],
  });
  expect(readVitest(path, '/project')).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
    failedFiles: [
      { name: 'core/a.test.ts', passed: 1, skipped: 0 },
      { name: 'core/b.test.ts', passed: 0, skipped: 0 },
    ],
    failures: ['core/a.test.ts › takes away', 'core/b.test.ts: no such module'],
    secondTry: [],
    reasons: new Map([['core/a.test.ts › takes away', 'Error: expected 2 | to be 3']]),
    tests: [
      { name: 'core/a.test.ts › adds', seconds: 1.5 },
      { name: 'core/a.test.ts › takes away', seconds: 0.02 },
    ],
  });
});

test('Vitest: a file whose process ended under it has failed, and what passes when it runs once more is told by name', () => {
  const resultOf = (file: object, success: boolean) =>
    readVitest(
      written({
        ...{ numPassedTests: success ? 3 : 2, numFailedTests: 0, numPendingTests: 0, success },
        testResults: [file],
      }),
      '/project',
    );
  const test = (fullName: string) => ({ fullName, status: 'passed', duration: 1500 });
  const name = '/project/db/a.test.ts';
  const first = resultOf(
    { name, status: 'failed', message: '', assertionResults: [test('adds'), test('counts')] },
    false,
  );
  expect(first).toMatchObject({ failed: 1, failures: ['db/a.test.ts: could not be run'] });
  const all = [test('adds'), test('counts'), test('ends')];
  const again = resultOf({ name, status: 'passed', assertionResults: all }, true);
  expect(
    withSecondTry(
      { ...first, passed: 12, failed: 2, failures: ['c › d', ...first.failures] },
      again,
      first.failedFiles,
    ),
  ).toEqual({
    ...{ passed: 13, failed: 1, skipped: 0, failures: ['c › d'], secondTry: ['db/a.test.ts: could not be run'] },
    reasons: new Map(),
    tests: again.tests,
  });
});

test('Vitest: what fails at the second try, too, has failed', () => {
  const failed = (passed: number, reason: string) => ({
    ...{ passed, failed: 1, skipped: 0, failures: ['a.test.ts › adds'], secondTry: [], tests: [] },
    reasons: new Map([['a.test.ts › adds', reason]]),
  });
  const files = [{ name: 'a.test.ts', passed: 1, skipped: 0 }];
  expect(withSecondTry(failed(9, 'first'), failed(1, 'again'), files)).toEqual(failed(9, 'again'));
});

test('Playwright: runs are named with file and project, and an error outside of every test counts as a failure', () => {
  const failed = { duration: 500, error: { message: 'Error: nobody is there\n\nCall log:\n  - waiting' } };
  const resultsOf: Record<string, object[]> = { flaky: [failed, { duration: 1500 }] };
  const spec = (title: string, status: string) => ({
    title,
    tests: [{ projectName: 'browser', status, results: resultsOf[status] ?? [{ duration: 2000 }] }],
  });
  const path = written({
    stats: { expected: 1, unexpected: 1, skipped: 0, flaky: 1 },
    suites: [
      {
        file: 'filing.spec.ts',
        specs: [spec('files', 'expected'), spec('takes back', 'flaky')],
        suites: [{ file: 'filing.spec.ts', specs: [spec('forwards', 'unexpected')] }],
      },
    ],
    errors: [{ message: 'Error: the office could not be filled\nat …' }],
  });
  const result = readPlaywright(path);
  expect(result).toMatchObject({
    passed: 2,
    failed: 2,
    skipped: 0,
    secondTry: ['filing.spec.ts › takes back (browser)'],
  });
  expect(result.reasons).toEqual(
    new Map([['filing.spec.ts › takes back (browser)', 'Error: nobody is there | Call log: | - waiting']]),
  );
  expect(result.failures).toEqual(['filing.spec.ts › forwards (browser)', 'Error: the office could not be filled']);
  expect(result.tests).toEqual([
    { name: 'filing.spec.ts › files (browser)', seconds: 2 },
    { name: 'filing.spec.ts › takes back (browser)', seconds: 2 },
    { name: 'filing.spec.ts › forwards (browser)', seconds: 2 },
  ]);
});
