import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Terminals inside Electron hand this down; Electron started by a test would then be a plain Node.
delete process.env.ELECTRON_RUN_AS_NODE;

// One seed for all property tests of a run, so that a failure can be repeated: SEED=… npm run test:unit. It comes from the commit: what
// was tested here is tested again with the same values wherever that commit goes, and the next one with others.
const seed = Number(process.env.SEED ?? seedOfCommit());

function seedOfCommit(): number {
  const { stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: import.meta.dirname, encoding: 'utf8' });
  return /^[0-9a-f]{7}/.test(stdout ?? '') ? Number.parseInt(stdout.slice(0, 7), 16) : Date.now() % 2 ** 31;
}
if (process.env.VITEST) console.log(`Property tests use the seed ${seed} (repeat with SEED=${seed}).`);

const never = ['**/node_modules/**', '**/dist/**', '**/daten/**', '**/.cache/**', 'tests/e2e/**'];
const sqlite = ['**/*.db.test.ts', 'db/**/*.test.ts', 'backend/**/*.test.ts', 'intake/**/*.test.ts'];
const postgres = ['**/*.pg.test.ts'];
const together = ['tests/**/*.test.ts'];
const postgresSetup = 'tests/support/postgres-setup.ts';

export default defineConfig({
  test: {
    environment: 'node',
    maxWorkers: '100%', // nothing else runs beside the tests
    // What is waited for comes when it comes: a loaded machine is no fault.
    expect: { poll: { timeout: 15_000 } },
    env: { SEED: String(seed) },
    setupFiles: ['build/check/property-seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...never, ...sqlite, ...postgres, ...together],
          testTimeout: 60_000, // a loaded machine is no fault
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: sqlite,
          exclude: [...never, ...postgres, ...together],
          testTimeout: 60_000, // real disks; a loaded machine is no fault
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          // With a server of somebody else's there is only that one, see the setup.
          fileParallelism: process.env.AKTENPULT_TEST_DATABASE === undefined,
          include: postgres,
          exclude: never,
          globalSetup: existsSync(postgresSetup) ? [postgresSetup] : [],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: together,
          exclude: [...never, ...postgres],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
