import { randomBytes } from 'node:crypto';
import { createIdSource, type Id } from '../../../core/domain/ids.ts';
import { intakeWorkerId } from '../../../core/domain/standing-ids.ts';
import { safeFileName } from '../../../intake/content/safe-file-name.ts';
import type { StoredContent } from '../../store/blob-store.ts';
import { type Connection, inTransaction } from '../../store/database.ts';
import { journalInHouse } from '../../store/house-journal.ts';
import { keepUntold } from '../../store/incoming.ts';
import { recordWhole } from '../../store/uploads.ts';
import type { Intake } from './intake.ts';
import type { Told } from './told.ts';
import { addStack, type FilePlace, lockFolder, type StackSource } from './stacks.ts';

/** Most bytes of one file that is taken in. */
export const largestFile = 4 * 1024 * 1024 * 1024;

/** A number for a stack. */
export const newStackId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));

export type FileToTake = {
  source: StackSource;
  /** The scanner, branch office or mailbox it comes from. */
  station: string;
  /** As it was called there; made safe here. */
  fileName: string;
  /** Who hands it in; null for devices and mailboxes. */
  takenBy: Id | null;
  content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Somebody waits for it: it goes before the rest. */
  isUrgent?: boolean;
  /** What is said of it beside its bytes. */
  told?: Told | null;
};

/** `sameAs`: the stack with the same bytes that came before. */
export type Taken = { stackId: Id; sha256: string; sameAs: Id | null };

/**
 * Takes a file in: when this returns its bytes are in the store and it is journalled, both on disk; what becomes of it follows. Throws
 * TooLongError for more than `largestFile` bytes, and what the store, its disk or the source throw: nothing has happened then.
 */
export async function takeIn(intake: Intake, file: FileToTake): Promise<Taken> {
  const source = file.content instanceof Uint8Array ? onePiece(file.content) : file.content;
  const content = await keepUntold(intake.blobs, source, { limit: largestFile });
  if (!content) throw new Error('a content without condition was not kept');
  await intake.afterStep?.('kept');
  const stackId = newStackId();
  const added = await journalFile(intake, { ...file, stackId, content, place: null, isStillThere: async () => true });
  if (!added) throw new Error('a new file was journalled before');
  await intake.afterStep?.('journalled');
  intake.wake();
  return { stackId, sha256: content.sha256, sameAs: added.sameAs };
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

type FileToJournal = Omit<FileToTake, 'content'> & {
  stackId: Id;
  content: StoredContent;
  place: FilePlace | null;
  /** Asked within the transaction, when nobody else can be taking the same file any more. */
  isStillThere: (connection: Connection) => Promise<boolean>;
};

/**
 * Journals a file whose bytes are in the store: its row, the line in the protocol of the house, and who may name its content. Null when
 * it is not to be: another service has taken it, or it is journalled already and only waits to be taken away.
 */
export async function journalFile(intake: Intake, file: FileToJournal): Promise<{ sameAs: Id | null } | null> {
  const { database } = intake;
  await recordWhole(database, intakeWorkerId, [file.content]);
  return inTransaction(database, 'write', async (connection) => {
    if (file.place) await lockFolder(connection, file.place.folder);
    if (!(await file.isStillThere(connection))) return null;
    const { stackId, source, station, takenBy, content, place, isUrgent = false, told = null } = file;
    const fileName = safeFileName(file.fileName);
    const stack = { id: stackId, source, station, fileName, takenBy, content, place, isUrgent, told };
    const { isNew, sameAs } = await addStack(connection, stack);
    if (!isNew) return null;
    const line = { action: 'stack.taken', targetKind: 'stack', targetId: stackId, reason: null };
    await journalInHouse(connection, takenBy ?? intakeWorkerId, line, { stackId, ...content });
    return { sameAs };
  });
}
