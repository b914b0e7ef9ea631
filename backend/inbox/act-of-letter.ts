import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { isAtStation } from '../../core/letters/at-station.ts';
import { actsOfToday } from '../commands/acts-of-today.ts';
import type { Desk } from '../commands/desk.ts';

/**
 * The command of today, given at this desk, that finished a letter as it stands now; null when somebody else did or it can no longer be
 * taken back. Known by the id that very command made: of the document it filed, or of the letter it put into the other Postkorb.
 */
export function actOfLetter(desk: Desk, itemId: Id, item: BodyOf<'inboxItem'>): Id | null {
  if (item.state === 'open') return null;
  if (isAtStation(item)) return returnOf(desk, itemId);
  if (item.replacedBy) return rearrangingOf(desk, itemId);
  const made = item.state === 'filed' ? item.filedDocumentId : (item.forwardedTo?.itemId ?? null);
  if (made === null) return null;
  const act = actsOfToday(desk).find(({ inverse }) => {
    const args = inverse.args as { itemId?: Id; documentId?: Id; newItemId?: Id };
    return args.itemId === itemId && (args.documentId ?? args.newItemId) === made;
  });
  return act?.commandId ?? null;
}

function returnOf(desk: Desk, itemId: Id): Id | null {
  const act = actsOfToday(desk).find(
    ({ inverse }) => inverse.name === 'withdrawReturn' && (inverse.args as { itemId?: Id }).itemId === itemId,
  );
  return act?.commandId ?? null;
}

function rearrangingOf(desk: Desk, itemId: Id): Id | null {
  const act = actsOfToday(desk).find(
    ({ inverse }) =>
      inverse.name === 'withdrawRearranging' && (inverse.args as { itemIds?: Id[] }).itemIds?.includes(itemId),
  );
  return act?.commandId ?? null;
}
