import { messageIdOf } from '../../../intake/content/mail-parts.ts';
import { safeFileName } from '../../../intake/content/safe-file-name.ts';
import { keepUntold } from '../../store/incoming.ts';
import type { Intake } from '../station/intake.ts';
import { journalFile, newStackId } from '../station/take-in.ts';
import { claimMessage, type MessagePlace, refuseMessage } from './message-journal.ts';

/** Largest message that is taken over, in bytes. */
export const largestMessage = 150 * 1024 * 1024;

/** What the server says of a message. */
export type MessageFacts = { size: number; receivedAt: Date; messageId: string | null; subject: string | null };
export type MessageToTake = { place: MessagePlace; station: string; facts: MessageFacts };

const tooLarge =
  'Diese E-Mail ist größer als 150 MB und wird nicht übernommen. Sie liegt unverändert in diesem Ordner.';

/** Journals a message as too large when it is; then its bytes need not be fetched. */
export async function refuseTooLarge(intake: Intake, { place, facts }: MessageToTake): Promise<boolean> {
  if (facts.size <= largestMessage) return false;
  const found = { messageId: messageIdOf(facts.messageId ?? undefined), sha256: null, receivedAt: facts.receivedAt };
  await refuseMessage(intake.database, place, { ...found, reason: tooLarge });
  return true;
}

/**
 * Takes a message in like a scanned stack: when this returns its bytes are in the store and it is journalled, once however often and by
 * however many services it is tried. Throws what store and database throw: nothing has happened then.
 */
export async function takeMessage(
  intake: Intake,
  { place, station, facts }: MessageToTake,
  bytes: Uint8Array,
): Promise<void> {
  const content = await keepUntold(intake.blobs, inOnePiece(bytes), { limit: largestMessage * 2 });
  if (!content) throw new Error('a content without condition was not kept');
  await intake.afterStep?.('kept');
  const stackId = newStackId();
  const messageId = messageIdOf(facts.messageId ?? undefined);
  const found = { messageId, sha256: content.sha256, receivedAt: facts.receivedAt, stackId };
  const fileName = safeFileName(`${facts.subject?.trim().slice(0, 120) || 'E-Mail ohne Betreff'}.eml`);
  const file = { stackId, source: 'mail' as const, station, fileName, takenBy: null, content, place: null };
  await journalFile(intake, { ...file, isStillThere: (connection) => claimMessage(connection, place, found) });
  await intake.afterStep?.('journalled');
  intake.wake();
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
