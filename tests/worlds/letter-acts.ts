import { type BatchCommand, runBatch } from '../../backend/commands/run-batch.ts';
import { listActs } from '../../db/acts.ts';
import { readRecord } from '../../db/records.ts';
import type { WorldDesk } from './desk/desk.ts';
import { type Act, caseFileFor, order, placesIn, word } from './orders.ts';
import { filing } from './papers.ts';
import type { World } from './world.ts';

/** Several commands in one act; each is one of its own for the checks at the end. */
function orderMany(world: World, desk: WorldDesk, commands: BatchCommand[], label: string): void {
  const { batchId } = runBatch(desk.desk, commands, label);
  if (batchId === null) return;
  for (const act of listActs(desk.db, '2000-01-01T00:00:00.000Z').reverse()) {
    if (act.batch?.id === batchId) world.noteCreated(desk, act.commandId, act.name);
  }
}

/** What people do with letters that lie where several work, with several at once, and with what was taken back. */
export const letterActs = {
  claim(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open'`);
    if (items.length === 0) return;
    const { id: itemId, scopeId: inboxId } = world.random.pick(items);
    const seen = readRecord(desk.db, 'inboxItem', inboxId, itemId)?.claimedBy ?? null;
    order(world, desk, 'claimInboxItem', { inboxId, itemId, seen });
  },
  release(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open'`);
    if (items.length === 0) return;
    const { id: itemId, scopeId: inboxId } = world.random.pick(items);
    order(world, desk, 'releaseInboxItem', { inboxId, itemId });
  },
  restore(world, desk) {
    const documents = placesIn(desk, 'document', `state = 'retracted'`);
    if (documents.length === 0) return;
    const { id: documentId, scopeId: caseFileId } = world.random.pick(documents);
    order(world, desk, 'restoreDocument', { caseFileId, documentId });
  },
  fileMany(world, desk) {
    const items = placesIn(desk, 'inbox_item', `state = 'open'`).slice(0, 3);
    if (items.length === 0) return;
    const commands = items.map(({ id: itemId, scopeId: inboxId }): BatchCommand => {
      const target = { caseFileId: caseFileFor(world), documentId: world.newId() };
      const args = { inboxId, itemId, ...target, filing: filing(world, word(world, desk)) };
      return { name: 'fileInboxItem', args };
    });
    orderMany(world, desk, commands, 'Ablegen');
  },
  keywordMany(world, desk) {
    const documents = placesIn(desk, 'document', `state = 'filed'`).slice(-3);
    if (documents.length === 0) return;
    const change = { add: [world.newId()], removeLinks: [], isProtected: false };
    const commands = documents.map(({ id: documentId, scopeId: caseFileId }): BatchCommand => {
      return { name: 'setDocumentKeywords', args: { caseFileId, documentId, ...change } };
    });
    orderMany(world, desk, commands, 'Schlagwörter');
  },
} satisfies Record<string, Act>;
