import type { CorrectStackRequest } from '../../../core/contract/station-shapes.ts';
import { derivedId, type Id } from '../../../core/domain/ids.ts';
import type { OfficeCommand } from '../../rules/office-commands.ts';
import { inTransaction } from '../../store/database.ts';
import { journalInHouse } from '../../store/house-journal.ts';
import { ActRefusedError, noStack } from './acts.ts';
import { deliverDocuments } from './deliver.ts';
import type { Intake } from './intake.ts';
import { resultName } from '../../../intake/station/document-facts.ts';
import { keepResult } from './make-documents.ts';
import { rearrangePages } from './rearrange.ts';
import { routeLetter } from './route-letter.ts';
import { documentIdOf, documentsOf, itemIdOf, saveDocuments, type StackDocument } from './stack-documents.ts';
import { finishStack, readStack, type Stack } from './stacks.ts';

type Wish = CorrectStackRequest['documents'][number];

/**
 * Puts a stack right that was split in the wrong place or went to the wrong Postkorb. What was delivered and does not stay as it is gets
 * fetched back, what is new is delivered, all in one transaction. Throws ActRefusedError, for example when a letter was filed meanwhile.
 */
export async function correctStack(
  intake: Intake,
  actorId: Id,
  stackId: Id,
  request: CorrectStackRequest,
): Promise<void> {
  const stack = await readStack(intake.database, stackId);
  if (!stack) throw noStack();
  const before = await documentsOf(intake.database, stackId);
  checkPages(before, [...request.documents, { pages: request.leftOut }]);
  const round = stack.round + 1;
  const after: StackDocument[] = [];
  for (const [index, wish] of request.documents.entries()) {
    after.push(await documentFor(intake, { ...stack, round }, { wish, number: index + 1, before }));
  }
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !kept.has(id));
  const news = await inTransaction(intake.database, 'write', async (connection, atCommit) => {
    const now = await readStack(connection, stackId, true);
    if (now?.round !== request.round || (now.state !== 'needsLook' && now.state !== 'done')) {
      throw new ActRefusedError('Der Stapel hat sich inzwischen geändert. Bitte sehen Sie ihn noch einmal an.');
    }
    const fetched = gone.filter(({ state }) => state === 'delivered').map((document) => fetchBack(document, round));
    const fresh = after.filter(({ state }) => state !== 'delivered');
    const delivered = await deliverDocuments({ connection, atCommit }, stackId, fresh, fetched);
    if (delivered.refusedBefore)
      throw new ActRefusedError(`${delivered.refusedBefore.message} Es wurde nichts geändert.`);
    await saveDocuments(
      connection,
      gone.map((document) => ({ ...document, state: 'replaced' as const })),
    );
    await saveDocuments(connection, delivered.documents);
    const held = delivered.documents.find(({ state }) => state === 'needsLook');
    const state = held ? 'needsLook' : 'done';
    await finishStack(connection, stackId, {
      state,
      reason: held?.reason ?? null,
      pageCount: stack.pageCount,
      findings: withoutPages(stack.findings, request.leftOut),
    });
    await connection.query('update stack set round = $2 where id = $1', [stackId, round]);
    const line = { action: 'stack.corrected', targetKind: 'stack', targetId: stackId, reason: null };
    await journalInHouse(connection, actorId, line, { stackId, ...request });
    return delivered.news;
  });
  intake.announce(news);
}

function withoutPages(findings: Stack['findings'], leftOut: number[]): Stack['findings'] {
  if (!findings || leftOut.length === 0) return findings;
  return findings.map((finding) => (leftOut.includes(finding.page) ? { ...finding, use: 'discarded' } : finding));
}

/** Every page that stood in a document stands in exactly one again, or was taken out. */
function checkPages(before: StackDocument[], wishes: { pages: number[] }[]): void {
  const pagesOf = (documents: { pages: number[] }[]) => documents.flatMap(({ pages }) => pages).sort((a, b) => a - b);
  if (pagesOf(before).join() === pagesOf(wishes).join()) return;
  throw new ActRefusedError(
    'Jede Seite muss in genau einem Schreiben stehen oder aussortiert sein. Es wurde nichts geändert.',
  );
}

function fetchBack(document: StackDocument, round: number): OfficeCommand<'withdrawDelivery'> {
  const reason = 'An der Scanstelle berichtigt.';
  const { inboxId, itemId } = document;
  return {
    id: derivedId(document.id, `withdraw/${round}`),
    name: 'withdrawDelivery',
    args: { inboxId: inboxId as Id, itemId, reason },
  };
}

