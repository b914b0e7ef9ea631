import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { workerNames } from '../../db/queries/names.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import type { OpenDesk } from '../context.ts';

/** What a letter went through before and after: back to the scan station and what came of it, split, merged. */
export function waysOfLetter(desk: OpenDesk, inboxId: Id, item: BodyOf<'inboxItem'>) {
  const { db } = desk.store;
  const nameOf = workerNames(db);
  const became = [...(item.answeredBy ?? []), ...(item.replacedBy ?? []).map((itemId) => ({ inboxId, itemId }))];
  return {
    returns: (item.returns ?? []).map(({ by, at, reason, answeredAt, answer }) => ({
      ...{ byName: nameOf(by) ?? 'Unbekannt', at, reason },
      ...{ answeredAt: answeredAt ?? null, answer: answer ?? null },
    })),
    // What lies in a Postkorb she may not read is not told.
    becameItems: became.flatMap((place) => {
      if (!mayInScope(db, place.inboxId, 'read', desk.now())) return [];
      const found = readRecord(db, 'inboxItem', place.inboxId, place.itemId);
      return found ? [{ inboxId: place.inboxId, itemId: place.itemId, title: found.title || 'Ohne Titel' }] : [];
    }),
    madeFrom: (item.madeFrom ?? []).map(({ itemId, title, pages }) => ({ itemId, title, pages })),
  };
}
