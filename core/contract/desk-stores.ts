import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';

// Stores of workers on desks as the centre knows them, and tours: work away from the centre for longer than the usual lease.

/** What an office may allow at most and at least; a lease of three days everybody has. */
export const mostTourDays = 14;
export const leastTourDays = 3;

const reasonSchema = z.string().trim().min(3, 'Bitte den Grund angeben.').max(500);
export const tourSchema = z.object({ begunAt: momentSchema, until: momentSchema, reason: z.string() });
/** `longestDays`: what this office allows. */
export const ownTourSchema = z.object({ tour: tourSchema.nullable(), longestDays: z.int() });
export const beginTourSchema = z.object({ until: momentSchema, reason: reasonSchema });
export const withReasonSchema = z.object({ reason: reasonSchema });
export const longestTourSchema = z.object({ days: z.int().min(leastTourDays).max(mostTourDays) });

export const deskStoreSchema = z.object({
  storeId: idSchema,
  workerId: idSchema,
  deviceName: z.string(),
  madeAt: momentSchema,
  /** When the desk last asked for the centre's share. */
  seenAt: momentSchema,
  /** Until when it opens without the centre; null where it was last seen before this was noted, and once it is lost. */
  leaseUntil: momentSchema.nullable(),
  /** Commands that waited there when it was last seen; null: not known. */
  waiting: z.int().nullable(),
  /** Whether it has removed everything that was taken from its worker until now; null: it has never said. */
  isCleared: z.boolean().nullable(),
  /** lost: reported, its desk has not answered yet. wiped: its desk has said that nothing is left. */
  state: z.enum(['inUse', 'lost', 'wiped']),
  lost: z
    .object({ at: momentSchema, by: idSchema, reason: z.string(), wipedAt: momentSchema.nullable() })
    .extend({ broughtCount: z.int(), notDelivered: z.int().nullable() })
    .nullable(),
  /** The report was taken back, and why. */
  withdrawn: z.object({ at: momentSchema, reason: z.string() }).nullable(),
});
/** The stores of those whom the caller leads, of everybody for administration and audit; tours that are running likewise. */
export const deskStoresSchema = z.object({
  stores: z.array(deskStoreSchema),
  tours: z.array(tourSchema.extend({ workerId: idSchema })),
  longestDays: z.int(),
});

export type OwnTour = z.infer<typeof ownTourSchema>;
export type DeskStore = z.infer<typeof deskStoreSchema>;
export type DeskStores = z.infer<typeof deskStoresSchema>;
