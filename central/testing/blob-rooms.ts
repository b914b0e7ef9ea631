import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contentFile, openBlobFolder } from '../store/blob-folder.ts';
import { openBlobs } from '../store/blob-place.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { S3Server, s3Bucket, s3Keys } from './s3-server.ts';

/** A place for contents, and what a test does behind its back. */
export type BlobRoom = AsyncDisposable & {
  blobs: BlobStore;
  bytesOf(sha256: string): Promise<Buffer>;
  write(sha256: string, bytes: Uint8Array): Promise<void>;
  drop(sha256: string): Promise<void>;
};

async function folderRoom(): Promise<BlobRoom> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-blobs-'));
  const fileOf = (sha256: string) => contentFile(folder, sha256);
  return { ...roomOf(await openBlobFolder(folder), fileOf), [Symbol.asyncDispose]: () => removeFolder(folder) };
}

export const s3Environment = (server: S3Server) => ({
  AWS_ACCESS_KEY_ID: s3Keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
  AWS_ENDPOINT_URL_S3: server.address,
});

/** Contents in a real S3 server, below a path of their own. */
export async function s3Room(): Promise<BlobRoom & { server: S3Server }> {
  const server = await S3Server.open();
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-blobs-'));
  const opened = await openBlobs(`s3://${s3Bucket}/haus/eins`, s3Environment(server), folder);
  const fileOf = (sha256: string) => server.fileOf(`haus/eins/${sha256.slice(0, 2)}/${sha256}`);
  return {
    ...roomOf(opened.blobs, fileOf),
    server,
    [Symbol.asyncDispose]: async () => {
      await opened.close();
      await server[Symbol.asyncDispose]();
      await removeFolder(folder);
    },
  };
}

const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

function roomOf(blobs: BlobStore, fileOf: (sha256: string) => string): Omit<BlobRoom, keyof AsyncDisposable> {
  return {
    blobs,
    bytesOf: (sha256) => readFile(fileOf(sha256)),
    write: async (sha256, bytes) => {
      await mkdir(path.dirname(fileOf(sha256)), { recursive: true });
      await writeFile(fileOf(sha256), bytes);
    },
    drop: (sha256) => rm(fileOf(sha256)),
  };
}

/** Both places, for tests that must hold in each. */
export const blobRooms: [string, () => Promise<BlobRoom>][] = [
  ['a folder', folderRoom],
  ['S3', s3Room],
];
