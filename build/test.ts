import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { findOrInstallBrowser } from './browser.ts';
import { type FailedFile, readPlaywright, readVitest, type StepResult, withSecondTry } from './test-results.ts';

// npm test: the checks and every kind of test; ends with the slowest, the failed once more, and one line of sums.

const project = resolve(import.meta.dirname, '..');
const results = join(project, '.cache/test-results');
const ourNode = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
const say = (line: string) => console.log(`\n=== ${line}`);
const secondsSince = (from: number) => Math.round((performance.now() - from) / 1000);

type Read = StepResult & { failedFiles?: FailedFile[] };
type Step = {
  name: string;
  words: string[];
  read: (lines: string[]) => Read;
  needsBuild?: true;
  /** The words that run some of its files again. */
  again?: (files: string[]) => string[];
};

function vitestStep(name: string, projects: string[]): Step {
  const file = join(results, `${name}.json`);
  const chosen = projects.flatMap((one) => ['--project', one]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const words = ['node_modules/vitest/vitest.mjs', 'run', ...chosen, ...reporters];
  return { name, words, read: () => readVitest(file, project), again: (files) => [...words, ...files] };
}

const browserResults = join(results, 'browser.json');
/** One after the other: what waits for a page or a desk must not compete with what computes. */
const steps: Step[] = [
  { name: 'checks', words: [...ourNode, 'build/check/check.ts'], read: readChecks },
  vitestStep('unit and SQLite', ['unit', 'db']),
  { ...vitestStep('PostgreSQL and integration', ['pg', 'integration']), needsBuild: true },
  {
    name: 'browser',
    // What passes at the second try only is told at the end.
    words: [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config',
      'tests/e2e/playwright.config.ts',
      '--retries',
      '1',
    ],
    read: () => readPlaywright(browserResults),
    needsBuild: true,
  },
  { name: 'worlds', words: [...ourNode, 'tests/worlds/run.ts', '--minutes', '5'], read: readWorlds },
];

function readChecks(lines: string[]): StepResult {
  const failures = lines.flatMap((line) => /^FAILED (\S+)/.exec(line)?.[1] ?? []).map((name) => `check: ${name}`);
  return {
    passed: failures.length === 0 ? 1 : 0,
    failed: failures.length,
    skipped: 0,
    failures,
    secondTry: [],
    reasons: new Map(),
    tests: [],
  };
}

/** Of the worlds each one counts as a test. */
function readWorlds(lines: string[]): StepResult {
  const runs = lines.flatMap((line) => /^(\d+) runs: /.exec(line)?.[1] ?? []).map(Number)[0] ?? 0;
  const failures = lines.filter((line) => /^Seed \d+ fails/.test(line)).map((line) => `worlds: ${line}`);
  const none = { secondTry: [], reasons: new Map(), tests: [] };
  return { passed: runs - failures.length, failed: failures.length, skipped: 0, failures, ...none };
}

/** Runs a program of ours; each line it says is passed on behind the step's name. */
async function run(name: string, words: string[], environment: NodeJS.ProcessEnv): Promise<[number, string[]]> {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, words, { cwd: project, stdio: ['inherit', 'pipe', 'pipe'], env });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      console.log(`${name} | ${line}`);
    });
  }
  const code = await new Promise<number>((done) => child.on('close', (ended) => done(ended ?? 1)));
  return [code, lines];
}

async function runStep(step: Step, environment: NodeJS.ProcessEnv): Promise<StepResult> {
  say(`${step.name} begins`);
  const from = performance.now();
  const [code, lines] = await run(step.name, step.words, environment);
  const result = await triedAgain(step, resultOf(step, code, lines), { lines, environment });
  const { passed, failed, skipped } = result;
  say(`${step.name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${secondsSince(from)} s`);
  return result;
}

/** More files than these did not fail by chance. */
const mostAgain = 5;

/**
 * A few files that failed, or whose process ended under them, are run once more, alone: on a loaded machine the fault may lie outside.
 * Why a process ended is said at once, and at the end what took two tries.
 */
async function triedAgain(step: Step, first: Read, { lines, environment }: Ran): Promise<StepResult> {
  const { failedFiles = [] } = first;
  if (failedFiles.length === 0 || failedFiles.length > mostAgain || !step.again) return first;
  const why = lines.flatMap(
    (line) => /Worker exited unexpectedly.*?(?= during)|Failed to start .*/.exec(line)?.[0] ?? [],
  );
  const files = failedFiles.map(({ name }) => name);
  say([`${step.name}, once more: ${files.join(', ')}`, ...why].join('; '));
  const [code, again] = await run(step.name, step.again(files), environment);
  return withSecondTry(first, resultOf(step, code, again), failedFiles);
}

type Ran = { lines: string[]; environment: NodeJS.ProcessEnv };

/** A step that ended badly has failed, whatever it wrote before. */
function resultOf(step: Step, code: number, lines: string[]): Read {
  const nothing = { passed: 0, skipped: 0, secondTry: [], reasons: new Map(), tests: [] };
  const failedAs = (why: string): StepResult => ({ ...nothing, failed: 1, failures: [why] });
  try {
    const result = step.read(lines);
    if (code === 0 || result.failed > 0) return result;
    return { ...result, failed: 1, failures: [`${step.name}: ended with ${code}`] };
  } catch {
    return failedAs(`${step.name}: ended with ${code} and without a result`);
  }
}

function tell(all: StepResult[], started: number): boolean {
  const slowest = all.flatMap(({ tests }) => tests).sort((a, b) => b.seconds - a.seconds);
  say('The ten slowest');
  for (const { name, seconds } of slowest.slice(0, 10)) console.log(`${seconds.toFixed(1).padStart(6)} s  ${name}`);
  const failures = all.flatMap((result) => result.failures);
  const secondTry = all.flatMap((result) => result.secondTry);
  if (secondTry.length > 0) say('Passed at the second try only: somebody has to find out why');
  const tellOf = (name: string) => {
    console.log(name);
    for (const { reasons } of all) if (reasons.has(name)) console.log(`    ${reasons.get(name)}`);
  };
  secondTry.forEach(tellOf);
  if (failures.length > 0) say('Failed');
  failures.forEach(tellOf);
  const sum = (key: 'passed' | 'failed' | 'skipped') => all.reduce((total, result) => total + result[key], 0);
  console.log(`\nAll together in ${secondsSince(started)} s:`);
  const twice = secondTry.length > 0 ? `, ${secondTry.length} of them at the second try only` : '';
  console.log(`${sum('passed')} passed${twice}, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') === 0;
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const environment = {
  CHROMIUM: findOrInstallBrowser(say),
  PLAYWRIGHT_JSON_OUTPUT_NAME: browserResults,
  // Desks and centres are started by the dozen; what Node made of their sources once is kept.
  NODE_COMPILE_CACHE: join(project, '.cache/node-compile'),
};
const wanted = process.argv.slice(2);
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const started = performance.now();
// Built once before. What cannot be built fails in the steps that need it.
const builds = chosen.some(({ needsBuild }) => needsBuild) ? ['build/page.ts', 'build/electron/bundle.ts'] : [];
await Promise.all(builds.map((entry) => run('build', [...ourNode, entry, '--if-needed'], environment)));
const all: StepResult[] = [];
for (const step of chosen) all.push(await runStep(step, environment));
process.exit(tell(all, started) ? 0 : 1);
