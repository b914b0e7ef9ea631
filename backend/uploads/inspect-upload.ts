import type { WrittenBlob } from '../../db/blob-writer.ts';
import type { BlobStore } from '../../db/blobs.ts';
import { factsOf, type Inspected, inspectBytes } from '../../intake/content/content-facts.ts';
import { explain } from '../../intake/content/explanations.ts';
import type { InspectionPool } from '../../intake/content/inspection-pool.ts';
import { reportWithoutReading } from '../../intake/content/reports.ts';
import { safeFileName } from '../../intake/content/safe-file-name.ts';

const largestRead = 512 * 1024 * 1024; // bytes; what is larger is kept, not looked into

/** `bytes`: null when they are too many to be looked into. */
export type InspectedUpload = Inspected & { bytes: Uint8Array | null };

/** Looks into bytes that are in the store: what they are, and the text of their pages. Answers whatever the bytes are. */
export async function inspectUpload(
  pool: InspectionPool,
  blobs: BlobStore,
  blob: WrittenBlob,
  fileName: string,
): Promise<InspectedUpload> {
  const name = safeFileName(fileName);
  if (blob.size > largestRead) {
    const start = await blobs.readRange(blob.sha256, 0, 65_536);
    const report = reportWithoutReading(start, name, explain('too-large'));
    return { content: factsOf(report, blob, name), pageTexts: [], report, bytes: null };
  }
  const bytes = await blobs.readAll(blob.sha256);
  return { ...(await inspectBytes(pool, bytes, { sha256: blob.sha256, fileName: name })), bytes };
}
