import { randomBytes } from 'node:crypto';
import type { Caller } from '../../rules/batch.ts';
import { type OfficeCommand, type OfficeResult, runOfficeCommands } from '../../rules/office-commands.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { intakeWorkerId } from '../../../core/domain/standing-ids.ts';
import type { News } from '../../rules/push.ts';
import type { AtCommit, Connection } from '../../store/database.ts';
import { fachverfahrenCaller, filingOf, withoutDuplicates } from './file-notices.ts';
import { deliveryIdOf, type StackDocument } from './stack-documents.ts';

/** Who the intake is when it gives commands: no account, no session, the rights of everyone. */
export const intakeCaller: Caller = { workerId: intakeWorkerId, role: 'scanStation', sessionId: intakeWorkerId };

/** The command that puts a document into its Postkorb; given again it is the same. */
export function deliveryOf(document: StackDocument, inboxId: Id): OfficeCommand<'deliverInboxItem'> {
  const { itemId, content, pageTexts, letter } = document;
  const id = deliveryIdOf(document.id, document.deliveries);
  return { id, name: 'deliverInboxItem', args: { ...letter, inboxId, itemId, content, pageTexts } };
}

/** The command that puts a document where it goes; null where somebody decides that first. */
function commandOf(document: StackDocument): OfficeCommand | null {
  if (document.filing) return filingOf(document, document.filing);
  return document.inboxId === null ? null : deliveryOf(document, document.inboxId);
}

/** The documents as they are after a try to deliver them, within the transaction that says so of the stack. */
export async function deliverDocuments(
  transaction: { connection: Connection; atCommit: AtCommit },
  stackId: Id,
  made: StackDocument[],
  before: OfficeCommand[] = [],
): Promise<{ documents: StackDocument[]; refusedBefore: OfficeResult | null; news: News }> {
  const documents = await withoutDuplicates(transaction.connection, made);
  const addressed = documents.filter((document) => commandOf(document) !== null);
  const commands = addressed.flatMap((document) => commandOf(document) ?? []);
  const at = momentOf(Date.now());
  // What is filed at once the Fachverfahren files: it may do what the rules of the office allow.
  const isFiling = documents.some(({ filing }) => filing !== null);
  const rights = isFiling ? ('ofOffice' as const) : ('ofCaller' as const);
  const work = { clientId: stackId, at, commands: [...before, ...commands], rights };
  const { results, news } = await runOfficeCommands(transaction, isFiling ? fachverfahrenCaller : intakeCaller, work);
  const refusedBefore = results.slice(0, before.length).find(({ outcome }) => outcome === 'refused') ?? null;
  const resultOf = new Map(addressed.map((document, index) => [document.id, results[before.length + index]]));
  const after = documents.map((document): StackDocument => {
    const result = resultOf.get(document.id);
    if (!result) return { ...document, state: 'needsLook' };
    if (result.outcome === 'refused') return { ...document, state: 'needsLook', reason: result.message };
    const deliveries = document.deliveries + 1;
    const inboxId = document.filing ? null : document.inboxId;
    return { ...document, state: 'delivered', reason: null, inboxId, deliveries, deliveredAt: new Date(at) };
  });
  return { documents: after, refusedBefore, news };
}

/** A name for a service; it need not be found again. */
export function newServiceId(): Id {
  const hex = randomBytes(16).toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)];
  return parts.join('-') as Id;
}
