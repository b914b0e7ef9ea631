import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { project } from '../../e2e/support/parts.ts';
import { scrollThrough } from './case-file.ts';
import { sorted } from './in-page.ts';

/** A page of its own beside the desk, in the same browser, with pdf.js and nothing else of the desk's. */
export type BarePage = { page: Page; close(): Promise<void> };

/** Serves pdf.js and one PDF to a page of the same size as the desk's. */
export async function openBarePage(browser: Browser, pdf: Uint8Array): Promise<BarePage> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    if (name === '') return void response.setHeader('content-type', 'text/html').end(barePage);
    if (name === 'document.pdf') return void response.setHeader('content-type', 'application/pdf').end(pdf);
    const path = join(project, 'node_modules/pdfjs-dist', name);
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.setHeader('content-type', name.endsWith('.css') ? 'text/css' : 'text/javascript');
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    page,
    async close() {
      await page.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

const barePage = `<!doctype html><link rel="stylesheet" href="/web/pdf_viewer.css"><canvas></canvas>
<div id="scroll" style="position:absolute;inset:0 500px 0 300px;overflow:auto"><div class="pdfViewer"></div></div>`;

/** pdf.js by itself: a letter from memory onto a canvas of the usual size, the worker running already. */
export async function bareLetter({ page }: BarePage, rounds: number): Promise<number[]> {
  const taken = await page.evaluate(async (count) => {
    const pdfjs = await import(/* @vite-ignore */ `${location.origin}/build/pdf.min.mjs`);
    pdfjs.GlobalWorkerOptions.workerSrc = '/build/pdf.worker.min.mjs';
    const worker = new pdfjs.PDFWorker();
    const data = new Uint8Array(await (await fetch('/document.pdf')).arrayBuffer());
    const all: number[] = [];
    for (let round = 0; round <= count; round += 1) {
      const from = performance.now();
      const task = pdfjs.getDocument({ data: data.slice(), worker });
      const first = await (await task.promise).getPage(1);
      const viewport = first.getViewport({ scale: 0.8 * (96 / 72) });
      const canvas = document.querySelector('canvas') as HTMLCanvasElement;
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      await first.render({ canvas, viewport }).promise;
      await new Promise(requestAnimationFrame);
      if (round > 0) all.push(performance.now() - from);
      await task.destroy();
    }
    return all;
  }, rounds);
  return sorted(taken);
}

/** The viewer that comes with pdf.js, with the same document of 1,000 pages: opened, then scrolled through in the same way. */
export async function bareLongPdf(bare: BarePage, seconds: number) {
  const firstPage = await bare.page.evaluate(async () => {
    const pdfjs = await import(/* @vite-ignore */ `${location.origin}/build/pdf.min.mjs`);
    Reflect.set(globalThis, 'pdfjsLib', pdfjs);
    const { PDFViewer, EventBus } = await import(/* @vite-ignore */ `${location.origin}/web/pdf_viewer.mjs`);
    pdfjs.GlobalWorkerOptions.workerSrc = '/build/pdf.worker.min.mjs';
    const from = performance.now();
    const eventBus = new EventBus();
    const container = document.querySelector('#scroll') as HTMLElement;
    const viewer = new PDFViewer({ container, eventBus, viewer: container.firstElementChild });
    const drawn = new Promise((done) => eventBus.on('pagerendered', done));
    viewer.setDocument(await pdfjs.getDocument({ url: '/document.pdf' }).promise);
    await drawn;
    return performance.now() - from;
  });
  return { firstPage, ...(await scrollThrough(bare.page, '#scroll', '.page', '[data-loaded=true]', seconds)) };
}

/** As many bare rows as a list shows at once, put into an empty page, until the next frame. */
export async function bareRows({ page }: BarePage, rounds: number): Promise<number[]> {
  const taken = await page.evaluate(async (count) => {
    const all: number[] = [];
    for (let round = 0; round < count; round += 1) {
      await new Promise(requestAnimationFrame);
      await new Promise((done) => setTimeout(done, 5));
      const from = performance.now();
      const list = document.createElement('div');
      for (let row = 0; row < 40; row += 1)
        list.append(Object.assign(document.createElement('div'), { textContent: `Zeile ${row}` }));
      document.body.append(list);
      await new Promise(requestAnimationFrame);
      all.push(performance.now() - from);
      list.remove();
    }
    return all;
  }, rounds);
  return sorted(taken);
}
