import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';
import { deskStoreSchema, longestTourSchema, ownTourSchema, tourSchema, withReasonSchema } from './desk-stores.ts';

// Shapes of the desk API: tours (Außendienst) and the devices of those whom somebody leads (Geräte).

export const ownTour = ownTourSchema;
/** Until the end of that day. */
export const beginTourInput = withReasonSchema.extend({ toDay: daySchema });
export const storeWithReason = withReasonSchema.extend({ storeId: idSchema });
export const workerWithReason = withReasonSchema.extend({ workerId: idSchema });
export const longestTourInput = longestTourSchema;

export const deskStoreRow = deskStoreSchema.extend({
  workerName: z.string(),
  lostByName: z.string().nullable(),
  /** The device this page runs on: it is reported from another one. */
  isThisDevice: z.boolean(),
});
export const deskStoreList = z.object({
  /** Those that are lost and not wiped first, then the one seen last. */
  rows: z.array(deskStoreRow),
  tours: z.array(tourSchema.extend({ workerId: idSchema, workerName: z.string() })),
  longestDays: z.int(),
  /** Administration says how long a tour may be in this office. */
  maySetLongest: z.boolean(),
  mayReport: z.boolean(),
  askedAt: momentSchema,
});
