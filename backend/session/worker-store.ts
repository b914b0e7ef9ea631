import { mkdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import type { SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id, IdSource } from '../../core/domain/ids.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { isDamaged } from '../../db/damage-mark.ts';
import { hasKeyFile } from '../../db/key-file.ts';
import {
  createKey,
  type GivenShare,
  type HeldLease,
  type KeyParts,
  type KeySealer,
  storeIdOf,
  type UnlockedKey,
  unlockKey,
} from '../../db/keys.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import { isUnreadable } from '../../db/open.ts';
import { openStore, type StoreOnDisk } from '../../db/store.ts';
import { asideOf } from './bring-in.ts';
import { putAsideUnfinished } from './wipe.ts';

export type WorkerStoreParts = {
  folder: string;
  password: string;
  /** The centre's answer to the log-in; null when it is away. */
  online: SessionResponse | null;
  sealer: KeySealer | null;
  /** Folders whose key the key store of the machine has refused before, since the program began. */
  refused: Set<string>;
  /** Asks for the centre's share of the key of a store; null when it is away or gives none. */
  askShare: (storeId: Id) => Promise<GivenShare | 'notHers' | null>;
  newId: IdSource;
  now: () => Moment;
};
/** wasPutAside: another store of this login did not open and lies beside it now. */
export type OpenedStore = { store: StoreOnDisk; lease: HeldLease | null; wasPutAside: boolean };

const neverFetched = () =>
  new AppError(
    'offline',
    'Die Zentrale ist nicht erreichbar. Für die erste Anmeldung auf diesem Gerät wird sie gebraucht.',
  );

/**
 * The key of the worker's store, if there is one that the password opens. Null: there is none, or the centre took the password and the
 * store does not open: the password was changed elsewhere, the key file is damaged, it is of somebody who had this login before, or the key
 * store of the machine refuses for the second time.
 * Throws AppError `unauthenticated`, or `offline` and `locked` where only the centre could help.
 */
export async function unlockWorkerStore(parts: WorkerStoreParts): Promise<UnlockedKey | null> {
  if (!hasKeyFile(parts.folder)) {
    if (!parts.online) throw neverFetched();
    return null;
  }
  const given = await parts.askShare(storeIdOf(parts.folder) ?? parts.newId());
  if (given === 'notHers') return null;
  try {
    return await unlockKey(parts.folder, keyParts(parts, given));
  } catch (error) {
    if (!parts.online || !(error instanceof AppError)) throw error;
    if (isKeyLost(error)) return null;
    if (error.details['reason'] !== 'keyStore') throw error;
    return afterRefusal(parts);
  }
}

/** A key store may be closed for a moment, so the first refusal asks for another try; with the second the key counts as lost. */
function afterRefusal({ folder, refused }: WorkerStoreParts): null {
  if (refused.has(folder)) return null;
  refused.add(folder);
  throw new AppError(
    'internal',
    'Der Schlüsselspeicher des Betriebssystems gibt den Schlüssel nicht heraus. Bitte melden Sie sich noch einmal an. Gelingt es wieder nicht, werden Ihre Akten neu geladen; was noch nicht übertragen ist, geht dabei mit.',
    { reason: 'keyStore' },
  );
}

const isKeyLost = (error: AppError) => error.code === 'unauthenticated' || error.details['reason'] === 'keyFile';

/**
 * Opens the worker's store. One that does not open, has a page that went bad, or is of somebody else who had this login before, is put aside as it is, with what may
 * wait in it, and a new one is filled in its place. No store of this folder may be open.
 */
export async function openWorkerStore(parts: WorkerStoreParts, unlocked: UnlockedKey | null): Promise<OpenedStore> {
  const { online } = parts;
  if (!unlocked || (online && isDamaged(parts.folder))) return openNewStore(parts);
  let store: StoreOnDisk;
  try {
    store = openWithKey(parts, unlocked.key);
  } catch (error) {
    if (online && isUnreadable(error)) return openNewStore(parts);
    throw error;
  }
  const { workerId } = readMeta(store.db);
  const isHers = workerId === null || online === null || workerId === online.workerId;
  if (online && isHers) updateMeta(store.db, { workerId: online.workerId, role: online.role });
  if (isHers && (online || workerId !== null)) return { store, lease: unlocked.lease, wasPutAside: false };
  store.close();
  if (!online) throw neverFetched();
  return openNewStore(parts);
}

async function openNewStore(parts: WorkerStoreParts): Promise<OpenedStore> {
  const { folder, now, newId, online } = parts;
  const wasPutAside = hasKeyFile(folder);
  const given = await parts.askShare(newId());
  if (wasPutAside) await rename(folder, asideOf(folder, now()));
  else putAsideUnfinished(folder, now());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { key, lease } = await createKey(folder, keyParts(parts, given === 'notHers' ? null : given));
  const store = openWithKey(parts, key);
  if (online) updateMeta(store.db, { workerId: online.workerId, role: online.role });
  return { store, lease, wasPutAside };
}

function openWithKey({ folder, newId, now }: WorkerStoreParts, key: Uint8Array): StoreOnDisk {
  try {
    return openStore({ folder, key, newId, now });
  } finally {
    key.fill(0);
  }
}

function keyParts({ password, sealer, now }: WorkerStoreParts, given: GivenShare | null): KeyParts {
  return { password, sealer, given, now: Date.parse(now()) };
}
