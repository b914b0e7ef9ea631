import type { ContentFacts } from '../../core/domain/records.ts';
import type { ReadLetter } from '../../core/letters/read-letter.ts';
import type { BlobStore } from '../../db/blobs.ts';
import { inspectBytes } from '../../intake/content/content-facts.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';
import { type MailPart, splitMail } from '../../intake/mail/split-mail.ts';
import type { InspectedUpload } from './inspect-upload.ts';
import { type LetterProposal, pagesOf } from './propose-letter-here.ts';
import { type FileSays, saysOf, suggestFiling } from './suggestions.ts';

/** An attachment of an uploaded mail: in the store, looked at, held until it is filed or let go. */
export type UploadPart = {
  content: ContentFacts;
  pageTexts: string[];
  says: FileSays;
  suggestions: ReadLetter;
  /** What is proposed for it, once that was asked for. */
  proposal: LetterProposal | null;
  isNested: boolean;
};
export type UploadMail = { parts: UploadPart[]; pictures: number; signatures: number; isCut: boolean };

/** Takes the attachments out of an uploaded mail into the store; null for files that are none, or that cannot be read. */
export async function partsOfMail(
  pool: InspectionPool,
  blobs: BlobStore,
  { content, report, bytes }: InspectedUpload,
  today: string,
): Promise<UploadMail | null> {
  if (content.kind !== 'mail' || bytes === null || report.state !== 'showable') return null;
  const split = await splitMail(pool, bytes, content.sha256);
  if ('explanation' in split) return null;
  const parts: UploadPart[] = [];
  try {
    for (const part of split.parts) parts.push(await keepPart(pool, blobs, part, today));
  } catch (error) {
    letGoOfParts(blobs, parts);
    throw error;
  }
  return { parts, ...split.stays, isCut: split.isCut };
}

async function keepPart(pool: InspectionPool, blobs: BlobStore, part: MailPart, today: string): Promise<UploadPart> {
  const writer = await blobs.startWriting('uploading');
  await writer.append(part.bytes).catch(async (error: unknown) => {
    await writer.abort();
    throw error;
  });
  const blob = await writer.finish();
  const named = { sha256: blob.sha256, fileName: part.name, partOf: part.partOf };
  const { content, pageTexts, report } = await inspectBytes(pool, part.bytes, named);
  const says = saysOf(report, content.fileName);
  const suggestions = suggestFiling(says, pagesOf(pageTexts), today);
  return { content, pageTexts, says, suggestions, proposal: null, isNested: part.depth > 1 };
}

/** Lets parts go that were held: they are filed now, or not wanted. */
export function letGoOfParts(blobs: BlobStore, parts: readonly UploadPart[]): void {
  for (const { content } of parts) blobs.release(content.sha256);
}
