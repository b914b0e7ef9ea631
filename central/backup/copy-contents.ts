import {
  type BlobFolder,
  keepIncoming,
  openBlobFolder,
  readStored,
  storedSize,
  writePart,
} from '../store/blob-files.ts';
import { hexOf, type Queryable } from '../store/database.ts';
import { german, type Progress } from './format.ts';

export type ContentEntry = { sha256: string; size: number };
export type CopiedContents = { count: number; bytes: number; copied: number; missing: string[] };

/** Contents a store counts as whole. */
export async function listContents(database: Queryable): Promise<ContentEntry[]> {
  const { rows } = await database.query<{ sha256: Buffer; size: number }>(
    `select sha256, size from blob where state = 'stored' order by sha256`,
  );
  return rows.map((row) => ({ sha256: hexOf(row.sha256), size: row.size }));
}

/**
 * Brings contents that are not there yet from one place to another; each is compared with its SHA-256 before it counts. What cannot
 * be read whole is told as missing and does not stop the others.
 */
export async function copyContents(
  from: BlobFolder,
  to: BlobFolder,
  entries: readonly ContentEntry[],
  say: Progress,
): Promise<CopiedContents> {
  const result: CopiedContents = { count: 0, bytes: 0, copied: 0, missing: [] };
  await openBlobFolder(to.root);
  for (const [index, entry] of entries.entries()) {
    const isThere = (await storedSize(to, entry.sha256)) === entry.size;
    if (!isThere && !(await copyContent(from, to, entry))) {
      result.missing.push(entry.sha256);
      continue;
    }
    result.count += 1;
    result.bytes += entry.size;
    if (!isThere) result.copied += 1;
    if ((index + 1) % 200 === 0 || index + 1 === entries.length) {
      say(`Inhalte: ${german(index + 1)} von ${german(entries.length)}`);
    }
  }
  return result;
}

async function copyContent(from: BlobFolder, to: BlobFolder, entry: ContentEntry): Promise<boolean> {
  if ((await storedSize(from, entry.sha256)) !== entry.size) return false;
  const source = readStored(from, entry.sha256);
  const part = await writePart(to, `kopie-${entry.sha256}`, { offset: 0, limit: entry.size, source });
  if (part.error || part.written !== entry.size) return false;
  return keepIncoming(to, `kopie-${entry.sha256}`, entry);
}
