import { mkdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { IdSource } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { createKey, hasKeyFile, type KeySealer, unlockKey } from '../../db/keys.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import { openStore, type Store } from '../../db/store.ts';

export type WorkerStoreParts = {
  folder: string;
  password: string;
  /** The centre's answer to the log-in; null when it is away. */
  online: SessionResponse | null;
  sealer: KeySealer | null;
  newId: IdSource;
  now: () => Moment;
};

const neverFetched = () =>
  new AppError(
    'offline',
    'Die Zentrale ist nicht erreichbar. Für die erste Anmeldung auf diesem Gerät wird sie gebraucht.',
  );

/**
 * The key of the worker's store, if there is one that the password opens. Null: there is none, or the centre took the password and the
 * store does not, so it was changed elsewhere. Throws AppError `unauthenticated`, or `offline` where only the centre could help.
 */
export async function unlockWorkerStore(parts: WorkerStoreParts): Promise<Uint8Array | null> {
  if (!hasKeyFile(parts.folder)) {
    if (!parts.online) throw neverFetched();
    return null;
  }
  try {
    return await unlockKey(parts.folder, parts.password, parts.sealer);
  } catch (error) {
    if (parts.online && error instanceof AppError && error.code === 'unauthenticated') return null;
    throw error;
  }
}

/**
 * Opens the worker's store. One under another password, or of somebody else who had this login before, stays as it is, with what may
 * wait in it, and a new one is filled beside it. No store of this folder may be open.
 */
export async function openWorkerStore(parts: WorkerStoreParts, unlocked: Uint8Array | null): Promise<Store> {
  const { online } = parts;
  const store = openWithKey(parts, unlocked ?? (await newKey(parts)));
  try {
    const { workerId } = readMeta(store.db);
    if (!online) {
      if (workerId === null) throw neverFetched();
      return store;
    }
    if (workerId === null || workerId === online.workerId) {
      updateMeta(store.db, { workerId: online.workerId, role: online.role });
      return store;
    }
  } catch (error) {
    store.close();
    throw error;
  }
  store.close();
  return openWorkerStore(parts, await newKey(parts));
}

function openWithKey({ folder, newId, now }: WorkerStoreParts, key: Uint8Array): Store {
  try {
    return openStore({ folder, key, newId, now });
  } finally {
    key.fill(0);
  }
}

async function newKey({ folder, password, sealer, now }: WorkerStoreParts): Promise<Uint8Array> {
  if (hasKeyFile(folder)) await rename(folder, `${folder}.before-${now().replace(/\D/g, '')}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return createKey(folder, password, sealer);
}
