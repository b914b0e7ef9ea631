import { z } from 'zod';
import { idSchema } from '../core/domain/ids.ts';
import type { EscrowKey } from './escrow.ts';
import { readSetting, writeSetting } from './settings.ts';
import type { ReadableDb, WritableDb } from './sql.ts';

const settingKey = 'centre.escrowKey';
const keptKeySchema = z.object({
  id: idSchema,
  publicKey: z.base64(),
  proof: z.object({ storeId: idSchema, key: z.base64() }).optional(),
});
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Remembers the centre's public key, so that what is done without the centre can be sealed, too. */
export function rememberEscrowKey(db: WritableDb, key: EscrowKey): void {
  const proof = key.proof && { storeId: key.proof.storeId, key: base64(key.proof.key) };
  writeSetting(db, settingKey, JSON.stringify({ id: key.id, publicKey: base64(key.publicKey), proof }));
}

/** The centre's public key; null for a store that has heard of none yet. */
export function knownEscrowKey(db: ReadableDb): EscrowKey | null {
  const text = readSetting(db, settingKey);
  if (text === null) return null;
  const { id, publicKey, proof } = keptKeySchema.parse(JSON.parse(text));
  const key = { id, publicKey: Buffer.from(publicKey, 'base64') };
  return proof ? { ...key, proof: { storeId: proof.storeId, key: Buffer.from(proof.key, 'base64') } } : key;
}
