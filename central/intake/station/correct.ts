import type { CorrectStackRequest } from '../../../core/contract/station-shapes.ts';
import { derivedId, type Id } from '../../../core/domain/ids.ts';
import type { OfficeCommand } from '../../rules/office-commands.ts';
import { type AtCommit, type Connection, type Database, inTransaction, isPassing } from '../../store/database.ts';
import { journalInHouse } from '../../store/house-journal.ts';
import { answerReturns, type LetterReturn, openReturnsOf } from '../../store/letter-returns.ts';
import { ActRefusedError, noStack } from './acts.ts';
import { type Before, correctedDocument, pagesToRead, type ReadAnew } from './corrected-document.ts';
import { deliverDocuments } from './deliver.ts';
import type { Intake } from './intake.ts';
import { readPagesAnew } from './read-pages-anew.ts';
import { documentsOf, saveDocuments, type StackDocument } from './stack-documents.ts';
import { finishStack, readStack, type Stack } from './stacks.ts';

/**
 * Puts a stack right that was split in the wrong place, went to the wrong Postkorb or came back from one. What was delivered and does not
 * stay as it is gets fetched back, letters that came back are answered, what is new is delivered, all in one transaction: ended in
 * between, nothing has happened. Throws ActRefusedError, for example when a letter was filed meanwhile.
 */
export async function correctStack(
  intake: Intake,
  actorId: Id,
  stackId: Id,
  request: CorrectStackRequest,
): Promise<void> {
  const stack = await readStack(intake.database, stackId);
  if (!stack) throw noStack();
  const before = {
    documents: await documentsOf(intake.database, stackId),
    returns: await openReturnsOf(intake.database, stackId),
  };
  checkPages(stack, before.documents, request);
  const anew = await readPagesAnew(intake, stack, pagesToRead(stack, before, request));
  const round = stack.round + 1;
  const after: StackDocument[] = [];
  for (const [index, wish] of request.documents.entries()) {
    const making = { wish, number: index + 1, before, anew, answer: request.answer || null };
    after.push(await correctedDocument(intake, { ...stack, round }, making));
  }
  const news = await triedAgain(intake.database, async (connection, atCommit) => {
    const now = await readStack(connection, stackId, true);
    if (now?.round !== request.round || (now.state !== 'needsLook' && now.state !== 'done')) {
      throw new ActRefusedError('Der Stapel hat sich inzwischen geändert. Bitte sehen Sie ihn noch einmal an.');
    }
    const fresh = after.filter((document) => !before.documents.includes(document));
    const calledBack = callBack(before, after, { round, answer: request.answer || null });
    const delivered = await deliverDocuments({ connection, atCommit }, stackId, fresh, calledBack);
    if (delivered.refusedBefore)
      throw new ActRefusedError(`${delivered.refusedBefore.message} Es wurde nichts geändert.`);
    await keepCorrection(connection, {
      stack: { ...stack, round },
      before,
      after,
      delivered: delivered.documents,
      anew,
    });
    await answerReturns(connection, answeredOf(before, after), actorId);
    const line = { action: 'stack.corrected', targetKind: 'stack', targetId: stackId, reason: request.answer || null };
    await journalInHouse(connection, actorId, line, { stackId, ...request });
    return delivered.news;
  });
  intake.announce(news);
}

const mostTries = 3;

/** A Postkorb that changes letters of the stack at this very moment may wait for it while it waits for the Postkorb: one of them goes again. */
async function triedAgain<Result>(
  database: Database,
  work: (connection: Connection, atCommit: AtCommit) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await inTransaction(database, 'write', work);
    } catch (error) {
      if (tries === mostTries || !isPassing(error)) throw error;
    }
  }
}

const goneOf = ({ documents }: Before, after: StackDocument[]) => documents.filter((one) => !after.includes(one));

const liesInFile =
  'Dieser Bescheid liegt schon in der Akte. Bitte nehmen Sie ihn dort zurück, oder verschieben Sie ihn dort. Es wurde nichts geändert.';

