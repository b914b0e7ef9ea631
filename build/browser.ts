import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium for the browser runs: the variable CHROMIUM, one of the usual places, Playwright's own; null when there is none. */
export function findBrowser(): string | null {
  const named = process.env.CHROMIUM;
  if (named && existsSync(named)) return named;
  const own = chromium.executablePath();
  return usualPlaces.find((place) => existsSync(place)) ?? (existsSync(own) ? own : null);
}

/** Finds a browser or installs one: Debian's package as root, else Playwright's own. Throws with what to do when neither works. */
export function findOrInstallBrowser(say: (line: string) => void): string {
  const found = findBrowser();
  if (found) return found;
  for (const [words, limit] of waysToInstall()) {
    say(`No browser found; trying: ${words.join(' ')}`);
    const [command = '', ...rest] = words;
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'], timeout: limit, env: environment });
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'The browser runs need Chromium, and none could be found or installed. ' +
      'Install it (Debian: apt-get install chromium) or name one in the variable CHROMIUM.',
  );
}

function waysToInstall(): [words: string[], limitMs: number][] {
  const ways: [string[], number][] = [];
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    ways.push([['apt-get', 'update', '-qq'], 180_000], [['apt-get', 'install', '-y', '-qq', 'chromium'], 600_000]);
  }
  ways.push([['npx', 'playwright', 'install', 'chromium'], 300_000]);
  return ways;
}

/** Words for every start of Chromium in a run: no sandbox where we are root, nothing that calls home. */
export const browserWords = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
