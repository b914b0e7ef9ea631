import type { Shape } from '../../core/contract/desk.ts';
import type { rearrangeInboxInput } from '../../core/contract/content-shapes.ts';
import type { ComposedLetters } from '../../core/contract/station-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { whereItWent } from '../../core/letters/at-station.ts';
import { whyNotRearranged } from '../../core/letters/rearranged-content.ts';
import { readRecord } from '../../db/records.ts';
import { type OpenDesk, perform, requireReadable } from '../context.ts';

type Input = Shape<typeof rearrangeInboxInput>;

const offline =
  'Zum Teilen und Zusammenfügen ist die Verbindung zur Zentrale nötig. Es wurde nichts geändert. Sie können das Schreiben so ablegen, wie es ist, oder es liegen lassen, bis die Verbindung wieder besteht.';

/**
 * Splits or merges letters. The centre makes the bytes first and changes nothing; then one command, like any other, changes all of it at
 * this desk at once. Ended in between there are bytes nobody names, and the letters are as they were; the command itself may wait in the
 * outbox, be sent twice, be taken back.
 */
export async function rearrangeLetters(desk: OpenDesk, { inboxId, documents }: Input) {
  requireReadable(desk, inboxId, 'Postkorb');
  const itemIds = [...new Set(documents.flatMap(({ pages }) => pages.map(({ itemId }) => itemId)))];
  for (const itemId of itemIds) checkHere(desk, inboxId, itemId);
  const composed = await compose(desk, inboxId, documents);
  const [first] = itemIds;
  const merged = itemIds.length > 1 && documents.length === 1 && first ? wordsOf(desk, inboxId, first) : null;
  const letters = documents.map(({ pages }, index) => {
    const made = composed.documents[index];
    if (!made) throw new AppError('internal', 'Die Zentrale antwortet unverständlich.');
    return { itemId: desk.newId(), pages, ...made, ...merged };
  });
  const done = perform(desk, 'rearrangeInboxItems', { inboxId, itemIds, documents: letters });
  return { ...done, itemIds: letters.map(({ itemId }) => itemId) };
}

/** What the desk knows against it is said before the centre is asked. */
function checkHere({ store }: OpenDesk, inboxId: Id, itemId: Id): void {
  const item = readRecord(store.db, 'inboxItem', inboxId, itemId);
  const version = item && readRecord(store.db, 'version', inboxId, item.versionId);
  if (!item || !version) throw new AppError('not_found', 'Dieses Schreiben ist nicht mehr im Postkorb.');
  const why = item.state === 'open' ? whyNotRearranged(item.title, version) : whereItWent(item);
  if (why) throw new AppError('conflict', why);
}

async function compose(desk: OpenDesk, inboxId: Id, documents: Input['documents']): Promise<ComposedLetters> {
  try {
    return await desk.centre.askStation((station) => station.compose(inboxId, { documents }));
  } catch (error) {
    if (error instanceof AppError && error.code === 'offline') throw new AppError('offline', offline);
    throw error;
  }
}

/** Merged letters go on under the words and proposals of the first one. */
function wordsOf({ store }: OpenDesk, inboxId: Id, itemId: Id) {
  const item = readRecord(store.db, 'inboxItem', inboxId, itemId);
  if (!item) return null;
  const { title, letterDate, sender, proposedCase, proposedKeyword, reasons } = item;
  return { title, letterDate, sender, proposedCase, proposedKeyword, ...(reasons ? { reasons } : {}) };
}
