import type { DeskClient } from '../../../core/contract/desk.ts';
import { uploadPartLimit } from '../../../core/contract/content-shapes.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { OutputOf } from '../backend.tsx';

type Source = { fileName: string; size: number; read: (from: number, to: number) => Promise<Uint8Array> };
/** Where a file is to go. */
export type UploadPlace = { caseFileId: Id } | { inboxId: Id };
type Options = { signal?: AbortSignal; onProgress?: (done: number, total: number) => void };

/** A file of the device as a source. */
export function fileSource(file: File): Source {
  return { fileName: file.name, ...blobSource(file) };
}

/** Bytes the page holds as a blob (a photo). */
export function blobSource(blob: Blob): Pick<Source, 'size' | 'read'> {
  return {
    size: blob.size,
    read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}

/** Bytes at hand as a source. */
export function bytesSource(fileName: string, bytes: Uint8Array): Source {
  return { fileName, size: bytes.byteLength, read: async (from, to) => bytes.slice(from, to) };
}

/** Reads a source in parts of at most 1 MiB and hands each to `send` with where it begins, one after the other. */
export async function inParts(
  source: Pick<Source, 'size' | 'read'>,
  send: (offset: number, bytes: Uint8Array<ArrayBuffer>) => Promise<unknown>,
): Promise<void> {
  const { size } = source;
  for (let offset = 0; offset < size; offset += uploadPartLimit) {
    const bytes = await source.read(offset, Math.min(size, offset + uploadPartLimit));
    await send(offset, bytes as Uint8Array<ArrayBuffer>);
  }
}

/** Hands a file over in parts of 1 MiB; gives what it is and whether the case file holds it already. Discards it when cancelled or failed. */
export async function handOver(
  client: DeskClient,
  place: UploadPlace,
  source: Source,
  { signal, onProgress }: Options = {},
): Promise<OutputOf<'uploads', 'finish'>> {
  const { fileName, size } = source;
  const { uploadId } = await client.uploads.begin({ ...place, fileName, size });
  try {
    await inParts(source, async (offset, bytes) => {
      if (signal?.aborted) throw new AppError('cancelled', 'Abgebrochen.');
      await client.uploads.part({ uploadId, offset, bytes });
      onProgress?.(offset + bytes.length, size);
    });
    return await client.uploads.finish({ uploadId });
  } catch (error) {
    client.uploads.discard({ uploadId }).catch(() => undefined);
    throw error;
  }
}
