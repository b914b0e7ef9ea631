import { saveDocuments, type StackDocument } from '../../central/intake/station/stack-documents.ts';
import { runOfficeCommands } from '../../central/rules/office-commands.ts';
import { inTransaction, isPassing } from '../../central/store/database.ts';
import { answerReturns } from '../../central/store/letter-returns.ts';
import { commands } from '../../core/commands/registry.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { LetterReturnRow, StackDocumentRow } from './database/tables.ts';
import { postkoerbe } from './orders.ts';
import { contentFacts, pageText } from './papers.ts';
import type { World } from './world.ts';

// What the scan station does: it puts letters into Postkörbe, and answers those that came back.

type Scan = { itemId: Id; stackId: Id; pages: number[] };

/** A letter of the station as its command names it; the bytes are in the store. */
async function scanned(world: World, { itemId, stackId, pages }: Scan) {
  const { workerId } = world.office.scanStation;
  const texts = pages.map(() => pageText(world, workerId));
  const bytes = new TextEncoder().encode(`Brief ${itemId} ${texts.join(' ').trim()}`);
  const sha256 = await world.centre.contents.keepContent(workerId, bytes);
  const transferNote = {
    ...{ stackId, takenAt: momentOf(world.scheduler.now()), takenBy: null, source: 'folder' as const, station: 'Post' },
    ...{ fileName: 'Stapel.pdf', original: { sha256, size: bytes.length, pageCount: pages.length }, pages },
    ...{ resolution: 300, colour: null, resultSha256: sha256, steps: [], confidence: 90, concerns: [] },
    visualCheck: { state: 'open' as const, by: null, at: null },
  };
  const content = { ...contentFacts(sha256, bytes.length), pageCount: pages.length, transferNote };
  const words = { title: world.marks.newWord(workerId), letterDate: '2026-11-20', receivedDate: '2026-11-21' };
  const from = { sender: 'Vermieterin', direction: 'incoming' as const, source: 'scan' as const };
  const nothing = { proposedCase: null, proposedKeyword: null, remark: null };
  return { itemId, ...words, ...from, content, pageTexts: texts, ...nothing };
}

/** A letter that the scan station puts into a Postkorb. */
export async function deliver(world: World): Promise<void> {
  const { centre, office, random } = world;
  const { workerId, role } = office.scanStation;
  const [stackId, itemId, documentId, inboxId] = [
    ...[world.newId(), world.newId(), world.newId()],
    random.pick(postkoerbe(world)),
  ] as [Id, Id, Id, Id];
  const pages = Array.from({ length: random.between(1, 4) }, (_, index) => index + 2);
  const args = { inboxId, ...(await scanned(world, { itemId, stackId, pages })) };
  // The station journals what it delivers in the same transaction; here it knows a moment before.
  await world.administer(async (transaction) => {
    await transaction.lock('stack', stackId);
    transaction.put('stack', stackId, { id: stackId, round: 0 });
    const document = { id: documentId, stackId, round: 0, number: 1, pages, inboxId, itemId };
    transaction.put('stackDocument', documentId, { ...document, state: 'delivered' });
  });
  const at = momentOf(world.scheduler.now());
  const command = { mid: 1, id: world.newId(), name: commands.deliverInboxItem.name, args, at, schema: 1 };
  const request = { epoch: centre.epoch(), clientId: world.newId(), commands: [command] };
  await centre.pushDirectly({ workerId, role, sessionId: world.newId() }, request);
}

/** Somebody at the station deals with a letter that came back: its pages go out anew as one letter or as two, in one transaction. */
export async function answerAtStation(world: World): Promise<void> {
  const { random, centre } = world;
  const open = centre.database.table<LetterReturnRow>('letterReturn').filter(({ state }) => state === 'open');
  if (open.length === 0) return;
  const back = random.pick(open);
  const document = centre.database
    .table<StackDocumentRow>('stackDocument')
    .find(({ id, state }) => id === back.documentId && state === 'delivered');
  if (!document) return world.problem('lost', `a letter that came back is no document of its stack: ${back.id}`);
  const at = document.pages.length > 1 && random.chance(0.5) ? 1 : document.pages.length;
  const made: { id: Id; pages: number[]; letter: Awaited<ReturnType<typeof scanned>> }[] = [];
  for (const pages of [document.pages.slice(0, at), document.pages.slice(at)].filter((some) => some.length > 0)) {
    const letter = await scanned(world, { itemId: world.newId(), stackId: back.stackId, pages });
    made.push({ id: world.newId(), pages, letter });
  }
  await correct(world, back, document, made);
}

type Made = { id: Id; pages: number[]; letter: Awaited<ReturnType<typeof scanned>> };

/** What was to be corrected is not as it was when somebody looked. */
class OvertakenError extends Error {}

/** Breaks off where somebody was quicker, or the database is in trouble: then nothing has happened. */
async function correct(world: World, back: LetterReturnRow, document: StackDocumentRow, made: Made[]): Promise<void> {
  const { workerId, role } = world.office.scanStation;
  const { inboxId, itemId, stackId } = back;
  const letters = made.map(({ letter }) => ({ inboxId, itemId: letter.itemId }));
  const at = momentOf(world.scheduler.now());
  const work = [
    { id: world.newId(), name: 'answerReturn' as const, args: { inboxId, itemId, answer: null, letters } },
    ...made.map(({ letter }) => ({
      ...{ id: world.newId(), name: 'deliverInboxItem' as const, args: { inboxId, ...letter } },
    })),
  ];
  const done = inTransaction(world.centre.database.pool(), 'write', async (connection, atCommit) => {
    const { rows } = await connection.query<{ round: number }>(
      'update stack set round = round + 1 where id = $1 returning round',
      [stackId],
    );
    const round = rows[0]?.round ?? 0;
    if (round < 1) throw new Error(`the stack of a letter that came back is not there: ${stackId}`);
    const caller = { workerId, role, sessionId: world.newId() };
    const { results } = await runOfficeCommands({ connection, atCommit }, caller, {
      ...{ clientId: stackId, at, commands: work },
    });
    if (results.some(({ outcome }) => outcome === 'refused')) throw new OvertakenError();
    const facts = {
      stackId,
      round,
      confidence: null,
      concerns: [],
      filing: null,
      reason: null,
      deliveries: 1,
      deliveredAt: null,
    };
    const documents = made.map(({ id, pages, letter: { content, pageTexts, itemId: newItemId } }, index) => ({
      ...{ ...facts, id, number: index + 1, pages, content, pageTexts, inboxId, itemId: newItemId },
      ...{ state: 'delivered', letter: {} },
    }));
    await saveDocuments(connection, documents as unknown as StackDocument[]);
    await saveDocuments(connection, [{ ...facts, ...document, state: 'replaced' } as unknown as StackDocument]);
    const answered = world.centre.database
      .table<LetterReturnRow>('letterReturn')
      .filter((one) => one.documentId === document.id && one.state === 'open');
    await answerReturns(
      connection,
      answered.map(({ id }) => id),
      workerId,
    );
  });
  try {
    await done;
    world.centre.announce();
  } catch (error) {
    if (!(error instanceof OvertakenError) && !isPassing(error)) throw error;
  }
}
