import { createHash } from 'node:crypto';
import * as table from '../../../db/blob-table.ts';
import type { BlobWriter, WrittenBlob } from '../../../db/blob-writer.ts';
import type { BlobStore } from '../../../db/blobs.ts';
import type { WritableDb } from '../../../db/sql.ts';
import { AppError } from '../../../core/domain/errors.ts';
import type { Moment } from '../../../core/domain/moments.ts';

/** The files of a desk's contents by their SHA-256. */
export type BlobFiles = Map<string, Uint8Array>;

const dek = Buffer.alloc(32, 7);
const notHere = (sha256: string) =>
  new AppError('not_found', 'Der Inhalt ist auf diesem Gerät nicht lesbar und wird neu geladen.', { sha256 });

/** db/blobs.ts with its real table and files in memory. `pace` is where the program can be killed between a file and its row. */
export function memoryBlobs(files: BlobFiles, db: WritableDb, now: () => Moment, pace: () => Promise<void>): BlobStore {
  const removeFiles = async (names: readonly string[]) => {
    await pace();
    for (const sha256 of names) if (!table.readBlob(db, sha256)?.dek) files.delete(sha256);
    return names.length;
  };
  const lost = (sha256: string): never => {
    table.blobLost(db, sha256);
    files.delete(sha256);
    throw notHere(sha256);
  };
  const readRange = async (sha256: string, from: number, to: number) => {
    await pace();
    const info = table.readBlob(db, sha256);
    if (!info?.dek || info.state === 'wanted') throw notHere(sha256);
    const bytes = files.get(sha256) ?? lost(sha256);
    return bytes.slice(from, Math.min(to, info.size)) as Uint8Array<ArrayBuffer>;
  };
  const startWriting = async (state: 'present' | 'uploading'): Promise<BlobWriter> => {
    await pace();
    let bytes = Buffer.alloc(0);
    return {
      get size() {
        return bytes.length;
      },
      async append(part) {
        bytes = Buffer.concat([bytes, part]);
      },
      async finish(expected) {
        await pace();
        return publish(files, db, { bytes, state, at: now(), expected });
      },
      async abort() {},
      async keep() {},
    };
  };
  return {
    has: (sha256) => (table.readBlob(db, sha256)?.state ?? 'wanted') !== 'wanted',
    info: (sha256) => table.readBlob(db, sha256),
    fileName: (sha256) => sha256,
    startWriting,
    startFetching: () => startWriting('present'),
    async keepWhole({ sha256, size, pieces }) {
      const writer = await startWriting('present');
      for (const piece of pieces) await writer.append(piece);
      try {
        await writer.finish({ sha256, size });
        return true;
      } catch (error) {
        if (error instanceof AppError && error.details['reason'] === 'hashMismatch') return false;
        throw error;
      }
    },
    async put(bytes, state) {
      const writer = await startWriting(state);
      await writer.append(bytes);
      return writer.finish();
    },
    readRange,
    readAll: (sha256) => readRange(sha256, 0, table.readBlob(db, sha256)?.size ?? 0),
    async check(sha256) {
      const bytes = await readRange(sha256, 0, table.readBlob(db, sha256)?.size ?? 0);
      return createHash('sha256').update(bytes).digest('hex') === sha256;
    },
    markUploaded: (sha256s) => table.blobsUploaded(db, sha256s),
    markMissing: (sha256) => table.blobMissingAtCentre(db, sha256),
    evict: (limit, dueUntil) => {
      const going = table.blobsToEvict(db, limit, dueUntil);
      for (const sha256 of going) table.forgetBlob(db, sha256);
      return removeFiles(going);
    },
    hold: () => undefined,
    release: () => undefined, // nothing is handed over in parts there
    removeUnused: () => removeFiles(table.forgetUnusedBlobs(db, new Map())),
    removeStray: async () => 0, // files go with their rows here
  };
}

function publish(
  files: BlobFiles,
  db: WritableDb,
  written: { bytes: Buffer; state: 'present' | 'uploading'; at: Moment; expected: WrittenBlob | undefined },
): WrittenBlob {
  const { bytes, state, at, expected } = written;
  const blob = { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  if (expected && (expected.sha256 !== blob.sha256 || expected.size !== blob.size)) {
    throw new AppError('internal', 'Der geladene Inhalt ist unvollständig oder verändert.', { reason: 'hashMismatch' });
  }
  const standing = table.readBlob(db, blob.sha256);
  if (standing?.dek && standing.state !== 'wanted') {
    if (state === 'present') table.blobsUploaded(db, [blob.sha256]);
    return blob;
  }
  files.set(blob.sha256, bytes);
  table.blobArrived(db, { ...blob, dek }, state, at);
  return blob;
}
