import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../core/domain/errors.ts';
import type { Id } from '../core/domain/ids.ts';
import {
  decrypt,
  deriveKey,
  encrypt,
  hasKeyFile,
  type KeyFile,
  newDerivation,
  readKeyFile,
  type SharedKeyFile,
  writeKeyFile,
} from './key-file.ts';
import { judgeLease, type Lease, leaseBytes, leaseError, leaseOf, type LeaseVerdict } from './lease.ts';
import { keyLength } from './open.ts';

/** The operating system's key store, as far as there is one; `name` tells later which one is needed for opening. */
export type KeySealer = {
  name: string;
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  unseal(bytes: Uint8Array): Promise<Uint8Array>;
};

/** What the centre gives after a log-in: its share of the key of one store, and for how many milliseconds the desk may keep it. */
export type GivenShare = { storeId: Id; share: Uint8Array; milliseconds: number };

/** What is needed to open a store: the worker's password, the key store where there is one, and what the centre gave. */
export type KeyParts = { password: string; sealer: KeySealer | null; given: GivenShare | null; now: number };

/** The lease of an open store. */
export type HeldLease = {
  readonly storeId: Id;
  /** Milliseconds since 1970 by the desk's clock. */
  until(): number;
  judge(now: number): LeaseVerdict;
  /** The centre was asked again: the lease begins anew, under the share it has now. */
  renew(given: GivenShare, now: number): Promise<void>;
  /** Keeps how late it is, so that a clock set back is noticed. */
  noteTime(now: number): Promise<void>;
  /** The share leaves this desk; only the centre opens the store again. */
  end(): void;
};

export type UnlockedKey = { key: Uint8Array /** Null: no centre has given a share yet. */; lease: HeldLease | null };

const wrongPassword = () => new AppError('unauthenticated', 'Kennung oder Kennwort ist nicht richtig.');

/**
 * The folder of one worker's store, by a name that does not tell the login. Not by the centre's address: that may change, and work
 * that waits must be found again. A data folder belongs to one centre; log-in compares the worker's id.
 */
export function storeFolderOf(dataFolder: string, login: string): string {
  const name = createHash('sha256').update(login.trim().toLowerCase()).digest('hex').slice(0, 32);
  return join(dataFolder, 'stores', name);
}

/** Under which id the centre knows the store in a folder; null when there is none, it was never shared, or its key file is damaged. */
export function storeIdOf(folder: string): Id | null {
  if (!hasKeyFile(folder)) return null;
  try {
    const file = readKeyFile(folder);
    return file.format === 2 ? file.storeId : null;
  } catch {
    return null;
  }
}

/** Makes a new random key for a store and keeps it wrapped by the password, the centre's share and the key store, as far as they are there. */
export async function createKey(folder: string, parts: KeyParts): Promise<UnlockedKey> {
  const key = randomBytes(keyLength);
  const kdf = newDerivation();
  const passwordKey = await deriveKey(parts.password, kdf);
  if (parts.given) return share(folder, { key, kdf, passwordKey, given: parts.given, parts });
  const wrapped = await sealed(encrypt(key, passwordKey), parts.sealer);
  writeKeyFile(folder, { format: 1, kdf, wrapped, sealedBy: parts.sealer?.name ?? null });
  return { key, lease: null };
}

/**
 * Opens the key of a store, with the share just given or with the one kept here while its lease runs. A store that had none gets one.
 * Throws AppError `unauthenticated` for a wrong password, `locked` (see lease.ts) when only the centre can open it, `internal` when the
 * file or key store fails.
 */
export async function unlockKey(folder: string, parts: KeyParts): Promise<UnlockedKey> {
  const file = readKeyFile(folder);
  const wrapped = await unsealed(file.wrapped, file.sealedBy, parts.sealer);
  const passwordKey = await deriveKey(parts.password, file.kdf);
  if (file.format === 2) return unlockShared(folder, file, { wrapped, passwordKey, parts });
  const key = decrypt(wrapped, passwordKey);
  if (!key) throw wrongPassword();
  const { given } = parts;
  return given ? share(folder, { key, kdf: file.kdf, passwordKey, given, parts }) : { key, lease: null };
}

type Unwrapping = { wrapped: Buffer; passwordKey: Buffer; parts: KeyParts };

async function unlockShared(folder: string, file: SharedKeyFile, unwrapping: Unwrapping): Promise<UnlockedKey> {
  const { wrapped, passwordKey, parts } = unwrapping;
  const kept = await keptLease(file, passwordKey, parts.sealer);
  const { given } = parts;
  if (given) {
    const shares = [given.share, ...(typeof kept === 'object' && kept ? [Buffer.from(kept.share, 'base64')] : [])];
    for (const one of shares) {
      const key = decrypt(wrapped, sharedKey(passwordKey, one));
      if (key) return share(folder, { key, kdf: file.kdf, passwordKey, given, parts });
    }
    throw wrongPassword();
  }
  if (kept === 'wrongPassword') throw wrongPassword();
  if (kept === null) throw leaseError('leaseOver');
  const verdict = judgeLease(kept, parts.now);
  if (verdict === 'leaseOver') writeKeyFile(folder, { ...file, lease: null });
  if (verdict !== 'valid') throw leaseError(verdict);
  const key = decrypt(wrapped, sharedKey(passwordKey, Buffer.from(kept.share, 'base64')));
  if (!key) throw wrongPassword();
  const lease = holdLease({ folder, file, passwordKey, sealer: parts.sealer, lease: kept });
  await lease.noteTime(parts.now);
  return { key, lease };
}

