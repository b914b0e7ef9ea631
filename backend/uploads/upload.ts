import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import type { BlobWriter } from '../../db/blob-writer.ts';
import type { ReadLetter } from '../../core/letters/read-letter.ts';
import type { UploadMail } from './mail-parts.ts';
import type { LetterProposal } from './propose-letter-here.ts';
import type { FileSays } from './suggestions.ts';

/** What is known of an upload when all its bytes are on disk and were looked at. */
export type FinishedUpload = {
  content: ContentFacts;
  pageTexts: string[];
  says: FileSays;
  suggestions: ReadLetter;
  /** What is proposed for it, once that was asked for. */
  proposal: Promise<LetterProposal> | null;
  /** What lies in it, when it is a mail. */
  mail: UploadMail | null;
};

/** A file on its way into a case file: bytes go straight into the encrypted store, nothing lies on disk in clear text. */
export type Upload = {
  readonly id: Id;
  /** Null for one that goes into a Postkorb. */
  readonly caseFileId: Id | null;
  readonly fileName: string;
  readonly size: number;
  readonly writer: BlobWriter;
  /** Parts are taken one after the other, however they come in. */
  queue: Promise<void>;
  /** The SHA-256 of the bytes once all are on disk. */
  written: string | null;
  /** Set when they have been looked at, too. */
  finished: FinishedUpload | null;
};

/** An open upload. Throws AppError `not_found` for one that is not open (any more). */
export function uploadOf(desk: { readonly uploads: ReadonlyMap<Id, Upload> }, uploadId: Id): Upload {
  const upload = desk.uploads.get(uploadId);
  if (!upload) throw new AppError('not_found', 'Diese Datei ist nicht mehr offen. Bitte noch einmal hochladen.');
  return upload;
}

/** Takes the part that begins at `offset`; parts must come in order and stay within the size announced. */
export function takePart(
  upload: Pick<Upload, 'writer' | 'size' | 'finished' | 'queue'>,
  offset: number,
  bytes: Uint8Array,
): Promise<void> {
  const taken = upload.queue.then(async () => {
    const { writer, size, finished } = upload;
    if (finished) throw new AppError('conflict', 'Diese Datei ist schon vollständig.');
    if (offset !== writer.size || writer.size + bytes.length > size) {
      throw new AppError(
        'conflict',
        'Die Datei kam nicht in der richtigen Reihenfolge an. Bitte noch einmal hochladen.',
        {
          expectedOffset: writer.size,
        },
      );
    }
    await writer.append(bytes);
  });
  // A part that was refused does not stop a right one that comes after it.
  upload.queue = taken.catch(() => undefined);
  return taken;
}
