import type { CorrectStackRequest, Turn } from '../../../core/contract/station-shapes.ts';
import { type Moment, momentOf } from '../../../core/domain/moments.ts';
import type { LetterReturn as AnsweredReturn } from '../../../core/domain/inbox-item.ts';
import type { LetterReturn } from '../../store/letter-returns.ts';
import { documentFacts, resultName } from '../../../intake/station/document-facts.ts';
import { ActRefusedError } from './acts.ts';
import type { Intake } from './intake.ts';
import { keepResult, originOf } from './make-documents.ts';
import { averageOf, concernsAfter, correctedNote } from './corrected-note.ts';
import { bytesOfContent, rearrangePages } from './rearrange.ts';
import type { ReadAnew } from './read-pages-anew.ts';
import { routeLetter } from './route-letter.ts';
import { asNotice } from './route-notice.ts';
import { documentIdOf, itemIdOf, type StackDocument } from './stack-documents.ts';
import type { Stack } from './stacks.ts';
import { letterAsTold } from './told.ts';

export type { ReadAnew } from './read-pages-anew.ts';

/** The stack before a correction: its documents, and which of them came back and wait. */
export type Before = { documents: StackDocument[]; returns: LetterReturn[] };
type Wish = CorrectStackRequest['documents'][number];
export type Making = { wish: Wish; number: number; before: Before; anew: ReadAnew | null; answer: string | null };

/** Pages wished for that stand in no document so far or are to stand otherwise, and how those stand that somebody has turned. */
export function pagesToRead(
  { findings }: Stack,
  { documents }: Before,
  request: CorrectStackRequest,
): { pages: number[]; turns: Map<number, Turn> } {
  const stood = new Set(documents.flatMap(({ pages }) => pages));
  const known = new Map((findings ?? []).map((finding) => [finding.page, finding]));
  const turns = new Map<number, Turn>();
  const pages = request.documents.flatMap((wish) => wish.pages).filter((page) => !stood.has(page));
  for (const page of pages) {
    const { isTurnedByHand, turned } = known.get(page) ?? {};
    if (isTurnedByHand) turns.set(page, turned as Turn);
  }
  for (const { page, turned } of request.turns) {
    if (!known.has(page)) throw new ActRefusedError('In einer E-Mail lassen sich keine Seiten drehen.');
    if (known.get(page)?.turned === turned) continue;
    turns.set(page, turned);
    if (stood.has(page)) pages.push(page);
  }
  return { pages, turns };
}

/** The document as it was where nothing about it changes and nobody gave it back, else a new one with the pages and recipient wished for. */
export async function correctedDocument(intake: Intake, stack: Stack, making: Making): Promise<StackDocument> {
  const { wish, number, before, anew } = making;
  const found = before.documents.find(({ pages }) => pages.join() === wish.pages.join());
  const same = wish.pages.some((page) => anew?.pages.has(page)) ? undefined : found;
  if (same && stays(same, wish, before)) return same;
  const id = documentIdOf(stack.id, stack.round, number);
  const pageTexts = same?.pageTexts ?? wish.pages.map((page) => textOf(making, page));
  const made = same
    ? { content: same.content, confidence: same.confidence, concerns: same.concerns }
    : await putTogether(intake, stack, making);
  const words = pageTexts.map((text, index) => ({ number: index + 1, text, words: [] }));
  const coverSheet = { fileNumber: wish.fileNumber || null, keywordId: null, inboxId: wish.inboxId };
  const { station, takenAt, told } = stack;
  const routed = await routeLetter(intake, { station, takenAt, pages: words, coverSheet });
  return {
    ...{ id, stackId: stack.id, round: stack.round, number, pages: wish.pages, pageTexts, ...made },
    letter: {
      ...letterFor(stack, making, letterAsTold(routed.letter, null, told)),
      ...returnsOf(making, momentOf(Date.now())),
    },
    filing: null,
    ...{ state: 'needsLook', reason: routed.reason, inboxId: wish.inboxId ?? routed.inboxId },
    ...{ itemId: itemIdOf(id), deliveries: 0, deliveredAt: null },
  };
}

function stays(same: StackDocument, wish: Wish, { returns }: Before): boolean {
  if (same.state !== 'delivered' || returns.some(({ documentId }) => documentId === same.id)) return false;
  const isSameCase = !wish.fileNumber || wish.fileNumber === same.letter.proposedCase?.fileNumber;
  return isSameCase && (!wish.inboxId || wish.inboxId === same.inboxId);
}

