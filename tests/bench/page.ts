import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { browserWords, findBrowser } from '../../build/browser.ts';
import { generateOffice } from '../../demo/sample/generate.ts';
import { logIn, Office } from '../e2e/support/office.ts';
import setUp from '../e2e/support/office-setup.ts';
import { project } from '../e2e/support/parts.ts';
import { type Figure, median, milliseconds, ratioOf, spread } from './figures.ts';

/** What a worker feels in the page: the first page of a document, the next document, filing a letter. */
export async function measurePage(isQuick: boolean): Promise<Figure[]> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium found; npm test tells how to get one.');
  const tearDown = await setUp();
  const office = await Office.open();
  const browser = await chromium.launch({ executablePath, args: browserWords });
  try {
    const desk = await office.startDesk('bench');
    const page = await (
      await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: 'de-DE' })
    ).newPage();
    await page.goto(desk.address);
    await logIn(page, 'jensen');
    const rounds = isQuick ? 4 : 8;
    const next = await measureNextLetter(page, rounds);
    const filed = await measureFiling(page, 4);
    const floor = await barePdf(browser, 10);
    await desk.stop();
    return [
      {
        what: 'next letter of the Postkorb chosen until its first page is drawn',
        ours: spread(next),
        budget: 'first page < 200 ms, next document < 100 ms',
        beside: `pdf.js alone, one sample letter from memory: ${milliseconds(median(floor))}`,
        ratio: ratioOf(median(next), median(floor)),
      },
      {
        what: 'Enter in the Postkorb until the next letter is chosen',
        ours: spread(filed),
        budget: '< 100 ms',
        beside: 'a frame of the screen: 17 ms',
        ratio: ratioOf(median(filed), 16.7),
      },
    ];
  } finally {
    await browser.close();
    await office.close();
    await tearDown();
  }
}

/** Measured inside the page, from the key press to the drawn page, so that the driver's own time is left out. */
async function measureNextLetter(page: Page, rounds: number): Promise<number[]> {
  await page.locator('[data-state=drawn]').first().waitFor();
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const took = await page.evaluate(
      () =>
        new Promise<number>((done, failed) => {
          const before = document.querySelector('[data-viewer]');
          const from = performance.now();
          const watch = new MutationObserver(() => {
            const now = document.querySelector('[data-viewer]');
            if (
              !now ||
              now === before ||
              !(now.matches('[data-state=drawn]') || now.querySelector('[data-state=drawn]'))
            )
              return;
            watch.disconnect();
            requestAnimationFrame(() => done(performance.now() - from));
          });
          watch.observe(document.body, {
            subtree: true,
            childList: true,
            attributes: true,
            attributeFilter: ['data-state'],
          });
          setTimeout(() => failed(new Error('the next letter was not drawn within 20 s')), 20_000);
          document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true, cancelable: true }),
          );
        }),
    );
    all.push(took);
  }
  return all.sort((left, right) => left - right);
}

async function measureFiling(page: Page, rounds: number): Promise<number[]> {
  const all: number[] = [];
  await page.keyboard.press('Home');
  for (let round = 0; round < rounds; round += 1) {
    const took = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          const chosen = () => document.querySelector('[role=option][aria-selected=true]')?.textContent ?? '';
          const before = chosen();
          const from = performance.now();
          const watch = new MutationObserver(() => {
            if (chosen() === before || chosen() === '') return;
            watch.disconnect();
            done(performance.now() - from);
          });
          watch.observe(document.body, { subtree: true, childList: true, attributes: true });
          setTimeout(() => done(Number.NaN), 10_000);
          document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }),
          );
        }),
    );
    if (!Number.isNaN(took)) all.push(took);
  }
  if (all.length === 0) throw new Error('no letter could be filed by Enter');
  return all.sort((left, right) => left - right);
}

/** pdf.js by itself in the same browser: a sample letter from memory onto a canvas of the same size. */
async function barePdf(browser: Browser, rounds: number): Promise<number[]> {
  const letter = [...generateOffice({ households: 4 }).caseFile(0).documents].find(
    (document) => document.form === 'digital',
  );
  const bytes = [...((await letter?.bytes()) ?? [])];
  const server = createServer((request, response) => {
    const name = request.url ?? '/';
    if (name === '/')
      return void response.setHeader('content-type', 'text/html').end('<!doctype html><canvas></canvas>');
    response.setHeader('content-type', 'text/javascript');
    createReadStream(join(project, 'node_modules/pdfjs-dist/build', name.slice(1))).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const all = await page.evaluate(
    async ({ data, count }) => {
      const pdfjs = await import(/* @vite-ignore */ `${location.origin}/pdf.min.mjs`);
      pdfjs.GlobalWorkerOptions.workerSrc = '/pdf.worker.min.mjs';
      const taken: number[] = [];
      for (let round = 0; round <= count; round += 1) {
        const from = performance.now();
        const task = pdfjs.getDocument({ data: new Uint8Array(data) });
        const first = await (await task.promise).getPage(1);
        const viewport = first.getViewport({ scale: 0.8 });
        const canvas = document.querySelector('canvas') as HTMLCanvasElement;
        canvas.width = viewport.width;
        canvas.height = viewport.height;
        await first.render({ canvas, viewport }).promise;
        if (round > 0) taken.push(performance.now() - from);
        await task.destroy();
      }
      return taken;
    },
    { data: bytes, count: rounds },
  );
  await page.close();
  server.closeAllConnections();
  server.close();
  return all.sort((left, right) => left - right);
}
