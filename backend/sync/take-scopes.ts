import type { PulledScope } from '../../core/contract/central.ts';
import type { RecordPlace } from '../../db/records.ts';
import type { Desk } from '../commands/desk.ts';
import { touchedBy } from '../commands/touched.ts';
import type { RoundParts, RoundResult } from './round-parts.ts';
import { takePull } from './take-pull.ts';

/** What a round tells when something has to be fetched once more. */
export const again = 'Ein Teil der Akten wird noch einmal geladen, weil er nicht vollständig angekommen ist.';

/** Writes rows that were pulled, or came with a poke or the answer to a push, and tells the pages. */
export async function takeScopes(
  parts: RoundParts,
  scopes: readonly PulledScope[],
  result: RoundResult,
): Promise<void> {
  const { desk } = parts;
  const taken = await takePull(desk.store.db, scopes, async () => {
    desk.changes.tell('progress', {});
    await parts.pause();
  });
  if (taken.rows > 0) result.hasWorked = true;
  // Rows that this program is too old for are no trouble on the way: the page about the sync tells of them.
  if (taken.mismatched.length > 0) result.problem = again;
  parts.onArrived(taken.places);
  tellPlaces(desk, taken.places);
}

/** Tells the pages which records are other ones now. */
export function tellPlaces(desk: Desk, places: readonly RecordPlace[]): void {
  if (places.length > 0) desk.changes.tell('records', touchedBy(desk.store.db, places));
}
