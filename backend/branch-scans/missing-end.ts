import type { BranchScan } from '../../db/branch-scans.ts';
import { endOf } from '../../intake/folders/file-end.ts';
import type { StackReading } from '../../intake/station/stack-reading.ts';

const missing = 'Der eingescannten Datei fehlt das Ende.';

/** Of a file from a scanner whose end is missing that is said with each of its letters. */
export async function withMissingEnd(
  scan: BranchScan,
  bytes: Uint8Array,
  reading: StackReading,
): Promise<StackReading> {
  if (scan.source !== 'folder' || (await endOf(readerOver(bytes), bytes.length)) !== 'unfinished') return reading;
  const documents = reading.documents.map((read) => ({ ...read, concerns: [...read.concerns, missing] }));
  return { ...reading, documents };
}

const readerOver = (bytes: Uint8Array) => ({
  read: async (at: number, length: number) =>
    Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(length, bytes.length - at)),
});
