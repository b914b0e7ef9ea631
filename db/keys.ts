import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Algorithm, hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { AppError } from '../core/domain/errors.ts';
import { keyLength } from './open.ts';

/** The operating system's key store, as far as there is one; `name` tells later which one is needed for opening. */
export type KeySealer = {
  name: string;
  seal(bytes: Uint8Array): Promise<Uint8Array>;
  unseal(bytes: Uint8Array): Promise<Uint8Array>;
};

// Argon2id as OWASP recommends at least (19 MiB, 2 rounds), and well above it: about 100 ms on an office machine.
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
const base64 = z.base64();
const keyFileSchema = z.object({
  format: z.literal(1),
  kdf: z.object({
    name: z.literal('argon2id'),
    salt: base64,
    memoryCost: z.int(),
    timeCost: z.int(),
    parallelism: z.int(),
  }),
  /** nonce, ciphertext and tag; sealed by the key store named, if any. */
  wrapped: base64,
  sealedBy: z.string().nullable(),
});
const argon2id = 2 as Algorithm;
const fileName = 'key.json';
const wrongPassword = () => new AppError('unauthenticated', 'Kennung oder Kennwort ist nicht richtig.');

/**
 * The folder of one worker's store, by a name that does not tell the login. Not by the centre's address: that may change, and work
 * that waits must be found again. A data folder belongs to one centre; log-in compares the worker's id.
 */
export function storeFolderOf(dataFolder: string, login: string): string {
  const name = createHash('sha256').update(login.trim().toLowerCase()).digest('hex').slice(0, 32);
  return join(dataFolder, 'stores', name);
}

/** True when the folder holds a key, so that the store can be opened without the centre. */
export function hasKeyFile(folder: string): boolean {
  return existsSync(join(folder, fileName));
}

/** Makes a new random key for a store and keeps it wrapped by the password (and by the key store, when there is one). */
export async function createKey(folder: string, password: string, sealer: KeySealer | null): Promise<Uint8Array> {
  const key = randomBytes(keyLength);
  await writeKeyFile(folder, key, password, sealer);
  return key;
}

/** Opens the key of a store. Throws AppError `unauthenticated` for a wrong password, `internal` when the file or key store fails. */
export async function unlockKey(folder: string, password: string, sealer: KeySealer | null): Promise<Uint8Array> {
  const file = readKeyFile(folder);
  const wrapped = await unseal(Buffer.from(file.wrapped, 'base64'), file.sealedBy, sealer);
  const wrappingKey = await derive(password, Buffer.from(file.kdf.salt, 'base64'), file.kdf);
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, wrapped.subarray(0, 12));
    decipher.setAuthTag(wrapped.subarray(wrapped.length - 16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, wrapped.length - 16)), decipher.final()]);
  } catch {
    throw wrongPassword();
  }
}

/** Wraps the key anew, after the password has changed at the centre. */
export async function rewrapKey(
  folder: string,
  key: Uint8Array,
  password: string,
  sealer: KeySealer | null,
): Promise<void> {
  await writeKeyFile(folder, key, password, sealer);
}

async function writeKeyFile(
  folder: string,
  key: Uint8Array,
  password: string,
  sealer: KeySealer | null,
): Promise<void> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(password, salt, cost), nonce);
  const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  const kept = sealer ? await sealer.seal(wrapped) : wrapped;
  const file: z.infer<typeof keyFileSchema> = {
    format: 1,
    kdf: { name: 'argon2id', salt: salt.toString('base64'), ...cost },
    wrapped: Buffer.from(kept).toString('base64'),
    sealedBy: sealer?.name ?? null,
  };
  writeSafely(join(folder, fileName), JSON.stringify(file));
}

function readKeyFile(folder: string): z.infer<typeof keyFileSchema> {
  try {
    return keyFileSchema.parse(JSON.parse(readFileSync(join(folder, fileName), 'utf8')));
  } catch {
    throw new AppError('internal', 'Der Schlüssel des Speichers auf diesem Gerät ist nicht lesbar.', {
      reason: 'keyFile',
    });
  }
}

async function unseal(bytes: Buffer, sealedBy: string | null, sealer: KeySealer | null): Promise<Buffer> {
  if (sealedBy === null) return bytes;
  const failure = new AppError(
    'internal',
    'Der Schlüsselspeicher des Betriebssystems gibt den Schlüssel nicht heraus.',
    {
      reason: 'keyStore',
    },
  );
  if (sealer?.name !== sealedBy) throw failure;
  try {
    return Buffer.from(await sealer.unseal(bytes));
  } catch {
    throw failure;
  }
}

function derive(password: string, salt: Uint8Array, parameters: typeof cost): Promise<Buffer> {
  return hashRaw(password.normalize('NFC'), {
    algorithm: argon2id,
    salt,
    outputLen: keyLength,
    memoryCost: parameters.memoryCost,
    timeCost: parameters.timeCost,
    parallelism: parameters.parallelism,
  });
}

/** A new key file takes the place of the old one in one step, so that a power cut never leaves none. */
function writeSafely(file: string, text: string): void {
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  writeSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(temporary, file);
}
