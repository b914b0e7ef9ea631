import * as fileSystem from 'node:fs';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from './blob-store.ts';
import { publishFile, publishNewFile } from './durable-files.ts';
import { systemCode } from '../../core/domain/system-code.ts';

// Contents as files: blobs/ab/<sha256>, uploads under way in blobs/incoming. 256 folders, as a content-addressed store has them anywhere:
// a folder must be made and flushed before the first content in it counts, and 65,536 of them were still new for most contents of an
// office's first year. Stores made then keep theirs (blobs/ab/cd/<sha256>); what is not in its place is looked for there.

/** The file a content is kept in, below the folder of contents. */
export function contentFile(root: string, sha256: string): string {
  return path.join(root, sha256.slice(0, 2), sha256);
}

function formerContentFile(root: string, sha256: string): string {
  return path.join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

/** A folder of contents as it is; what is missing counts as missing. */
export function blobFolder(folder: string): BlobStore {
  const root = path.resolve(folder);
  const fileOf = (sha256: string) => contentFile(root, sha256);
  return {
    incoming: path.join(root, 'incoming'),
    size: async (sha256) => (await sizeOf(fileOf(sha256))) ?? (await sizeOf(formerContentFile(root, sha256))),
    read: (sha256, range) =>
      fileSystem.createReadStream(fileOf(sha256), {
        highWaterMark: 256 * 1024,
        ...range,
        fs: { ...fileSystem, open: openOneOf(formerContentFile(root, sha256)) },
      }),
    readAll: async (sha256, size) => {
      await using file = await openToRead(fileOf(sha256), formerContentFile(root, sha256));
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

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function openToRead(file: string, former: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return open(former, 'r');
    throw error;
  }
}

/** Opens a file as a stream does it; the former place where it is missing. */
function openOneOf(former: string): typeof fileSystem.open {
  return ((file: string, flags: string, mode: number, done: (error: Error | null, descriptor: number) => void) =>
    fileSystem.open(file, flags, mode, (error, descriptor) =>
      systemCode(error) === 'ENOENT' ? fileSystem.open(former, flags, mode, done) : done(error, descriptor),
    )) as typeof fileSystem.open;
}

/** The same; makes the folders that are missing. */
export async function openBlobFolder(folder: string): Promise<BlobStore> {
  const store = blobFolder(folder);
  await mkdir(store.incoming, { recursive: true, mode: 0o700 });
  return store;
}
