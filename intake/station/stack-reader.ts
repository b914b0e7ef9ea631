import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { Explained } from '../content/content-report.ts';
import { reportWithoutReading } from '../content/reports.ts';
import { explain } from '../content/explanations.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import type { OpenedFile, PageAnswer, PageJob, PageWorkerSettings } from '../pages/page-jobs.ts';
import { findNativeTesseract } from '../recognition/native-tesseract.ts';
import { createPackagedTesseract, type PackagedTesseractOptions } from '../recognition/packaged-tesseract.ts';
import type { Recogniser } from '../recognition/recogniser.ts';
import { createWorkerPool, type WorkerPool } from '../workers/worker-pool.ts';
import { createPageDrawer } from './draw-page.ts';
import { makeDocuments, wholeDocument } from './make-documents.ts';
import { readPages } from './read-pages.ts';
import { shareFile } from './share-file.ts';
import type { ReadStackOptions, StackReader, StackReading } from './stack-reading.ts';

/** How stacks are read; everything has a default for running from source. */
export type StackReaderOptions = {
  /** `auto` takes the installed Tesseract where there is one with German, else the packaged one. */
  recognition?: 'auto' | 'native' | 'packaged';
  /** The page worker's module: `page-worker.ts`, or the bundled one. */
  pageWorkerUrl?: URL;
  /** The module beside whose packages WebAssembly programs and language data lie; this one by default, bundled or not. */
  packagesFrom?: string;
  packaged?: PackagedTesseractOptions;
  /** Page workers at most; default one per processor. */
  size?: number;
  /** Milliseconds of processor time one page may take to be looked at, or one document to be written; default 60,000. */
  timeLimit?: number;
};

/** What the parts of reading share. */
export type Engines = { pages: WorkerPool<PageJob, PageAnswer>; recogniser: Recogniser; size: number };

const mostBytes = 512 * 1024 * 1024;

/** Makes a reader; its workers start when work comes. */
export function createStackReader(options: StackReaderOptions = {}): StackReader {
  const size = options.size ?? availableParallelism();
  const pages = createWorkerPool<PageJob, PageAnswer>({
    workerUrl: options.pageWorkerUrl ?? new URL('../pages/page-worker.ts', import.meta.url),
    settings: packagedPrograms(options.packagesFrom ?? import.meta.url),
    size,
    timeLimit: options.timeLimit ?? 60_000,
  });
  const recogniser = chooseRecogniser(options);
  return {
    readStack: async (bytes, fileName, how = {}) =>
      readStack({ pages, recogniser: await recogniser, size }, bytes, fileName, how),
    readText: async (bytes, fileName, how = {}) =>
      readText({ pages, recogniser: await recogniser, size }, bytes, fileName, how),
    drawPage: createPageDrawer(pages),
    close: async () => {
      await Promise.all([pages.close(), recogniser.then((found) => found.close())]);
    },
  };
}

/** The recogniser that is there: the installed one where wanted and found, else the one that comes along. */
export async function chooseRecogniser(options: StackReaderOptions): Promise<Recogniser> {
  const { recognition = 'auto' } = options;
  const packaged = { packagesFrom: options.packagesFrom ?? import.meta.url, ...options.packaged };
  const size = options.size === undefined ? {} : { size: options.size };
  const native = recognition === 'packaged' ? null : await findNativeTesseract(size);
  return native ?? createPackagedTesseract({ ...size, ...packaged });
}

async function readStack(
  engines: Engines,
  bytes: Uint8Array,
  fileName: string,
  options: ReadStackOptions,
): Promise<StackReading> {
  if (bytes.length > mostBytes) return notRead({ ...explained('too-large') }, bytes, fileName);
  const file = shareFile(bytes, fileName);
  const asked = { isWaitedFor: options.priority === 'waitedFor', signal: options.signal };
  const opened = await engines.pages.ask({ task: 'open', file }, { ...asked, affinity: `${file.number}` });
  if ('explanation' in opened) return notRead(opened, bytes, fileName);
  const { report, form, pageCount } = opened as OpenedFile;
  if (form === 'none') return { report, pageCount, pages: [], documents: [] };
  if (form === 'whole') return { report, pageCount, ...wholeDocument(opened as OpenedFile, bytes) };
  const read = await readPages(engines, file, pageCount, options);
  const isPrintRun = options.isPrintRun === true && options.onlyPages === undefined;
  const made = await makeDocuments(engines, { file, bytes, opened: opened as OpenedFile, read, isPrintRun }, asked);
  return { report, pageCount, ...made };
}

async function readText(
  engines: Engines,
  bytes: Uint8Array,
  fileName: string,
  options: ReadStackOptions,
): Promise<PageWords[]> {
  if (bytes.length > mostBytes) return [];
  const file = shareFile(bytes, fileName);
  const asked = { isWaitedFor: options.priority === 'waitedFor', signal: options.signal };
  const opened = await engines.pages.ask({ task: 'open', file }, { ...asked, affinity: `${file.number}` });
  if ('explanation' in opened) return [];
  const { form, pageCount } = opened as OpenedFile;
  if (form === 'none') return [];
  if (form === 'whole') return wholeDocument(opened as OpenedFile, bytes).documents.flatMap(({ words }) => words);
  const read = await readPages(engines, file, pageCount, options);
  return read.map(({ number, text, words }) => ({ number, text, words }));
}

function explained(code: 'too-large'): Explained {
  return { explanation: explain(code) };
}

function notRead({ explanation }: Explained, bytes: Uint8Array, fileName: string): StackReading {
  const report = reportWithoutReading(bytes, fileName, explanation);
  return { report, pageCount: report.pageCount ?? 0, pages: [], documents: [] };
}

function packagedPrograms(from: string): PageWorkerSettings {
  const { resolve } = createRequire(from);
  return {
    pdfiumWasmPath: resolve('@embedpdf/pdfium/pdfium.wasm'),
    zxingWasmPath: resolve('zxing-wasm/reader/zxing_reader.wasm'),
  };
}
