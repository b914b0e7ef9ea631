import type { Id } from '../domain/ids.ts';
import type { BodyOf, ContentFacts } from '../domain/records.ts';

// What is known of a letter whose pages were taken from others. Pure.

/** A letter as it is before. */
export type SourceLetter = {
  itemId: Id;
  item: BodyOf<'inboxItem'>;
  content: ContentFacts;
  /** By whom it was put in. */
  createdBy: Id;
  texts: string[];
};
/** One page of a letter, from 1. */
export type PageOfLetter = { itemId: Id; page: number };
/** Pages that follow each other and come from one letter. */
export type Run = { source: SourceLetter; pages: number[] };

const notThese = 'Nur PDF-Dokumente und Bilder lassen sich teilen und zusammenfügen. „';

/** Why the pages of a letter cannot be taken apart: German sentence; null when they can. */
export function whyNotRearranged(title: string, content: ContentFacts): string | null {
  if (content.encrypted === 'password' || content.encrypted === 'openable') {
    return `„${title}“ ist geschützt und lässt sich nicht teilen oder zusammenfügen.`;
  }
  if (content.explanation) return `„${title}“ kann nicht gelesen werden und bleibt, wie es ist.`;
  const isPicture = content.mediaType === 'image/jpeg' || content.mediaType === 'image/png';
  return content.mediaType === 'application/pdf' || isPicture ? null : `${notThese}${title}“ bleibt, wie es ist.`;
}

/** The pages of a new letter in runs, in order; a page of none of the letters has no run. */
export function runsOf(sources: readonly SourceLetter[], pages: readonly PageOfLetter[]): Run[] {
  const runs: Run[] = [];
  for (const { itemId, page } of pages) {
    const last = runs.at(-1);
    if (last?.source.itemId === itemId) last.pages.push(page);
    else {
      const source = sources.find((one) => one.itemId === itemId);
      if (source) runs.push({ source, pages: [page] });
    }
  }
  return runs;
}

/** The stack all pages come from, and which of its pages they are; null when they come from several or from none. */
export function partOfStack(runs: readonly Run[]): { stackId: Id; pages: number[] } | null {
  const notes = runs.map(({ source }) => source.content.transferNote);
  const stackId = notes[0]?.stackId;
  if (!stackId || notes.some((note) => note?.stackId !== stackId)) return null;
  const pages = runs.flatMap(({ source, pages: own }) => {
    const scanned = source.content.transferNote?.pages ?? [];
    return own.flatMap((page) => scanned[page - 1] ?? []);
  });
  // Where a document does not know its pages one by one, nothing may be said of them.
  return pages.length === runs.reduce((sum, run) => sum + run.pages.length, 0) ? { stackId, pages } : null;
}

type Made = { sha256: string; size: number; number: number };

/** What is known of the bytes made of these pages: each page's origin goes along, with its own transfer note. */
export function rearrangedContent(runs: readonly Run[], { sha256, size, number }: Made): ContentFacts {
  const [first] = runs;
  if (!first) throw new Error('a letter without pages');
  const name = first.source.content.fileName.replace(/\.[\p{L}\p{N}]{1,12}$/u, '').slice(0, 240);
  const texts = textsOf(runs);
  const partOf = samePartOf(runs);
  const transferNote = noteOf(runs, sha256);
  return {
    ...{ fileName: `${name} ${number}.pdf`, mediaType: 'application/pdf', size, sha256, kind: 'pdf' },
    ...{ pageCount: texts.length, encrypted: 'no', explanation: null, attachments: [] },
    hasText: texts.some((text) => text.trim() !== ''),
    madeOf: runs.map(({ source: { content }, pages }) => ({
      ...{ sha256: content.sha256, fileName: content.fileName, pages },
      ...(content.transferNote ? { transferNote: content.transferNote } : {}),
    })),
    ...(partOf ? { partOf } : {}),
    ...(transferNote ? { transferNote } : {}),
  };
}

/** The texts of the pages, in order. */
export const textsOf = (runs: readonly Run[]): string[] =>
  runs.flatMap(({ source, pages }) => pages.map((page) => source.texts[page - 1] ?? ''));

/** Parts of one attachment are still of that attachment. */
function samePartOf(runs: readonly Run[]): ContentFacts['partOf'] {
  const first = runs[0]?.source.content.partOf;
  const isSame = runs.every(({ source: { content } }) => {
    return content.partOf?.sha256 === first?.sha256 && content.partOf?.index === first?.index;
  });
  return isSame ? first : undefined;
}

/** One note for pages of one stack: nobody has compared the new document with the paper yet. */
function noteOf(runs: readonly Run[], resultSha256: string): ContentFacts['transferNote'] {
  const part = partOfStack(runs);
  const notes = runs.flatMap(({ source }) => source.content.transferNote ?? []);
  const [first] = notes;
  if (!part || !first) return undefined;
  const known = notes.flatMap(({ confidence }) => confidence ?? []);
  const steps = first.steps
    .filter(({ step }) => step !== 'rearranged')
    .map((step) => ({ ...step, pages: step.pages.filter((page) => part.pages.includes(page)) }))
    .filter(({ pages }) => pages.length > 0);
  return {
    ...{ ...first, pages: part.pages, resultSha256 },
    steps: [...steps.slice(0, 19), { step: 'rearranged', pages: part.pages }],
    confidence: known.length > 0 ? Math.min(...known) : null,
    concerns: [...new Set(notes.flatMap(({ concerns }) => concerns))].slice(0, 100),
    visualCheck: { state: 'open', by: null, at: null },
  };
}
