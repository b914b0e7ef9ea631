import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from './blob-store.ts';
import { publishFile, publishNewFile } from './durable-files.ts';
import { systemCode } from '../../core/domain/system-code.ts';

// Contents as files: blobs/ab/cd/<sha256>, uploads under way in blobs/incoming.

/** A folder of contents as it is; what is missing counts as missing. */
export function blobFolder(folder: string): BlobStore {
  const root = path.resolve(folder);
  const fileOf = (sha256: string) => path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  return {
    incoming: path.join(root, 'incoming'),
    size: async (sha256) => {
      try {
        return (await stat(fileOf(sha256))).size;
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    read: (sha256, range) => createReadStream(fileOf(sha256), { highWaterMark: 256 * 1024, ...range }),
    readAll: async (sha256, size) => {
      await using file = await open(fileOf(sha256), 'r');
      const bytes = Buffer.allocUnsafeSlow(size);
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    keepNew: ({ sha256 }, pieces) => publishNewFile(pieces, fileOf(sha256), root),
    keep: (file) => publishFile(file.handle, file.path, fileOf(file.sha256), root),
  };
}

/** The same; makes the folders that are missing. */
export async function openBlobFolder(folder: string): Promise<BlobStore> {
  const store = blobFolder(folder);
  await mkdir(store.incoming, { recursive: true, mode: 0o700 });
  return store;
}
