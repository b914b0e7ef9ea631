import type { Filing } from '../../core/commands/document-parts.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { ContentFacts } from '../../core/domain/records.ts';
import { isAnyProtected } from '../../db/queries/office.ts';
import { mostCharacters } from '../../intake/content/content-facts.ts';
import type { OpenDesk } from '../context.ts';
import { letGoOfParts, type UploadPart } from './mail-parts.ts';
import { type FinishedUpload, uploadOf } from './upload.ts';

type NewDocument = { documentId: Id; filing: Filing; content: ContentFacts; pageTexts: string[] };
type ChosenPart = { part: number; title: string; keywordIds: Id[] };

/** The documents an upload becomes: the file itself, then the chosen attachments with its dates and sender. */
export function documentsOf(
  desk: OpenDesk,
  uploadId: Id,
  filing: Filing,
  chosen: readonly ChosenPart[],
): [NewDocument, ...NewDocument[]] {
  const finished = readyUpload(desk, uploadId);
  const { content, pageTexts } = finished;
  const parts = chosen.map(({ part, title, keywordIds }): NewDocument => {
    const { content: own, pageTexts: texts } = partOf(desk, finished, part);
    return {
      documentId: desk.newId(),
      filing: guarded(desk, { ...filing, title, keywordIds }),
      content: own,
      pageTexts: texts,
    };
  });
  const whole = { documentId: desk.newId(), filing: guarded(desk, filing), content, pageTexts };
  requireSendable([whole, ...parts]);
  return [whole, ...parts];
}

/** What a keyword protects is protected, whatever was asked for. */
function guarded(desk: OpenDesk, filing: Filing): Filing {
  return { ...filing, isProtected: filing.isProtected || isAnyProtected(desk.store.db, filing.keywordIds) };
}

/** One act travels as one message: a mail with thousands of pages in its attachments is filed piece by piece. */
export function requireSendable(documents: readonly { pageTexts: string[] }[]): void {
  let characters = 0;
  for (const { pageTexts } of documents) for (const text of pageTexts) characters += text.length;
  if (characters <= mostCharacters) return;
  const message =
    'Diese Anlagen sind zusammen zu umfangreich. Bitte wählen Sie weniger Anlagen aus und legen Sie die übrigen einzeln ab.';
  throw new AppError('invalid_input', message);
}

/** An upload that is whole and whose bytes are in the store. Throws AppError `conflict` for one that is not. */
export function readyUpload(desk: OpenDesk, uploadId: Id): FinishedUpload {
  const { finished } = uploadOf(desk, uploadId);
  if (!finished || !desk.store.blobs.has(finished.content.sha256)) {
    throw new AppError('conflict', 'Die Datei ist nicht vollständig angekommen. Bitte noch einmal hochladen.');
  }
  return finished;
}

/** An attachment of an uploaded mail by its number. Throws AppError `not_found` for one that is not there. */
export function partOf(desk: OpenDesk, { mail }: FinishedUpload, number: number): UploadPart {
  const part = mail?.parts[number];
  if (part && desk.store.blobs.has(part.content.sha256)) return part;
  throw new AppError('not_found', 'Diese Anlage ist in der E-Mail nicht vorhanden.');
}

/** The upload belongs to a file or Postkorb now; attachments that were not chosen go. */
export async function forgetUpload(desk: OpenDesk, uploadId: Id): Promise<void> {
  const upload = desk.uploads.get(uploadId);
  if (!upload?.finished) return;
  desk.uploads.delete(uploadId);
  desk.store.blobs.release(upload.finished.content.sha256);
  const parts = upload.finished.mail?.parts ?? [];
  if (parts.length === 0) return;
  letGoOfParts(desk.store.blobs, parts);
  await desk.store.blobs.removeUnused();
}
