import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { momentSchema } from '../domain/moments.ts';
import { canonicalJson } from '../sync/canonical.ts';

// Who looked at what: recorded at the desk at once, also without the centre, chained, sent later. See docs/adr/0012.

/** opened: the case file itself; the others are about one document or letter. */
export const accessActionSchema = z.enum(['opened', 'read', 'printed', 'saved']);
const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const accessEventSchema = z.object({
  id: idSchema,
  /** One chain for each store; a new one after a fork. */
  chainId: idSchema,
  number: z.int().min(1),
  at: momentSchema, // by the clock of the desk
  action: accessActionSchema,
  scopeId: idSchema, // case file or Postkorb
  targetId: idSchema,
  prev: hashSchema, // of the event before
  hash: hashSchema,
});
/** Most events in one request. */
export const accessEventLimit = 500;
export const accessEventsRequestSchema = z.object({ events: z.array(accessEventSchema).min(1).max(accessEventLimit) });
/** isForked: another copy of the store goes on with the same chain; begin a new one. */
export const accessEventsResponseSchema = z.object({ isForked: z.boolean() });

/** The newest first; `before` is the `row` of the last one told. */
export const accessLogQuerySchema = z.object({ scopeId: idSchema, before: z.coerce.number().int().optional() });
/** gap: events before it are missing; fork: its number was there before; changed: it does not fit its own hash or the one before. */
export const accessProblemSchema = z.enum(['gap', 'fork', 'changed']);
export const accessLogEntrySchema = z.object({
  row: z.int(),
  at: momentSchema, // by the clock of the centre, when it came in
  atDesk: momentSchema,
  workerId: idSchema,
  action: accessActionSchema.or(z.string()),
  targetId: idSchema,
  problem: accessProblemSchema.nullable(),
});
export const accessLogResponseSchema = z.object({ entries: z.array(accessLogEntrySchema), isComplete: z.boolean() });

export type AccessAction = z.infer<typeof accessActionSchema>;
export type AccessEvent = z.infer<typeof accessEventSchema>;
export type AccessProblem = z.infer<typeof accessProblemSchema>;
export type AccessLogEntry = z.infer<typeof accessLogEntrySchema>;

/** Before the first event of a chain. */
export const chainStart = '0'.repeat(64);

/** What the hash of an event is made over (SHA-256, hex), the same at desk and centre. */
export function accessEventText({ hash: _, ...event }: Omit<AccessEvent, 'hash'> & { hash?: string }): string {
  return canonicalJson(event);
}
