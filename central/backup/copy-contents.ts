import { type BlobStore, BlobStoreUnavailableError } from '../store/blob-store.ts';
import { hexOf, type Queryable } from '../store/database.ts';
import { keepIncoming, writePart } from '../store/incoming.ts';
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
 * be read whole is told as missing and does not stop the others. Throws BlobStoreUnavailableError: nothing is missing because a store is away.
 */
export async function copyContents(
  from: BlobStore,
  to: BlobStore,
  entries: readonly ContentEntry[],
  say: Progress,
): Promise<CopiedContents> {
  const result: CopiedContents = { count: 0, bytes: 0, copied: 0, missing: [] };
  for (const [index, entry] of entries.entries()) {
    const isThere = (await to.size(entry.sha256)) === entry.size;
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

async function copyContent(from: BlobStore, to: BlobStore, entry: ContentEntry): Promise<boolean> {
  if ((await from.size(entry.sha256)) !== entry.size) return false;
  const source = from.read(entry.sha256);
  const part = await writePart(to, `kopie-${entry.sha256}`, { offset: 0, limit: entry.size, source });
  if (part.error instanceof BlobStoreUnavailableError) throw part.error;
  if (part.error || part.written !== entry.size) return false;
  return keepIncoming(to, `kopie-${entry.sha256}`, entry);
}
