import { defineConfig } from '@playwright/test';
import { browserWords, findBrowser } from '../../build/browser.ts';

const executablePath = findBrowser();

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1, // one sample office serves all runs
  forbidOnly: true,
  reporter: [['list'], ['json']],
  globalSetup: './support/office-setup.ts',
  use: {
    viewport: { width: 1600, height: 900 },
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    launchOptions: { args: browserWords, ...(executablePath ? { executablePath } : {}) },
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'browser' }],
});
