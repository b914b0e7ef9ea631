import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Algorithm, hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { AppError } from '../core/domain/errors.ts';
import { idSchema } from '../core/domain/ids.ts';
import { keyLength } from './open.ts';

// Argon2id as OWASP recommends at least (19 MiB, 2 rounds), and well above it: about 100 ms on an office machine.
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
const argon2id = 2 as Algorithm;
const fileName = 'key.json';
const nonceLength = 12;
const tagLength = 16;

const base64 = z.base64();
const common = {
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
};
const keyFileSchema = z.discriminatedUnion('format', [
  z.object({ format: z.literal(1), ...common }),
  /** Needs the centre's share, too; `lease` holds it as long as the desk may work without the centre, sealed like the key. */
  z.object({ format: z.literal(2), ...common, storeId: idSchema, lease: base64.nullable() }),
]);

export type KeyFile = z.infer<typeof keyFileSchema>;
export type SharedKeyFile = Extract<KeyFile, { format: 2 }>;

/** True when the folder holds a key, so that the store may be opened without the centre. */
export function hasKeyFile(folder: string): boolean {
  return existsSync(join(folder, fileName));
}

/** Throws AppError `internal` with `details.reason` keyFile when the file is not readable. */
export function readKeyFile(folder: string): KeyFile {
  try {
    return keyFileSchema.parse(JSON.parse(readFileSync(join(folder, fileName), 'utf8')));
  } catch {
    throw new AppError('internal', 'Der Schlüssel des Speichers auf diesem Gerät ist nicht lesbar.', {
      reason: 'keyFile',
    });
  }
}

/** A new key file takes the place of the old one in one step, so that a kill or a power cut leaves the old one or the new one. */
export function writeKeyFile(folder: string, content: KeyFile): void {
  const file = join(folder, fileName);
  const temporary = `${file}.new`;
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeSync(descriptor, JSON.stringify(content));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
}

/** Takes the key of a store away, and what a kill may have left of one that was being written. */
export function removeKeyFile(folder: string): void {
  for (const name of [fileName, `${fileName}.new`]) rmSync(join(folder, name), { force: true });
}

/** A new salt with the cost of today. */
export function newDerivation(): KeyFile['kdf'] {
  return { name: 'argon2id', salt: randomBytes(16).toString('base64'), ...cost };
}

/** The key a password gives. */
export function deriveKey(password: string, kdf: KeyFile['kdf']): Promise<Buffer> {
  return hashRaw(password.normalize('NFC'), {
    algorithm: argon2id,
    salt: Buffer.from(kdf.salt, 'base64'),
    outputLen: keyLength,
    memoryCost: kdf.memoryCost,
    timeCost: kdf.timeCost,
    parallelism: kdf.parallelism,
  });
}

/** Encrypts a few bytes under a key: nonce, ciphertext, tag. */
export function encrypt(bytes: Uint8Array, key: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes again; null when the key is another one or the bytes were changed. */
export function decrypt(sealed: Uint8Array, key: Uint8Array): Buffer | null {
  try {
    const end = sealed.length - tagLength;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
    decipher.setAuthTag(sealed.subarray(end));
    return Buffer.concat([decipher.update(sealed.subarray(nonceLength, end)), decipher.final()]);
  } catch {
    return null;
  }
}
