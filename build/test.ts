import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findOrInstallBrowser } from './browser.ts';

// npm test: the checks, then every kind of test; ends with one line of sums.

const project = resolve(import.meta.dirname, '..');
const results = join(project, '.cache/test-results');
const say = (line: string) => console.log(`\n=== ${line}`);

type Counts = { passed: number; failed: number; skipped: number };
type Step = { name: string; words: string[]; count: () => Counts };

function run(words: string[], environment: Record<string, string> = {}): Promise<number> {
  return new Promise((done) => {
    const child = spawn(process.execPath, words, {
      cwd: project,
      stdio: 'inherit',
      env: { ...process.env, ...environment },
    });
    child.on('close', (code) => done(code ?? 1));
  });
}

const readResult = (name: string) => JSON.parse(readFileSync(join(results, `${name}.json`), 'utf8'));

function vitestStep(name: string, projects: string[]): Step {
  return {
    name,
    words: [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.flatMap((one) => ['--project', one]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(results, `${name}.json`)}`,
    ],
    count: () => {
      const result = readResult(name);
      return {
        passed: result.numPassedTests,
        failed: result.numFailedTests + (result.success ? 0 : result.numFailedTests ? 0 : 1),
        skipped: result.numPendingTests,
      };
    },
  };
}

const steps: Step[] = [
  {
    name: 'checks',
    words: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', 'build/check/check.ts'],
    count: () => ({ passed: 1, failed: 0, skipped: 0 }),
  },
  vitestStep('unit and SQLite', ['unit', 'db']),
  vitestStep('PostgreSQL and integration', ['pg', 'integration']),
  {
    name: 'browser',
    words: ['node_modules/@playwright/test/cli.js', 'test', '--config', 'tests/e2e/playwright.config.ts'],
    count: () => {
      const { stats } = readResult('browser');
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
    },
  },
];

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const browser = findOrInstallBrowser(say);
const wanted = process.argv.slice(2);
const sum: Counts = { passed: 0, failed: 0, skipped: 0 };
const started = performance.now();
for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))) {
  say(step.name);
  const from = performance.now();
  const code = await run(step.words, { CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'browser.json') });
  let counts: Counts = { passed: 0, failed: 1, skipped: 0 };
  try {
    counts = step.count();
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
  } catch {
    console.error(`${step.name}: ended without a result`);
  }
  console.log(
    `${step.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${Math.round((performance.now() - from) / 1000)} s`,
  );
  for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += counts[key];
}
console.log(`\nAll together in ${Math.round((performance.now() - started) / 1000)} s:`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed === 0 ? 0 : 1);
