import { uploadPartSize } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { fewAtOnce } from '../../core/sync/few-at-once.ts';
import type { BlobStore } from '../../db/blobs.ts';
import type { Central } from './central.ts';

const attemptsInARow = 4;
/** After these the rest may come later: the line is away, or fetching was broken off. */
const passing: ReadonlySet<string> = new Set(['offline', 'cancelled', 'unauthenticated']);

type Content = { sha256: string; size: number };

/**
 * Sends a content to the centre, a small one whole, a larger one in parts, going on where an earlier attempt stopped; returns when the
 * centre has it whole and checked. Throws AppError `not_found` when the bytes are not readable here, `cancelled` between two parts when
 * it may not go on, else what the centre's calls throw.
 */
export async function sendBlob(
  central: Central,
  blobs: BlobStore,
  sha256: string,
  mayGoOn: () => boolean = () => true,
): Promise<void> {
  const size = sizeHere(blobs, sha256);
  const content = { sha256, size };
  for (let attempt = 0; attempt < attemptsInARow; attempt += 1) {
    const isThere =
      size <= uploadPartSize
        ? await sendWhole(central, blobs, content)
        : await sendParts(central, blobs, content, mayGoOn);
    if (isThere) return;
  }
  throw new AppError('offline', 'Der Inhalt ließ sich nicht vollständig übertragen.', { cause: 'upload' });
}

/** Throws AppError `not_found` when the bytes are not here. */
function sizeHere(blobs: BlobStore, sha256: string): number {
  const size = blobs.info(sha256)?.size;
  if (size !== undefined && blobs.has(sha256)) return size;
  throw new AppError('not_found', 'Der Inhalt ist auf diesem Gerät nicht mehr vorhanden.', { sha256 });
}

/** All bytes of a small content. Throws AppError `not_found` when they are not readable here. */
export const readAll = async (blobs: BlobStore, sha256: string): Promise<Uint8Array> =>
  blobs.readRange(sha256, 0, sizeHere(blobs, sha256));

/** False: it arrived changed. */
async function sendWhole(central: Central, blobs: BlobStore, { sha256, size }: Content): Promise<boolean> {
  const bytes = await blobs.readRange(sha256, 0, size);
  try {
    await central.putBlob(sha256, bytes);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}

/** False: the centre has thrown away what came before, begin again. */
async function sendParts(
  central: Central,
  blobs: BlobStore,
  { sha256, size }: Content,
  mayGoOn: () => boolean,
): Promise<boolean> {
  const state = await central.startUpload({ sha256, size });
  if (state.isPresent) return true;
  if (!state.uploadId) return false;
  let { offset } = state;
  if (offset >= size) return false; // all came, but it does not count: the centre has to say what became of it
  const read = (from: number) => blobs.readRange(sha256, from, Math.min(from + uploadPartSize, size));
  let reading = read(offset);
  while (offset < size) {
    if (!mayGoOn()) throw new AppError('cancelled', 'Abgebrochen.');
    const bytes = await reading;
    const next = offset + bytes.length;
    // The next part is unsealed while this one is on the line.
    const ahead = next < size ? read(next) : null;
    ahead?.catch(() => undefined); // told when it is its turn
    const reached = await sendPart(central, state.uploadId, offset, bytes);
    if (reached === null) return false;
    offset = reached;
    reading = ahead !== null && offset === next ? ahead : read(offset);
  }
  return true;
}

/** Null: ask again where the centre stands. */
async function sendPart(
  central: Central,
  uploadId: Parameters<Central['uploadPart']>[0],
  offset: number,
  bytes: Uint8Array,
): Promise<number | null> {
  try {
    return await central.uploadPart(uploadId, { offset, bytes });
  } catch (error) {
    if (error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found')) return null;
    throw error;
  }
}

/**
 * Fetches a content into the store and compares it with its SHA-256 before it counts. A line that breaks is taken up where it broke, as long as
 * something comes over it; after that what has come is kept for the next try, also over a restart.
 * Throws AppError `offline`, `not_found`, `cancelled`, `storage_full`.
 */
export async function fetchBlob(
  central: Central,
  blobs: BlobStore,
  sha256: string,
  signal?: AbortSignal,
): Promise<void> {
  if (blobs.has(sha256)) return;
  const writer = await blobs.startFetching(sha256);
  try {
    for (;;) {
      const before = writer.size;
      try {
        for await (const part of central.blob(sha256, writer.size, signal)) await writer.append(part);
        break;
      } catch (error) {
        // However often it breaks: as long as something comes, what has come is not thrown away.
        const isBroken = error instanceof AppError && error.code === 'offline' && writer.size > before;
        if (!isBroken) throw error;
      }
    }
    await writer.finish({ sha256, size: writer.size });
  } catch (error) {
    if (error instanceof AppError && passing.has(error.code)) await writer.keep();
    else await writer.abort();
    throw error;
  }
}

/** Contents that are sealed and flushed here while the next ones come in. */
const writtenAtOnce = 2;

/**
 * Fetches small contents together; each is compared with its SHA-256 before it counts, and told with `onArrived`. What is not told is to be
 * fetched by itself. Throws AppError `offline`, `cancelled`, `storage_full`; what has arrived by then stays.
 */
export async function fetchTogether(
  central: Central,
  blobs: BlobStore,
  sha256s: readonly string[],
  { signal, onArrived }: { signal: AbortSignal; onArrived: (sha256: string) => Promise<void> },
): Promise<void> {
  const asked = new Set(sha256s);
  const writing = fewAtOnce(writtenAtOnce);
  try {
    for await (const content of central.blobs(sha256s, signal)) {
      if (!asked.delete(content.sha256)) continue;
      await writing.begin(async () => {
        if (await blobs.keepWhole(content)) await onArrived(content.sha256);
      });
    }
  } finally {
    await writing.end();
  }
}
