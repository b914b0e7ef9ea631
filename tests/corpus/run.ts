import { readdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { browserWords, findOrInstallBrowser } from '../../build/browser.ts';
import { logIn, Office } from '../e2e/support/office.ts';
import setUp from '../e2e/support/office-setup.ts';
import { takeIn } from './take-in.ts';

// npm run test:corpus -- DIR --json FILE: every file of a folder through the real desk in Chromium.

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const [folder] = positionals;
if (!folder || !values.json) {
  console.error('usage: npm run test:corpus -- DIR --json FILE');
  process.exit(1);
}
const entries = await readdir(resolve(folder), { recursive: true, withFileTypes: true });
const files = entries
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
  .map((path) => ({ path, name: relative(resolve(folder), path) }));
const tearDown = await setUp();
const office = await Office.open();
const browser = await chromium.launch({ executablePath: findOrInstallBrowser(console.log), args: browserWords });
const desk = await office.startDesk('corpus');
const page = await (await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'de-DE' })).newPage();
page.setDefaultTimeout(20_000);
await page.goto(desk.address);
await logIn(page, 'jensen');
const outcomes = await takeIn(page, files, ({ file, outcome, kind, pages, milliseconds }) =>
  console.log(
    `${outcome.padEnd(9)} ${String(kind ?? '').padEnd(8)} ${String(pages ?? '–').padStart(5)} pages ${String(milliseconds).padStart(6)} ms  ${file}`,
  ),
);
await writeFile(values.json, `${JSON.stringify(outcomes, null, 1)}\n`);
await browser.close();
await desk.stop();
await office.close();
await tearDown();
const count = (outcome: string) => outcomes.filter((one) => one.outcome === outcome).length;
console.log(
  `${files.length} files: ${count('shown')} shown, ${count('explained')} explained, ${count('failed')} failed`,
);
process.exit(count('failed') === 0 ? 0 : 1);
