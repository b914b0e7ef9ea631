import type { BlobStore } from './blobs.ts';
import type { WritableDb } from './sql.ts';

/** The local store of one worker: one encrypted database and the bytes beside it. */
export type Store = {
  readonly folder: string;
  readonly db: WritableDb;
  readonly blobs: BlobStore;
  /** Closes everything and lets other processes open the folder again. */
  close(): void;
};
