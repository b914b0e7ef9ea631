import path from 'node:path';
import type { Id } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import type { TransferNote } from '../../core/domain/transfer-note.ts';
import { safeFileName } from '../content/safe-file-name.ts';
import type { PageFinding, ReadDocument, StackReading } from './stack-reading.ts';

/** Where a stack came from, as its documents say of it. */
export type StackOrigin = {
  id: Id;
  takenAt: Moment;
  /** Who handed it in; null for devices and mailboxes. */
  takenBy: Id | null;
  source: TransferNote['source'];
  station: string;
  fileName: string;
  sha256: string;
  size: number;
};

/** A document of a reading: which, from 1, and its bytes' SHA-256. */
export type MadeDocument = { read: ReadDocument; sha256: string; number: number };

/** What is kept of a document that was made of a stack, its transfer note included. */
export function documentFacts(stack: StackOrigin, reading: StackReading, made: MadeDocument): ContentFacts {
  const { report } = reading;
  const { read, sha256, number } = made;
  const [isSplit, asItCame] = [reading.documents.length > 1, read.isAsItCame];
  return {
    fileName: asItCame ? stack.fileName : resultName(stack.fileName, isSplit ? number : null),
    ...{ mediaType: read.mediaType, size: read.bytes.length, sha256 },
    kind: asItCame
      ? report.kind
      : (kinds[read.mediaType] ?? (read.mediaType.startsWith('image/') ? 'image' : 'unknown')),
    pageCount: asItCame ? report.pageCount : read.pages.length,
    encrypted: asItCame ? report.encrypted : 'no',
    hasText: read.words.some((page) => page.text.trim() !== ''),
    explanation: asItCame ? (report.explanation ?? null) : null,
    attachments: asItCame ? report.attachments : [],
    transferNote: transferNoteOf(stack, reading.pageCount, { read, sha256, isSplit, findings: reading.pages }),
  };
}

const kinds: Record<string, ContentFacts['kind']> = { 'application/pdf': 'pdf', 'image/tiff': 'tiff' };

/** The recognised texts of a document's pages, in order. */
export function textsOfDocument(read: ReadDocument): string[] {
  const texts: string[] = [];
  for (const page of read.words) texts[page.number - 1] = page.text;
  return Array.from(texts, (text) => (text ?? '').replaceAll('\0', '\uFFFD').toWellFormed().slice(0, 200_000));
}

/** `Post.tif` becomes `Post.pdf`, or `Post 3.pdf` where it was split. */
export function resultName(fileName: string, number: number | null): string {
  const { name } = path.parse(fileName);
  return safeFileName(`${name}${number === null ? '' : ` ${number}`}.pdf`);
}

type Made = { read: ReadDocument; sha256: string; isSplit: boolean; findings: PageFinding[] };

function transferNoteOf(
  stack: StackOrigin,
  pageCount: number,
  { read, sha256, isSplit, findings }: Made,
): TransferNote {
  const own = findings.filter(({ page }) => read.pages.includes(page));
  const resolutions = own.flatMap(({ resolution }) => (resolution ? [Math.round(resolution)] : []));
  return {
    ...{ stackId: stack.id, takenAt: stack.takenAt, takenBy: stack.takenBy, source: stack.source },
    ...{ station: stack.station.slice(0, 200), fileName: stack.fileName },
    original: { sha256: stack.sha256, size: stack.size, pageCount },
    pages: read.pages,
    resolution: resolutions.length > 0 ? Math.max(1, Math.min(...resolutions)) : null,
    colour: colourOf(own),
    resultSha256: sha256,
    steps: stepsOf(read.pages, own, findings, isSplit),
    confidence: read.confidence,
    concerns: read.concerns.slice(0, 100).map((concern) => concern.slice(0, 300)),
    visualCheck: { state: 'open', by: null, at: null },
  };
}

// The richest of its pages; a page of which it is not known might be richer.
function colourOf(own: PageFinding[]): TransferNote['colour'] {
  const colours = own.map(({ colour }) => colour ?? null);
  if (colours.includes('colour')) return 'colour';
  if (colours.length === 0 || colours.includes(null)) return null;
  return colours.includes('grey') ? 'grey' : 'blackWhite';
}

function stepsOf(pages: number[], own: PageFinding[], all: PageFinding[], isSplit: boolean): TransferNote['steps'] {
  const [first, last] = [Math.min(...pages), Math.max(...pages)];
  const pagesWith = (test: (finding: PageFinding) => boolean, from = own) => from.filter(test).map(({ page }) => page);
  // Blank pages between its own, and those right behind it.
  const next = all.find(({ page, use }) => page > last && use !== 'blank')?.page ?? Number.POSITIVE_INFINITY;
  const steps: TransferNote['steps'] = [
    { step: 'blankDropped', pages: pagesWith(({ page, use }) => use === 'blank' && page > first && page < next, all) },
    { step: 'turned', pages: pagesWith(({ turned }) => turned !== 0) },
    { step: 'straightened', pages: pagesWith(({ skew }) => skew !== 0) },
    { step: 'recognised', pages: pagesWith(({ confidence }) => confidence !== null) },
  ];
  return [...(isSplit ? [{ step: 'split' as const, pages }] : []), ...steps.filter((step) => step.pages.length > 0)];
}
