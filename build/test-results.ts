import { readFileSync } from 'node:fs';

type Counts = { passed: number; failed: number; skipped: number };
/** What a step of `npm test` found: sums, and each test by name with its seconds. */
export type StepResult = Counts & {
  failures: string[];
  /** What passed at its second try only: told at the end, for somebody has to find out why. */
  secondTry: string[];
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
    assertionResults: { fullName: string; status: string; duration?: number | null }[];
  }[];
};

/**
 * Reads what Vitest's JSON reporter wrote; a file that could not even be loaded counts as one failure. `ended`: files whose process
 * ended (by a signal, or for want of memory) before their tests did; they are among the failures.
 */
export function readVitest(path: string, project: string): StepResult & { ended: string[] } {
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
  const hasEnded = ({ status, message, assertionResults }: (typeof files)[number]) =>
    status === 'failed' && !message && !assertionResults.some((one) => one.status === 'failed');
  return {
    passed: result.numPassedTests,
    failed: Math.max(failures.length, result.success ? 0 : 1),
    skipped: result.numPendingTests,
    ended: files.filter(hasEnded).map(({ name }) => name),
    failures,
    secondTry: [],
    tests: tests.map(({ name, duration }) => ({ name, seconds: (duration ?? 0) / 1000 })),
  };
}

type PlaywrightSuite = {
  file: string;
  suites?: PlaywrightSuite[];
  specs: { title: string; tests: { projectName: string; status: string; results: { duration: number }[] }[] }[];
};

/** Reads what Playwright's JSON reporter wrote; errors outside of every test count as failures too. */
export function readPlaywright(path: string): StepResult {
  const { stats, suites, errors } = JSON.parse(readFileSync(path, 'utf8')) as {
    stats: { expected: number; unexpected: number; skipped: number; flaky: number };
    suites: PlaywrightSuite[];
    errors: { message?: string }[];
  };
  const all = (suite: PlaywrightSuite): { name: string; seconds: number; status: string }[] => [
    ...suite.specs.flatMap(({ title, tests }) =>
      tests.map(({ projectName, status, results }) => ({
        name: `${suite.file} › ${title} (${projectName})`,
        seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
        status,
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
    tests: tests.map(({ name, seconds }) => ({ name, seconds })),
  };
}
