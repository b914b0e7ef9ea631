import { defineConfig } from '@playwright/test';
import { browserWords, findBrowser } from '../../build/browser.ts';
import { type DeskHost, electronForSpecs } from '../electron/open-for-spec.ts';

const executablePath = findBrowser();
const electron = electronForSpecs();
if (!electron && process.argv.includes('test') && !process.env.TEST_WORKER_INDEX) {
  console.log('SKIPPED: the runs in Electron itself. Its binary is not installed here, or there is no screen.');
}
/** Specs that are run in Electron (or its stand-in) too; all of them with EVERY_SPEC_IN_ELECTRON=1. */
const inEveryHost = process.env.EVERY_SPEC_IN_ELECTRON
  ? '*.spec.ts'
  : ['electron.spec.ts', 'filing.spec.ts', 'phone-call.spec.ts'];

export default defineConfig<{ deskHost: DeskHost }>({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  timeout: 240_000, // a loaded machine is no fault
  expect: { timeout: 30_000 },
  fullyParallel: false,
  workers: 1, // a browser, a desk and a centre keep two processors busy: two at a time were hardly quicker, and slower each
  forbidOnly: true,
  reporter: [['list'], ['json']],
  globalSetup: './support/office-setup.ts',
  use: {
    viewport: { width: 1600, height: 900 },
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    launchOptions: {
      args: [...browserWords, '--use-fake-device-for-media-stream'],
      ...(executablePath ? { executablePath } : {}),
    },
    // The states of the page at every step, but no film of it: filming costs every run a part of a processor.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser', testIgnore: 'electron.spec.ts' },
    // The real main, preload and backend bundles around a stand-in of Electron's module: not Electron itself.
    { name: 'electron-stand-in', testMatch: inEveryHost, use: { deskHost: 'stand-in' } },
    ...(electron ? [{ name: 'electron', testMatch: inEveryHost, use: { deskHost: 'electron' as const } }] : []),
  ],
});
