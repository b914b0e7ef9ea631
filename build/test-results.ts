import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

type Counts = { passed: number; failed: number; skipped: number };
/** What a step of `npm test` found: sums, and each test by name with its seconds. */
export type StepResult = Counts & {
  failures: string[];
  /** What passed at its second try only: told at the end, for somebody has to find out why. */
  secondTry: string[];
  /** What failed tests said, at their first try too, by name. */
  reasons: ReadonlyMap<string, string>;
  tests: { name: string; seconds: number }[];
};

type VitestResult = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  success: boolean;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; duration?: number | null; failureMessages?: string[] }[];
  }[];
};

const mostOfReason = { lines: 4, characters: 400 };

/** The beginning of what a failure said, without the place in the code it names. */
function beginningOf(message: string | undefined): string | null {
  const lines = stripVTControlCharacters(message ?? '')
    .split('\n')
    .map((line) => line.trim());
  const end = lines.findIndex((line) => /^at .+:\d+/.test(line));
  const told = lines.slice(0, end < 0 ? undefined : end).filter(Boolean);
  return told.slice(0, mostOfReason.lines).join(' | ').slice(0, mostOfReason.characters) || null;
}

const reasonsOf = (told: [name: string, message: string | undefined][]): ReadonlyMap<string, string> =>
  new Map(
    told.flatMap(([name, message]) => {
      const reason = beginningOf(message);
      return reason === null ? [] : [[name, reason] as const];
    }),
  );

/** A file with failures, and how many of its tests passed and were skipped nevertheless. */
export type FailedFile = { name: string; passed: number; skipped: number };

/** Reads what Vitest's JSON reporter wrote; a file that could not even be loaded, or whose process ended, counts as one failure. */
export function readVitest(path: string, project: string): StepResult & { failedFiles: FailedFile[] } {
  const result = JSON.parse(readFileSync(path, 'utf8')) as VitestResult;
  const files = result.testResults.map((file) => ({ ...file, name: file.name.replace(`${project}/`, '') }));
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map((one) => ({ ...one, name: `${name} › ${one.fullName}` })),
  );
  const failures = tests.filter(({ status }) => status === 'failed').map(({ name }) => name);
  for (const { name, status, assertionResults, message } of files) {
    const isNamed = assertionResults.some((one) => one.status === 'failed');
    if (status === 'failed' && !isNamed) failures.push(`${name}: ${message?.split('\n')[0] || 'could not be run'}`);
  }
  const countOf = ({ assertionResults }: (typeof files)[number], ...wanted: string[]) =>
    assertionResults.filter(({ status }) => wanted.includes(status)).length;
  return {
    passed: result.numPassedTests,
    failed: Math.max(failures.length, result.success ? 0 : 1),
    skipped: result.numPendingTests,
    failedFiles: files
      .filter(({ status }) => status === 'failed')
      .map((file) => ({
        ...{ name: file.name, passed: countOf(file, 'passed'), skipped: countOf(file, 'pending', 'skipped', 'todo') },
      })),
    failures,
    secondTry: [],
    reasons: reasonsOf(tests.map(({ name, failureMessages }) => [name, failureMessages?.[0]])),
    tests: tests.map(({ name, duration }) => ({ name, seconds: (duration ?? 0) / 1000 })),
  };
}

/**
 * What a step found after the files that failed have run once more, alone. What passes then counts as passed, and is told by name: it
 * passed at its second try only.
 */
export function withSecondTry(first: StepResult, again: StepResult, files: readonly FailedFile[]): StepResult {
  const isOf = (name: string) =>
    files.some((file) => name.startsWith(`${file.name} › `) || name.startsWith(`${file.name}: `));
  const sum = (key: 'passed' | 'skipped') => files.reduce((total, file) => total + file[key], 0);
  const others = first.failures.filter((name) => !isOf(name));
  return {
    passed: first.passed - sum('passed') + again.passed,
    failed: others.length + again.failed,
    skipped: first.skipped - sum('skipped') + again.skipped,
    failures: [...others, ...again.failures],
    secondTry: first.failures.filter((name) => isOf(name) && !again.failures.includes(name)),
    reasons: new Map([...first.reasons, ...again.reasons]),
    tests: [...first.tests.filter(({ name }) => !isOf(name)), ...again.tests],
  };
}

type TryOfRun = { duration: number; error?: { message?: string } };
type PlaywrightSuite = {
  file: string;
  suites?: PlaywrightSuite[];
  specs: { title: string; tests: { projectName: string; status: string; results: TryOfRun[] }[] }[];
};

/** Reads what Playwright's JSON reporter wrote; errors outside of every test count as failures too. */
export function readPlaywright(path: string): StepResult {
  const { stats, suites, errors } = JSON.parse(readFileSync(path, 'utf8')) as {
    stats: { expected: number; unexpected: number; skipped: number; flaky: number };
    suites: PlaywrightSuite[];
    errors: { message?: string }[];
  };
  type Run = { name: string; seconds: number; status: string; reason: string | undefined };
  const all = (suite: PlaywrightSuite): Run[] => [
    ...suite.specs.flatMap(({ title, tests }) =>
      tests.map(({ projectName, status, results }) => ({
        name: `${suite.file} › ${title} (${projectName})`,
        seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
        status,
        reason: results.find(({ error }) => error)?.error?.message,
      })),
    ),
    ...(suite.suites ?? []).flatMap(all),
  ];
  const tests = suites.flatMap(all);
  const outside = errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside of every test');
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + outside.length,
    skipped: stats.skipped,
    failures: [...tests.filter(({ status }) => status === 'unexpected').map(({ name }) => name), ...outside],
    secondTry: tests.filter(({ status }) => status === 'flaky').map(({ name }) => name),
    reasons: reasonsOf(tests.map(({ name, reason }) => [name, reason])),
    tests: tests.map(({ name, seconds }) => ({ name, seconds })),
  };
}
