import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';

// The first fetch: whole scopes as one stream of lines (NDJSON), from one state of the centre. Lines that are objects tell what
// comes, lines that are arrays are rows: kind, id, version, body (null: deleted).

/** Most scopes of one request; what is beyond is asked for afterwards. */
export const snapshotLimit = 20_000;

export const snapshotRequestSchema = z.object({ scopeIds: z.array(idSchema).min(1).max(snapshotLimit) });

export const snapshotHeaderSchema = z.discriminatedUnion('line', [
  /** The first line. What is denied is purged by a manifest only, as after a pull. */
  z.object({ line: z.literal('snapshot'), epoch: z.string(), denied: z.array(idSchema) }),
  /** Some rows of a scope that comes whole later: what lists need of it. */
  z.object({ line: z.literal('ahead'), scopeId: idSchema }),
  /** From here on all lists of what is to be done are whole. */
  z.object({ line: z.literal('worklist') }),
  /** All rows of a scope at its head follow; the digest is unsigned, as text. */
  z.object({ line: z.literal('scope'), scopeId: idSchema, head: z.int(), digest: z.string(), rowCount: z.int() }),
  /** The last line; a stream without it was cut. Not whole: the rest is to be asked for anew. */
  z.object({ line: z.literal('end'), isWhole: z.boolean() }),
]);

export type SnapshotRequest = z.infer<typeof snapshotRequestSchema>;
export type SnapshotHeader = z.infer<typeof snapshotHeaderSchema>;
