import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';

export type StoredContent = { sha256: string; size: number };
/** A file on the centre's own disk whose bytes were compared with their SHA-256. */
export type CheckedFile = StoredContent & { handle: FileHandle; path: string };

/** Where whole contents lie, under their SHA-256: in a folder or in a store that speaks S3. */
export type BlobStore = {
  /** Folder on the centre's own disk where uploads under way are gathered. */
  readonly incoming: string;
  /** Size of a stored content, null when it is not there. */
  size(sha256: string): Promise<number | null>;
  /** A stream over bytes `start` to `end` (inclusive) of a stored content. */
  read(sha256: string, range?: { start: number; end: number }): Readable;
  /** All bytes of a small content, as many as it ought to have; fewer where it is cut. */
  readAll(sha256: string, size: number): Promise<Buffer>;
  /** Keeps checked bytes of a small content as `keep` does, if nothing lies in its place; else false, and what lies there is as it was. */
  keepNew(content: StoredContent, pieces: readonly Uint8Array[]): Promise<boolean>;
  /** Gives a checked file its place, whatever lay there; it will outlive a power cut when this returns, and the file is gone. */
  keep(file: CheckedFile): Promise<void>;
};

/** The store for contents does not answer, or not now: to be tried again. Nothing is said about what it holds. */
export class BlobStoreUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the store for contents is not available', { cause });
  }
}
