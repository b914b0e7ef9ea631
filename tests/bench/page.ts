import { spawnSync } from 'node:child_process';
import { type Browser, chromium, type Page } from '@playwright/test';
import { browserWords, findBrowser } from '../../build/browser.ts';
import { type Part, project, startPart } from '../e2e/support/parts.ts';
import { type Figure, median, milliseconds, quantile, ratioOf, spread } from './figures.ts';
import { measuredLogIn, writeLargeStore } from './large-desk.ts';
import { bareLetter, bareLongPdf, bareRows, openBarePage } from './page/bare-page.ts';
import { measureFirstPage, measureLongList, measureLongPdf, measureNextDocument } from './page/case-file.ts';
import { addMeasuredDocuments, longCaseDocuments, longPages, type MeasuredDocuments } from './page/documents-store.ts';
import { measureFiling, measureNextLetter } from './page/inbox.ts';
import { measureSearch } from './page/search.ts';

/** What a worker feels in the page: documents, letters, lists and the search, in a real browser on a real desk without a centre. */
export async function measurePage(isQuick: boolean): Promise<Figure[]> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium found; npm test tells how to get one.');
  run('build/page.ts', ['--if-needed']);
  const caseFiles = isQuick ? 30 : 300;
  const store = await writeLargeStore({ caseFiles, documents: 100, pages: 5, letters: 0 }, addMeasuredDocuments);
  const desk = await startDesk(store.folder);
  const browser = await chromium.launch({ executablePath, args: browserWords });
  try {
    const page = await openDesk(browser, desk);
    return [
      ...(await measureDocuments(browser, page, store.more, isQuick)),
      ...(await measureLongFile(browser, page, store.more, isQuick)),
      ...(await measureLists(browser, page, store.more, { isQuick, documents: caseFiles * 100 })),
    ];
  } finally {
    await browser.close();
    await desk.stop();
    await store.remove();
  }
}

function run(entry: string, words: string[]): void {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(process.execPath, [...flags, entry, ...words], { cwd: project, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${entry} failed`);
}

function startDesk(folder: string): Promise<Part> {
  const words = ['--central', 'http://127.0.0.1:9', '--data', folder, '--port', '0', '--no-open', '--host', 'browser'];
  return startPart('main/browser/start.ts', words);
}

async function openDesk(browser: Browser, desk: Part): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(desk.address);
  await page.getByLabel('Kennung').fill(measuredLogIn.login);
  await page.getByLabel('Kennwort', { exact: true }).fill(measuredLogIn.password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /Postkorb/ })
    .first()
    .waitFor();
  return page;
}

/** One document after the other: in the file and in the Postkorb. */
async function measureDocuments(browser: Browser, page: Page, documents: MeasuredDocuments, isQuick: boolean) {
  const rounds = isQuick ? 6 : 12;
  const bare = await openBarePage(browser, documents.letter);
  const floor = await bareLetter(bare, 10);
  await bare.close();
  const beside = `pdf.js alone, one letter from memory: ${spread(floor)}`;
  const figure = (what: string, ours: number[], budget: string): Figure => {
    return { what, ours: spread(ours), budget, beside, ratio: ratioOf(median(ours), median(floor)) };
  };
  const mixed = 'digital, scan, photo, mail, text';
  return [
    figure(
      `first page of a cached document that was not opened ahead (${mixed})`,
      await measureFirstPage(page, documents, rounds),
      '< 200 ms',
    ),
    figure(
      `J in a file until the next document is drawn (${mixed})`,
      await measureNextDocument(page, documents, rounds),
      '< 100 ms',
    ),
    figure(
      `J in the Postkorb until the next letter is drawn (${mixed})`,
      await measureNextLetter(page, rounds),
      '< 100 ms',
    ),
    figure('Enter in the Postkorb until the next letter is drawn', await measureFiling(page, rounds), '< 100 ms'),
  ];
}

/** A PDF of 1,000 pages. */
async function measureLongFile(browser: Browser, page: Page, documents: MeasuredDocuments, isQuick: boolean) {
  const seconds = isQuick ? 3 : 6;
  const ours = await measureLongPdf(page, documents, seconds);
  const bare = await openBarePage(browser, documents.longPdf);
  const theirs = await bareLongPdf(bare, seconds);
  await bare.close();
  const words = ({ frames, blank }: { frames: number[]; blank: number }) =>
    `p50 ${milliseconds(median(frames))}, p95 ${milliseconds(quantile(frames, 0.95))}, ${percent(slow(frames))} over 32 ms, ${percent(blank)} of frames on a page not drawn yet`;
  return [
    {
      what: `first page of a PDF of ${longPages.toLocaleString('en')} pages`,
      ours: milliseconds(ours.firstPage),
      budget: '< 200 ms',
      beside: `the viewer of pdf.js: ${milliseconds(theirs.firstPage)}`,
      ratio: ratioOf(ours.firstPage, theirs.firstPage),
    },
    {
      what: 'frames while scrolling through it, 40 px each',
      ours: words(ours),
      budget: 'p95 < 32 ms',
      beside: `the viewer of pdf.js: ${words(theirs)}`,
      ratio: ratioOf(quantile(ours.frames, 0.95), quantile(theirs.frames, 0.95)),
    },
  ];
}

const slow = (frames: number[]): number => frames.filter((frame) => frame > 32).length / frames.length;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Lists and hits. */
async function measureLists(
  browser: Browser,
  page: Page,
  documents: MeasuredDocuments,
  { isQuick, documents: count }: { isQuick: boolean; documents: number },
) {
  const bare = await openBarePage(browser, documents.letter);
  const floor = await bareRows(bare, 10);
  await bare.close();
  const beside = `40 bare rows put into an empty page: ${spread(floor)}`;
  const list = await measureLongList(page, documents, isQuick ? 4 : 8);
  const search = await measureSearch(page);
  return [
    {
      what: `a case file of ${longCaseDocuments.toLocaleString('en')} documents opened until its list is shown`,
      ours: spread(list),
      budget: '< 100 ms',
      beside,
      ratio: ratioOf(median(list), median(floor)),
    },
    {
      what: `search over ${count.toLocaleString('en')} documents: a letter typed until its hits are shown`,
      ours: spread(search),
      budget: 'p95 < 50 ms',
      beside,
      ratio: ratioOf(quantile(search, 0.95), quantile(floor, 0.95)),
    },
  ];
}
