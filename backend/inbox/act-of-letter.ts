import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { actsOfToday } from '../commands/acts-of-today.ts';
import type { Desk } from '../commands/desk.ts';

/**
 * The command of today, given at this desk, that finished a letter as it stands now; null when somebody else did or it can no longer be
 * taken back. Known by the id that very command made: of the document it filed, or of the letter it put into the other Postkorb.
 */
export function actOfLetter(desk: Desk, itemId: Id, item: BodyOf<'inboxItem'>): Id | null {
  if (item.state === 'open') return null;
  const made = item.state === 'filed' ? item.filedDocumentId : (item.forwardedTo?.itemId ?? null);
  if (made === null) return null;
  const act = actsOfToday(desk).find(({ inverse }) => {
    const args = inverse.args as { itemId?: Id; documentId?: Id; newItemId?: Id };
    return args.itemId === itemId && (args.documentId ?? args.newItemId) === made;
  });
  return act?.commandId ?? null;
}
