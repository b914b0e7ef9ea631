import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { type Moment, momentSchema } from '../domain/moments.ts';

// What the centre did not carry out and keeps in quarantine: told once more to desks of its worker that do not know it.

/** Most refusals told in one answer: each may carry the text of all pages of a document. */
export const refusalsAtOnce = 20;
/** Most settled ones told in one request. */
export const refusalLimit = 200;
export const mostKnownRefusals = 5_000;

export const refusalsRequestSchema = z.object({
  /** Clarifications at this desk. */
  known: z.array(idSchema).max(mostKnownRefusals),
  /** Those that were settled here and have not been told yet. */
  settled: z.array(idSchema).max(refusalLimit),
});
export const refusalSchema = z.object({
  id: idSchema,
  name: z.string(),
  args: z.unknown(),
  /** It was given in; a centre from before this was kept knows the first one only. */
  schema: z.int().min(1).default(1),
  at: momentSchema,
  refusedAt: momentSchema,
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export const refusalsResponseSchema = z.object({
  epoch: z.string(),
  /** The word for her refusals as of this answer, see `refusals` of the news: an answer that comes late is known by it. */
  mark: z.string().max(60).default(''),
  /** Open ones the desk did not name, the oldest first. */
  open: z.array(refusalSchema),
  /** Of those it named: settled at another desk. */
  settled: z.array(idSchema),
  /** Of those it has settled: noted here from now on. */
  noted: z.array(idSchema),
});

/**
 * Details of a refusal that came in a sealed box: under whose account it was brought, and when by the clock of the centre. `isFromWipe`: a
 * desk of that worker handed it over, which was told to remove everything; nobody had to sign in for it.
 */
export type BroughtInBox = { broughtBy: Id; broughtAt: Moment; isFromWipe: boolean };

export type RefusalsRequest = z.infer<typeof refusalsRequestSchema>;
export type RefusalsResponse = z.infer<typeof refusalsResponseSchema>;