async function keptLease(
  file: SharedKeyFile,
  passwordKey: Buffer,
  sealer: KeySealer | null,
): Promise<Lease | 'wrongPassword' | null> {
  if (file.lease === null) return null;
  const bytes = decrypt(await unsealed(file.lease, file.sealedBy, sealer), leaseKey(passwordKey));
  return bytes ? leaseOf(bytes) : 'wrongPassword';
}

type Sharing = { key: Buffer; kdf: KeyFile['kdf']; passwordKey: Buffer; given: GivenShare; parts: KeyParts };

/** Wraps a key by password and share. Key and lease lie in one file, so that a kill in between leaves nothing half done. */
async function share(folder: string, { key, kdf, passwordKey, given, parts }: Sharing): Promise<UnlockedKey> {
  const { sealer, now } = parts;
  const lease = leaseFrom(given, now);
  const file: SharedKeyFile = {
    format: 2,
    kdf,
    wrapped: await sealed(encrypt(key, sharedKey(passwordKey, given.share)), sealer),
    sealedBy: sealer?.name ?? null,
    storeId: given.storeId,
    lease: await sealed(encrypt(leaseBytes(lease), leaseKey(passwordKey)), sealer),
  };
  writeKeyFile(folder, file);
  return { key, lease: holdLease({ folder, file, passwordKey, sealer, lease }) };
}

type Holding = {
  folder: string;
  file: SharedKeyFile;
  passwordKey: Buffer;
  sealer: KeySealer | null;
  lease: Lease;
};

function holdLease({ folder, passwordKey, sealer, ...held }: Holding): HeldLease {
  let { file, lease } = held;
  let hasEnded = false;
  let turn: Promise<void> = Promise.resolve();
  /** One change after the other: each begins from what the one before has written. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  const keep = async (next: Lease, wrapped = file.wrapped) => {
    const sealedLease = await sealed(encrypt(leaseBytes(next), leaseKey(passwordKey)), sealer);
    if (hasEnded) return;
    const written = { ...file, wrapped, lease: sealedLease };
    writeKeyFile(folder, written);
    file = written;
    lease = next;
  };
  const renew = async (given: GivenShare, now: number) => {
    const next = leaseFrom(given, now);
    if (next.share === lease.share) return keep(next);
    // A centre that was restored knows the store no longer and has made a new share.
    const wrapped = await unsealed(file.wrapped, file.sealedBy, sealer);
    const key = decrypt(wrapped, sharedKey(passwordKey, Buffer.from(lease.share, 'base64')));
    if (!key) throw new Error('the key does not open with the share it was opened with');
    await keep(next, await sealed(encrypt(key, sharedKey(passwordKey, given.share)), sealer));
    key.fill(0);
  };
  return {
    storeId: file.storeId,
    until: () => lease.until,
    judge: (now) => judgeLease(lease, now),
    renew: (given, now) => inTurn(() => renew(given, now)),
    noteTime: (now) => inTurn(async () => (now > lease.seen ? keep({ ...lease, seen: now }) : undefined)),
    end() {
      hasEnded = true;
      file = { ...file, lease: null };
      writeKeyFile(folder, file);
    },
  };
}

const leaseFrom = (given: GivenShare, now: number): Lease => ({
  share: Buffer.from(given.share).toString('base64'),
  until: now + given.milliseconds,
  seen: now,
});

const sharedKey = (passwordKey: Uint8Array, centreShare: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', passwordKey, centreShare, 'aktenpult store key', keyLength));
const leaseKey = (passwordKey: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', passwordKey, new Uint8Array(), 'aktenpult lease', keyLength));

async function sealed(bytes: Buffer, sealer: KeySealer | null): Promise<string> {
  return Buffer.from(sealer ? await sealer.seal(bytes) : bytes).toString('base64');
}

async function unsealed(text: string, sealedBy: string | null, sealer: KeySealer | null): Promise<Buffer> {
  const bytes = Buffer.from(text, 'base64');
  if (sealedBy === null) return bytes;
  const sentence = 'Der Schlüsselspeicher des Betriebssystems gibt den Schlüssel nicht heraus.';
  const failure = new AppError('internal', sentence, { reason: 'keyStore' });
  if (sealer?.name !== sealedBy) throw failure;
  try {
    return Buffer.from(await sealer.unseal(bytes));
  } catch {
    throw failure;
  }
}