/** Whoever gets the letter next reads why it had gone back, and what the station says. */
function returnsOf({ wish, before, answer }: Making, answeredAt: Moment): { returns?: AnsweredReturn[] } {
  const used = usedFor(wish, before);
  const earlier = used.flatMap(({ letter }) => letter.returns ?? []);
  const back = before.returns
    .filter(({ documentId }) => used.some(({ id }) => id === documentId))
    .map(({ returnedBy, returnedAt, reason }) => {
      return { by: returnedBy, at: momentOf(returnedAt.getTime()), reason, answeredAt, answer };
    });
  const returns = [...earlier, ...back].slice(-50);
  return returns.length > 0 ? { returns } : {};
}

/** A mail keeps what it says of itself, and what a Fachverfahren printed still goes out; only whom it is about is decided anew. */
function letterFor(stack: Stack, { wish, before }: Making, routed: StackDocument['letter']): StackDocument['letter'] {
  const same = before.documents.find(({ pages }) => pages.join() === wish.pages.join());
  if (stack.source === 'fachverfahren') return asNotice(routed, usedFor(wish, before)[0]?.letter.sender ?? null);
  if (!same || !isOfMail(same)) return routed;
  const { proposedCase, candidates } = routed;
  return { ...same.letter, proposedCase, candidates };
}

const isOfMail = ({ content }: StackDocument) => content.kind === 'mail' || content.partOf !== undefined;

const usedFor = ({ pages }: Wish, { documents }: Before): StackDocument[] =>
  documents.filter((document) => document.pages.some((page) => pages.includes(page)));

function textOf({ before, anew }: Making, page: number): string {
  if (anew?.pages.has(page)) return anew.read.words[anew.read.pages.indexOf(page)]?.text ?? '';
  const from = before.documents.find(({ pages }) => pages.includes(page));
  return from?.pageTexts[from.pages.indexOf(page)] ?? '';
}

type Content = Pick<StackDocument, 'content' | 'confidence' | 'concerns'>;

async function putTogether(intake: Intake, stack: Stack, making: Making): Promise<Content> {
  const { wish, number, before, anew } = making;
  const used = usedFor(wish, before);
  if (used.some(isOfMail)) {
    throw new ActRefusedError('Eine E-Mail und ihre Anlagen lassen sich nicht teilen oder zusammenfügen.');
  }
  const isAnew = (page: number) => anew?.pages.has(page) === true;
  const sources = await Promise.all(
    used.map(async ({ content }) => ({
      bytes: await bytesOfContent(intake.blobs, content.sha256),
      mediaType: content.mediaType,
    })),
  );
  if (anew) sources.push({ bytes: Buffer.from(anew.read.bytes), mediaType: anew.read.mediaType });
  const pages = wish.pages.map((page) => {
    if (isAnew(page)) return { source: used.length, page: anew?.read.pages.indexOf(page) ?? 0 };
    const source = used.findIndex((document) => document.pages.includes(page));
    return { source, page: used[source]?.pages.indexOf(page) ?? 0 };
  });
  const bytes = await rearrangePages({ sources, pages });
  const sha256 = await keepResult(intake, bytes);
  const first = used[0]?.content ?? (anew && factsOf(stack, anew, { sha256, number }));
  if (!first) throw new ActRefusedError('Ein Schreiben braucht wenigstens eine Seite.');
  const findings = wish.pages.flatMap(
    (page) => (isAnew(page) ? anew : stack)?.findings?.find((finding) => finding.page === page) ?? [],
  );
  const confidence = averageOf(findings.flatMap((finding) => finding.confidence ?? []));
  const concerns = concernsAfter(wish.pages, used, anew);
  const content = {
    ...first,
    ...{ fileName: resultName(stack.fileName, number), mediaType: 'application/pdf', kind: 'pdf' as const },
    ...{ size: bytes.length, sha256, pageCount: wish.pages.length, encrypted: 'no' as const, explanation: null },
    attachments: [],
    hasText: wish.pages.some((page) => textOf(making, page).trim() !== ''),
    transferNote: correctedNote(first.transferNote, {
      ...{ pages: wish.pages, sha256, confidence, concerns },
      anew: findings.filter(({ page }) => isAnew(page)),
    }),
  };
  return { content, confidence, concerns };
}

const factsOf = (stack: Stack, { reading, read }: ReadAnew, { sha256, number }: { sha256: string; number: number }) =>
  documentFacts(originOf(stack), reading, { read, sha256, number });
