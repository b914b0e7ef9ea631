import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Id } from '../core/domain/ids.ts';
import type { Moment } from '../core/domain/moments.ts';
import { type BlobStore, openBlobStore } from './blobs.ts';
import { searchDamage, type SearchOptions } from './damage-search-thread.ts';
import { lockStore } from './lock.ts';
import { fillHeadTexts } from './full-text/head-texts.ts';
import { initialiseMeta, updateMeta } from './meta.ts';
import { migrate } from './migrations/runner.ts';
import { closeDatabase, openDatabase } from './open.ts';
import { readKeptRows } from './pulled-rows.ts';
import type { WritableDb } from './sql.ts';

/** The local store of one worker: one encrypted database and the bytes beside it. */
export type Store = {
  readonly folder: string;
  /** Readable, too: queries take it as `ReadableDb`. */
  readonly db: WritableDb;
  readonly blobs: BlobStore;
  /** Closes everything and lets other processes open the folder again. */
  close(): void;
};

/** A store with a file that can be opened beside it. */
export type StoreOnDisk = Store & {
  /** Which of these tables (`tablesOnDisk` names all) have a page that went bad, seen from a thread of its own. */
  searchDamage(tables: readonly string[], options: SearchOptions): Promise<string[]>;
};

export type OpenStoreOptions = {
  folder: string;
  /** 32 bytes, see keys.ts. */
  key: Uint8Array;
  /** For the client id of a new store. */
  newId: () => Id;
  now: () => Moment;
};

/** The program was renewed: rows it could not read before are read now, and the list of scopes is asked for as a whole. */
function takeInWhatWasTooNew(db: WritableDb): void {
  readKeptRows(db);
  updateMeta(db, { accessVersion: -1 });
}

/**
 * Opens a store and brings it to this program's version; creates it when the folder is empty.
 * Throws AppError: conflict (open elsewhere), must_upgrade (from a newer program), internal (not readable), storage_full.
 */
export function openStore(options: OpenStoreOptions): StoreOnDisk {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const lock = lockStore(options.folder);
  const file = join(options.folder, 'store.db');
  let db: WritableDb | null = null;
  try {
    const opened = openDatabase(file, options.key);
    db = opened;
    const { from, to } = migrate(opened);
    initialiseMeta(opened, options.newId());
    if (from > 0 && from < to) takeInWhatWasTooNew(opened);
    fillHeadTexts(opened);
    const blobs = openBlobStore(join(options.folder, 'blobs'), opened, options.now);
    const key = Uint8Array.from(options.key); // whoever gave it wipes theirs
    return {
      folder: options.folder,
      db: opened,
      blobs,
      searchDamage: (tables, how) => searchDamage({ file, key, tables }, how),
      close() {
        key.fill(0);
        closeDatabase(opened);
        lock.release();
      },
    };
  } catch (error) {
    if (db) closeDatabase(db);
    lock.release();
    throw error;
  }
}
