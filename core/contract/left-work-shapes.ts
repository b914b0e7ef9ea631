import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';
import { withReasonSchema } from './desk-stores.ts';

// Shapes of the desk API: what closed accounts have left behind, for who leads or administers.

export const leftWorkNoteInput = withReasonSchema.extend({ commandId: idSchema, workerId: idSchema });
export const leftWorkCard = z.object({
  commandId: idSchema,
  workerId: idSchema,
  workerName: z.string(),
  /** What it is; with its own words where she may read it. */
  label: z.string(),
  /** When it was done at the desk, and when it came to the centre. */
  at: momentSchema,
  keptAt: momentSchema,
  /** Why it was not carried out. */
  why: z.string(),
  isReadable: z.boolean(),
  content: z.array(z.object({ field: z.string(), value: z.string() })),
  /** Where it is on this device. */
  caseFileId: idSchema.nullable(),
  caseTitle: z.string().nullable(),
});
/** `count`: of all, also when `rows` are the oldest of them only. */
export const leftWorkCards = z.object({ rows: z.array(leftWorkCard), count: z.int() });