/** Commands that take what goes out of the Postkörbe; a letter that is back is answered with the letters made of it. */
function callBack(
  before: Before,
  after: StackDocument[],
  { round, answer }: { round: number; answer: string | null },
): OfficeCommand[] {
  return goneOf(before, after).flatMap((document): OfficeCommand[] => {
    const [back] = before.returns.filter(({ documentId }) => documentId === document.id);
    if (back) return [answerOf(document, back, { after, round, answer })];
    if (document.state !== 'delivered') return [];
    if (document.filing) throw new ActRefusedError(liesInFile);
    const reason = 'An der Scanstelle berichtigt.';
    const { inboxId, itemId } = document;
    const id = derivedId(document.id, `withdraw/${round}`);
    return [{ id, name: 'withdrawDelivery', args: { inboxId: inboxId as Id, itemId, reason } }];
  });
}

function answerOf(
  document: StackDocument,
  { inboxId, itemId }: LetterReturn,
  { after, round, answer }: { after: StackDocument[]; round: number; answer: string | null },
): OfficeCommand<'answerReturn'> {
  const letters = after
    .filter(({ pages }) => pages.some((page) => document.pages.includes(page)))
    .flatMap((made) => (made.inboxId ? [{ inboxId: made.inboxId, itemId: made.itemId }] : []));
  const id = derivedId(document.id, `answer/${round}`);
  return { id, name: 'answerReturn', args: { inboxId, itemId, answer, letters } };
}

const answeredOf = (before: Before, after: StackDocument[]): Id[] => {
  const gone = new Set(goneOf(before, after).map(({ id }) => id));
  return before.returns.filter(({ documentId }) => gone.has(documentId)).map(({ id }) => id);
};

type Correction = {
  stack: Stack;
  before: Before;
  after: StackDocument[];
  delivered: StackDocument[];
  anew: ReadAnew | null;
};

async function keepCorrection(connection: Connection, correction: Correction): Promise<void> {
  const { stack, before, after, delivered } = correction;
  const gone = goneOf(before, after).map((document) => ({ ...document, state: 'replaced' as const }));
  await saveDocuments(connection, gone);
  await saveDocuments(connection, delivered);
  const held = delivered.find(({ state }) => state === 'needsLook');
  await finishStack(connection, stack.id, {
    state: held ? 'needsLook' : 'done',
    reason: held?.reason ?? null,
    pageCount: stack.pageCount,
    findings: findingsAfter(correction),
  });
  await connection.query('update stack set round = $2 where id = $1', [stack.id, stack.round]);
}

/** What each page is now: taken out where it is in no document any more, in a document where it was in none. */
function findingsAfter({ stack, before, after, anew }: Correction): Stack['findings'] {
  const used = new Set(after.flatMap(({ pages }) => pages));
  const out = new Set(before.documents.flatMap(({ pages }) => pages).filter((page) => !used.has(page)));
  return (stack.findings ?? []).map((finding) => {
    if (out.has(finding.page)) return { ...finding, use: 'discarded' };
    return anew?.findings.find(({ page }) => page === finding.page) ?? finding;
  });
}

const everyPageOnce = new ActRefusedError(
  'Jede Seite muss in genau einem Schreiben stehen oder aussortiert sein. Es wurde nichts geändert.',
);

/** Every page that stood in a document stands in exactly one again or was taken out; others of the stack may have come in, once. */
function checkPages(stack: Stack, before: StackDocument[], { documents, leftOut, turns }: CorrectStackRequest): void {
  const stood = new Set(before.flatMap(({ pages }) => pages));
  const lay = new Set((stack.findings ?? []).map(({ page }) => page));
  const wished = documents.flatMap(({ pages }) => pages);
  const named = [...wished, ...leftOut];
  const isOnce = new Set(named).size === named.length;
  const isWhole = [...stood].every((page) => named.includes(page));
  const isKnown = wished.every((page) => stood.has(page) || lay.has(page)) && leftOut.every((page) => stood.has(page));
  const turned = turns.map(({ page }) => page);
  const isTurnedOnce = new Set(turned).size === turned.length && turned.every((page) => wished.includes(page));
  if (!isOnce || !isWhole || !isKnown || !isTurnedOnce) throw everyPageOnce;
}
