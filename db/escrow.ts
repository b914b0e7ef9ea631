import {
  createCipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  type EscrowedCommand,
  type EscrowedLooks,
  type SealedCommand,
  sealedCommandSchema,
} from '../core/contract/escrow.ts';
import type { Id } from '../core/domain/ids.ts';

// Beside a store lies what waits in its outbox, and which looks wait to be told, sealed for the centre: a lost key does not take it along. Nobody here can read it.

const fileName = 'escrow.json';
const deliveredName = 'escrow.delivered.json';

/** The centre's public key, 32 bytes, and its id; and with what this store proves that it sealed something itself. */
export type EscrowKey = { id: Id; publicKey: Uint8Array; proof?: { storeId: Id; key: Uint8Array } | undefined };

/** Seals a command, or looks, for the centre: a new X25519 key for each, HKDF-SHA256 over both public keys, AES-256-GCM. */
export function seal(what: EscrowedCommand | EscrowedLooks, to: EscrowKey): SealedCommand {
  const sender = generateKeyPairSync('x25519');
  const jwk = { kty: 'OKP', crv: 'X25519', x: Buffer.from(to.publicKey).toString('base64url') };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const secret = diffieHellman({ privateKey: sender.privateKey, publicKey });
  const senderKey = Buffer.from(sender.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const salt = Buffer.concat([senderKey, to.publicKey]);
  const boxKey = Buffer.from(hkdfSync('sha256', secret, salt, 'aktenpult escrow', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', boxKey, nonce);
  const text = Buffer.from(JSON.stringify(what));
  const box = Buffer.concat([senderKey, nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  const { id: keyId, proof } = to;
  const sealed = box.toString('base64');
  if (!proof) return { keyId, sealed };
  const mac = createHmac('sha256', proof.key).update(box).digest('base64');
  return { keyId, sealed, storeId: proof.storeId, proof: mac };
}

/** Puts these in place of what was kept before, in one step. */
export function writeEscrow(folder: string, commands: readonly SealedCommand[]): void {
  const file = join(folder, fileName);
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, JSON.stringify(commands));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}

/** What is kept beside the store in a folder; nothing when it is damaged, which cannot be helped here. */
export function readEscrow(folder: string): SealedCommand[] {
  const file = join(folder, fileName);
  if (!existsSync(file)) return [];
  try {
    return z.array(sealedCommandSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}

/** The centre has it now: it is not sent again, and stays. */
export function noteEscrowDelivered(folder: string): void {
  const file = join(folder, fileName);
  if (existsSync(file)) renameSync(file, join(folder, deliveredName));
}

/** Whether it is known what waited in the store of a folder; stores from before the centre had a key know nothing of it. */
export function hasEscrow(folder: string): boolean {
  return [fileName, deliveredName].some((name) => existsSync(join(folder, name)));
}