type Making = { wish: Wish; number: number; before: StackDocument[] };

/** The document as it was where nothing about it changes, else a new one with the pages and the recipient wished for. */
async function documentFor(intake: Intake, stack: Stack, { wish, number, before }: Making): Promise<StackDocument> {
  const same = before.find(({ pages }) => pages.join() === wish.pages.join());
  const isSameCase = !wish.fileNumber || wish.fileNumber === same?.letter.proposedCase?.fileNumber;
  if (same?.state === 'delivered' && isSameCase && (!wish.inboxId || wish.inboxId === same.inboxId)) return same;
  const id = documentIdOf(stack.id, stack.round, number);
  const pageTexts = same?.pageTexts ?? wish.pages.map((page) => textOf(before, page));
  const made = same
    ? { content: same.content, confidence: same.confidence, concerns: same.concerns }
    : await putTogether(intake, stack, { wish, number, before });
  const words = pageTexts.map((text, index) => ({ number: index + 1, text, words: [] }));
  const coverSheet = { fileNumber: wish.fileNumber || null, keywordId: null, inboxId: wish.inboxId };
  const { station, takenAt } = stack;
  const routed = await routeLetter(intake.database, { station, takenAt, pages: words, coverSheet });
  return {
    ...{ id, stackId: stack.id, round: stack.round, number, pages: wish.pages, pageTexts, ...made },
    ...{
      letter: letterFor(same, routed.letter),
      state: 'needsLook',
      reason: routed.reason,
      inboxId: wish.inboxId ?? routed.inboxId,
    },
    ...{ itemId: itemIdOf(id), deliveries: 0, deliveredAt: null },
  };
}

/** A mail keeps what it says of itself; only whom it is about is decided anew. */
function letterFor(same: StackDocument | undefined, routed: StackDocument['letter']): StackDocument['letter'] {
  if (!same || !isOfMail(same)) return routed;
  const { proposedCase, candidates } = routed;
  return { ...same.letter, proposedCase, candidates };
}

const isOfMail = ({ content }: StackDocument) => content.kind === 'mail' || content.partOf !== undefined;

function textOf(before: StackDocument[], page: number): string {
  const from = before.find(({ pages }) => pages.includes(page));
  return from?.pageTexts[from.pages.indexOf(page)] ?? '';
}

type Content = Pick<StackDocument, 'content' | 'confidence' | 'concerns'>;

async function putTogether(intake: Intake, stack: Stack, { wish, number, before }: Making): Promise<Content> {
  const used = before.filter(({ pages }) => pages.some((page) => wish.pages.includes(page)));
  if (used.some(isOfMail)) {
    throw new ActRefusedError('Eine E-Mail und ihre Anlagen lassen sich nicht teilen oder zusammenfügen.');
  }
  const sources = await Promise.all(
    used.map(async ({ content }) => ({ bytes: await bytesOf(intake, content.sha256), mediaType: content.mediaType })),
  );
  const pages = wish.pages.map((page) => {
    const source = used.findIndex((document) => document.pages.includes(page));
    return { source, page: used[source]?.pages.indexOf(page) ?? 0 };
  });
  const bytes = await rearrangePages({ sources, pages });
  const sha256 = await keepResult(intake, bytes);
  const [first] = used;
  if (!first) throw new ActRefusedError('Ein Schreiben braucht wenigstens eine Seite.');
  const note = first.content.transferNote;
  const known = used.flatMap(({ confidence }) => confidence ?? []);
  const confidence = known.length > 0 ? Math.min(...known) : null;
  const concerns = [...new Set(used.flatMap((document) => document.concerns))];
  const corrected = { step: 'corrected' as const, pages: wish.pages };
  const content = {
    ...{
      ...first.content,
      fileName: resultName(stack.fileName, number),
      mediaType: 'application/pdf',
      kind: 'pdf' as const,
    },
    ...{
      size: bytes.length,
      sha256,
      pageCount: wish.pages.length,
      encrypted: 'no' as const,
      explanation: null,
      attachments: [],
    },
    hasText: wish.pages.some((page) => textOf(before, page).trim() !== ''),
    transferNote: note && {
      ...{ ...note, pages: wish.pages, resultSha256: sha256, confidence, concerns },
      steps: [
        ...note.steps.map((step) => ({ ...step, pages: step.pages.filter((page) => wish.pages.includes(page)) })),
        corrected,
      ],
    },
  };
  return { content, confidence, concerns };
}

async function bytesOf({ blobs }: Intake, sha256: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of blobs.read(sha256)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
