import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema, momentSchema } from '../domain/moments.ts';
import { caseRef } from './case-shapes.ts';

// Shapes about access to a case file: who is kept out, which auditors may read it.

const caseAccessRow = z.object({
  caseAccessId: idSchema,
  workerId: idSchema,
  workerName: z.string(),
  cause: z.enum(['bias', 'block', 'audit']),
  reason: z.string(),
  from: momentSchema,
  to: momentSchema.nullable(),
  startedByName: z.string(),
  endedAt: momentSchema.nullable(),
  endedByName: z.string().nullable(),
  endReason: z.string().nullable(),
  state: z.enum(['planned', 'running', 'ended']),
  isPending: z.boolean(),
  /** Of an audit: how many further files were opened with it and can be closed with it, as far as the viewer may. */
  otherFiles: z.int(),
});
/**
 * mayRule: the viewer leads and may change who has access. otherCaseFileIds: further files of the one responsible that the viewer may give
 * to somebody else; none for whoever may not.
 */
export const caseAccessList = z.object({
  mayRule: z.boolean(),
  otherCaseFileIds: z.array(idSchema),
  rows: z.array(caseAccessRow),
});
const accessReason = z.string().trim().min(3, 'Bitte den Grund angeben.').max(500);
export const denyAccessInput = caseRef.extend({
  workerId: idSchema,
  cause: z.enum(['bias', 'block']),
  reason: accessReason,
});
/** Numbers of files as people write them. */
const fileNumbers = z.array(z.string().trim().min(1).max(40)).max(1000);
export const grantAuditInput = caseRef.extend({
  /** Further files, opened with this one or none of them. */
  otherFileNumbers: fileNumbers,
  workerId: idSchema,
  fromDay: daySchema,
  toDay: daySchema,
  reason: accessReason,
});
export const reassignInput = z.object({
  caseFileIds: z.array(idSchema).min(1).max(5000),
  fromWorkerId: idSchema,
  toWorkerId: idSchema,
  reason: accessReason,
});
/** isEverywhere: of an audit, in all files that were opened with this one. */
export const endCaseAccessInput = caseRef.extend({
  caseAccessId: idSchema,
  isEverywhere: z.boolean(),
  reason: accessReason,
});
