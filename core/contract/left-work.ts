import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';
import { withReasonSchema } from './desk-stores.ts';

// Work that was not carried out and stands in nobody's "Klärung": its worker's account is closed, and it belongs to no place of others.

/** Most told in one answer, the oldest first. */
export const leftWorkAtOnce = 100;

export const leftWorkSchema = z.object({
  commandId: idSchema,
  workerId: idSchema,
  /** The command, or `branchScan` for a file that was scanned; `schema`: the one it was given in. */
  name: z.string(),
  schema: z.int().min(1),
  /** When she did it, by the clock of her desk; when the centre kept it. */
  at: momentSchema,
  keptAt: momentSchema,
  /** Why it was not carried out; `sealed`: it lies sealed beside no store, and no desk of hers has taken it. */
  code: z.string(),
  /** False: the caller may not read the file or Postkorb concerned, or it belongs to none; then there are neither words nor place. */
  isReadable: z.boolean(),
  message: z.string().nullable(),
  args: z.unknown(),
  placeIds: z.array(idSchema),
});
/** `count`: of all there is, also when not all of it is told. */
export const leftWorkListSchema = z.object({ work: z.array(leftWorkSchema), count: z.int() });
export const leftWorkNoteSchema = withReasonSchema.extend({ workerId: idSchema });

export type LeftWork = z.infer<typeof leftWorkSchema>;
export type LeftWorkList = z.infer<typeof leftWorkListSchema>;
export type LeftWorkNote = z.infer<typeof leftWorkNoteSchema>;
