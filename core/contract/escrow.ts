import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';
import { accessEventLimit, accessEventSchema } from './access-events.ts';

// What has not reached the centre yet, sealed to the centre's public key beside a store: it is not lost with the store's key.

/** Most sealed commands in one message, and most bytes of one. */
export const escrowLimit = 200;

/**
 * Something sealed for the centre with the key named; base64 of X25519 key, nonce, ciphertext and tag. Anybody could seal something in
 * another name: the proof is the HMAC-SHA256 of these bytes under the key that only this store and the centre know.
 */
export const sealedCommandSchema = z.object({
  keyId: idSchema,
  sealed: z.base64().max(24 * 1024 * 1024),
  storeId: idSchema.optional(),
  proof: z.base64().max(100).optional(),
});
/** What is inside: the command, whose it is, and how to read its contents in the folder of that store. */
export const escrowedCommandSchema = z.object({
  workerId: idSchema,
  id: idSchema,
  name: z.string().max(60),
  args: z.unknown(),
  at: momentSchema,
  schema: z.int().min(1),
  contents: z.array(
    z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0), file: z.string(), key: z.base64() }),
  ),
});
/** The other thing inside: what she looked at there and the centre had not been told, in the order of its chain. */
export const escrowedLooksSchema = z.object({
  workerId: idSchema,
  looks: z.array(accessEventSchema).min(1).max(accessEventLimit),
});
/** What is sealed: a command, or looks. A centre from before looks were sealed counts them as unreadable. */
export const escrowedSchema = z.union([escrowedCommandSchema, escrowedLooksSchema]);
export const escrowRequestSchema = z.object({ commands: z.array(sealedCommandSchema).max(escrowLimit) });
/** kept: commands opened and kept for their workers, in „Klärung“ where their origin is not proven; unreadable: sealed for another centre, or damaged. */
export const escrowResponseSchema = z.object({ kept: z.int(), unreadable: z.int() });
export const waitingEscrowSchema = z.object({ commands: z.array(escrowedCommandSchema) });
export const escrowTakenSchema = z.object({ ids: z.array(idSchema).max(escrowLimit) });

/** Null: the store is not lost. */
export const wipeOrderSchema = z.object({ order: z.string().max(100).nullable() });
export const wipeEscrowRequestSchema = escrowRequestSchema.extend({ order: z.string().max(100) });
export const wipeDoneRequestSchema = z.object({
  order: z.string().max(100),
  /** Sealed commands that could not be handed over before. */
  notDelivered: z.int().min(0),
});
export const lostRequestSchema = z
  .object({ storeId: idSchema.optional(), workerId: idSchema.optional(), reason: z.string().trim().min(3).max(500) })
  .refine(({ storeId, workerId }) => Boolean(storeId) !== Boolean(workerId));
export const lostStoresSchema = z.object({
  stores: z.array(
    z.object({
      storeId: idSchema,
      workerId: idSchema,
      deviceName: z.string(),
      seenAt: momentSchema,
      lostAt: momentSchema,
      lostBy: idSchema,
      reason: z.string(),
      wipedAt: momentSchema.nullable(),
      openScopeIds: z.array(idSchema),
    }),
  ),
});

export type SealedCommand = z.infer<typeof sealedCommandSchema>;
export type EscrowedCommand = z.infer<typeof escrowedCommandSchema>;
export type EscrowedLooks = z.infer<typeof escrowedLooksSchema>;
export type LostStore = z.infer<typeof lostStoresSchema>['stores'][number];
