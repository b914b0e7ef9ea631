import type { PageWords } from '../../core/letters/page-words.ts';
import { splitPrintRun } from '../../core/letters/print-run.ts';
import type { OpenedFile, SharedFile } from '../pages/page-jobs.ts';
import type { ReadPage } from './read-pages.ts';
import type { Engines } from './stack-reader.ts';
import { type PageUse, splitStack, type StackPart } from './split-stack.ts';
import type { PageFinding, ReadDocument } from './stack-reading.ts';

/** Below this somebody should look whether a page can be read at all. */
const hardToRead = 60;

type ReadStack = { file: SharedFile; bytes: Uint8Array; opened: OpenedFile; read: ReadPage[]; isPrintRun: boolean };
type Made = { pages: PageFinding[]; documents: ReadDocument[] };
type Asked = { isWaitedFor: boolean; signal: AbortSignal | undefined };

/** Parts a stack that was read into documents and writes their PDFs. */
export async function makeDocuments(engines: Engines, stack: ReadStack, asked: Asked): Promise<Made> {
  const split = isLeftAsItCame(stack) ? leftAsItCame(stack) : splitStack(stack.read);
  const documents: ReadDocument[] = [];
  for (const part of split.parts) documents.push(await makeDocument(engines, stack, part, asked));
  const pages = stack.read.map((page, index) => findingOf(page, split.uses[index] ?? 'document'));
  return { pages, documents };
}

/** The one document of a file that is no stack: mail, Office, text. */
export function wholeDocument({ report, texts, pageCount }: OpenedFile, bytes: Uint8Array): Made {
  const numbers = Array.from({ length: pageCount }, (_, index) => index + 1);
  const words = numbers.map((number) => ({ number, text: texts[number - 1] ?? '', words: [] }));
  const document: ReadDocument = {
    pages: numbers,
    coverSheet: null,
    bytes,
    mediaType: report.mediaType,
    isAsItCame: true,
    words,
    confidence: null,
    concerns: [...report.warnings],
  };
  return { pages: numbers.map(untouched), documents: [document] };
}

function untouched(page: number): PageFinding {
  return { page, use: 'document', codes: [], turned: 0, skew: 0, resolution: null, confidence: null, milliseconds: 0 };
}

/** A digital document is no stack of paper: it is neither parted at its blank pages nor do they go; a signed one would lose its signature. */
function isLeftAsItCame({ opened, read }: ReadStack): boolean {
  if (opened.report.kind !== 'pdf') return false;
  if (opened.isSigned) return true;
  const hasSheets = read.some(({ sheetCodes, hasPatchBars }) => sheetCodes.length > 0 || hasPatchBars);
  return !hasSheets && read.every((page) => !page.isRecognised) && read.some(({ words }) => words.length > 0);
}

/** Whole, or the letters of a print run where it is certain where they begin. What is signed stays one document. */
function leftAsItCame({ opened, read, isPrintRun }: ReadStack): { uses: PageUse[]; parts: StackPart[] } {
  const run = isPrintRun && !opened.isSigned ? splitPrintRun(read) : null;
  const letters = run?.letters ?? [{ pages: read.map(({ number }) => number), concerns: [] }];
  return {
    uses: read.map(() => 'document'),
    parts: letters.map(({ pages, concerns }) => ({ pages, coverSheet: null, concerns })),
  };
}

async function makeDocument(engines: Engines, stack: ReadStack, part: StackPart, asked: Asked): Promise<ReadDocument> {
  const { file, bytes, opened, read } = stack;
  const pages = part.pages.flatMap((number) => read[number - 1] ?? []);
  const about = {
    pages: part.pages,
    coverSheet: part.coverSheet,
    words: pages.map(({ words, text }, index): PageWords => ({ number: index + 1, text, words })),
    confidence: averageOf(pages),
  };
  const concerns = [...opened.report.warnings, ...part.concerns, ...concernsOf(pages)];
  const asItCame = { ...about, bytes, mediaType: opened.report.mediaType, isAsItCame: true, concerns };
  if (isWhole(stack, pages) && (opened.isSigned || pages.every(needsNothing))) return asItCame;
  const toWrite = pages.map(({ number, turned, skew, isRecognised, words }) => {
    return { index: number - 1, turned, skew, words: isRecognised ? words : null };
  });
  const written = await engines.pages.ask(
    { task: 'write', file, pages: toWrite },
    { ...asked, affinity: `${file.number}` },
  );
  if ('pdf' in written)
    return { ...about, bytes: written.pdf, mediaType: 'application/pdf', isAsItCame: false, concerns };
  // The file itself holds everything: better all of it than nothing.
  return { ...asItCame, concerns: [...concerns, notWritten(part, stack)] };
}

function notWritten({ pages }: StackPart, { read }: ReadStack): string {
  const pagesMeant = pages.length === read.length ? '' : ` Gemeint sind daraus die Seiten ${pages.join(', ')}.`;
  return `Aus dieser Datei konnte kein durchsuchbares PDF erstellt werden. Sie liegt deshalb so bei, wie sie eingegangen ist.${pagesMeant}`;
}

function isWhole({ opened, read }: ReadStack, pages: ReadPage[]): boolean {
  return opened.report.kind === 'pdf' && pages.length === read.length;
}

function needsNothing(page: ReadPage): boolean {
  return !page.isRecognised && page.turned === 0 && page.skew === 0;
}

function averageOf(pages: ReadPage[]): number | null {
  const known = pages.flatMap(({ confidence }) => (confidence === null ? [] : confidence));
  return known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length);
}

function concernsOf(pages: ReadPage[]): string[] {
  return pages.flatMap((page, index) => {
    const place = `Seite ${index + 1}`;
    if (page.isUnreadable) return `${place} konnte nicht gelesen werden.`;
    if (page.confidence === null) return [];
    if (page.words.length === 0) return `Auf ${place} wurde kein Text erkannt.`;
    return page.confidence < hardToRead ? `${place} ist kaum lesbar.` : [];
  });
}

function findingOf(page: ReadPage, use: PageFinding['use']): PageFinding {
  const { number, codes, turned, skew, resolution, colour, confidence, milliseconds } = page;
  return {
    page: number,
    use,
    codes: codes.map((code) => ({ ...code, page: number })),
    turned,
    skew,
    resolution,
    colour,
    confidence,
    milliseconds,
  };
}
