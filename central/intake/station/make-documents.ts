import { createHash } from 'node:crypto';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ContentFacts } from '../../../core/domain/records.ts';
import { intakeWorkerId } from '../../../core/domain/standing-ids.ts';
import type { TransferNote } from '../../../core/domain/transfer-note.ts';
import { safeFileName } from '../../../intake/content/safe-file-name.ts';
import type { PageFinding, ReadDocument, StackReading } from '../../../intake/station/stack-reading.ts';
import { takeWhole } from '../../store/uploads.ts';
import type { Intake } from './intake.ts';
import { routeLetter } from './route-letter.ts';
import { documentIdOf, itemIdOf, type StackDocument } from './stack-documents.ts';
import type { Stack } from './stacks.ts';

/** Brings bytes made here into the store, for the intake to name in its commands; returns their SHA-256. */
export async function keepResult({ database, blobs }: Intake, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = Readable.from(bytes.length > 0 ? [bytes] : []);
  const outcome = await takeWhole(database, blobs, intakeWorkerId, { sha256, size: bytes.length, source });
  if (outcome !== 'kept') throw new Error(`a result was not kept: ${outcome}`);
  return sha256;
}

/** Keeps the documents of a reading and decides where each goes; nothing is delivered yet. */
export async function makeDocuments(intake: Intake, stack: Stack, reading: StackReading): Promise<StackDocument[]> {
  const documents: StackDocument[] = [];
  for (const [index, read] of reading.documents.entries()) {
    const sha256 = await keepResult(intake, read.bytes);
    const { pages, coverSheet } = { pages: read.words, coverSheet: read.coverSheet };
    const { station, takenAt } = stack;
    const routed = await routeLetter(intake.database, { station, takenAt, pages, coverSheet });
    const id = documentIdOf(stack.id, stack.round, index + 1);
    documents.push({
      ...{ id, stackId: stack.id, round: stack.round, number: index + 1, pages: read.pages },
      content: contentOf(stack, reading, { read, sha256, number: index + 1 }),
      pageTexts: textsOf(read),
      ...{ confidence: read.confidence, concerns: read.concerns, letter: withRemarks(routed.letter, stack, read) },
      ...{ state: 'needsLook', reason: routed.reason, inboxId: routed.inboxId, itemId: itemIdOf(id) },
      ...{ deliveries: 0, deliveredAt: null },
    });
  }
  return documents;
}

function textsOf(read: ReadDocument): string[] {
  const texts: string[] = [];
  for (const page of read.words) texts[page.number - 1] = page.text;
  return Array.from(texts, (text) => (text ?? '').replaceAll('\0', '\uFFFD').toWellFormed().slice(0, 200_000));
}

const mostRemark = 500;

/** What the worker should know before she files it goes with the letter. */
function withRemarks(letter: StackDocument['letter'], stack: Stack, read: ReadDocument): StackDocument['letter'] {
  const again = stack.sameAs ? 'Dieselbe Datei ist schon einmal eingegangen.' : null;
  const remark = [letter.remark, again, ...read.concerns].filter((part) => part !== null && part !== '').join(' ');
  return { ...letter, remark: remark === '' ? null : remark.slice(0, mostRemark) };
}

const kinds: Record<string, ContentFacts['kind']> = { 'application/pdf': 'pdf', 'image/tiff': 'tiff' };

type Result = { read: ReadDocument; sha256: string; number: number };

function contentOf(stack: Stack, reading: StackReading, { read, sha256, number }: Result): ContentFacts {
  const { report } = reading;
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

/** `Post.tif` becomes `Post.pdf`, or `Post 3.pdf` where it was split. */
export function resultName(fileName: string, number: number | null): string {
  const { name } = path.parse(fileName);
  return safeFileName(`${name}${number === null ? '' : ` ${number}`}.pdf`);
}

type Made = { read: ReadDocument; sha256: string; isSplit: boolean; findings: PageFinding[] };

function transferNoteOf(stack: Stack, pageCount: number, { read, sha256, isSplit, findings }: Made): TransferNote {
  const own = findings.filter(({ page }) => read.pages.includes(page));
  const resolutions = own.flatMap(({ resolution }) => (resolution ? [Math.round(resolution)] : []));
  return {
    ...{ stackId: stack.id, takenAt: stack.takenAt.toISOString(), takenBy: stack.takenBy, source: stack.source },
    ...{ station: stack.station.slice(0, 200), fileName: stack.fileName },
    original: { sha256: stack.sha256, size: stack.size, pageCount },
    pages: read.pages,
    resolution: resolutions.length > 0 ? Math.max(1, Math.min(...resolutions)) : null,
    colour: null,
    resultSha256: sha256,
    steps: stepsOf(read.pages, own, findings, isSplit),
    confidence: read.confidence,
    concerns: read.concerns.slice(0, 100).map((concern) => concern.slice(0, 300)),
    visualCheck: { state: 'open', by: null, at: null },
  };
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
