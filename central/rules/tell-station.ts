import type { Refused, StackPart, StationChange } from '../../core/commands/rule.ts';
import { refused } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Connection } from '../store/database.ts';
import { rearrangeDocuments, rearrangeDocumentsBack } from '../store/letter-rearranging.ts';
import { addReturn, isKnownPart, takeReturnBack } from '../store/letter-returns.ts';

const unknownPart = refused(
  'notFound',
  'Die Scanstelle kennt den Stapel dieses Schreibens nicht oder nicht mehr in dieser Aufteilung. Es wurde nichts geändert.',
);

/** Why the scan station cannot be told what a command wants to tell it: then nothing of the command happens. Null when it can. */
export async function lackAtStation(
  connection: Connection,
  changes: readonly StationChange[],
): Promise<Refused | null> {
  for (const part of changes.flatMap(neededParts)) {
    if (!(await isKnownPart(connection, part))) return unknownPart;
  }
  return null;
}

function neededParts(change: StationChange): StackPart[] {
  return change.change === 'return' ? [change.part] : [];
}

/** Tells the scan station what became of its letters, in the transaction of the command. */
export async function tellStation(connection: Connection, commandId: Id, change: StationChange): Promise<void> {
  if (change.change === 'return') await addReturn(connection, commandId, change);
  if (change.change === 'takeBackReturn') await takeReturnBack(connection, change);
  if (change.change === 'rearrange') await rearrangeDocuments(connection, change);
  if (change.change === 'takeBackRearranging') await rearrangeDocumentsBack(connection, change);
}
