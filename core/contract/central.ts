import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { levelSchema, roleSchema, scopeKindSchema } from '../domain/levels.ts';
import { momentSchema } from '../domain/moments.ts';
import { recordKindSchema } from '../domain/records.ts';

/** Version of the messages between desk and centre; sent as `X-Protocol`. The centre serves this one and two before it. */
export const protocolVersion = 1;
/** Version of records and commands; sent as `X-Schema` and with every command. */
export const schemaVersion = 1;
/** Most contents in one question which are there. */
export const presentLimit = 500;
/** Most commands in one push and rows in one pulled scope. */
export const pushLimit = 50;
/** Most scopes a push says to have. */
export const knownLimit = 200;
export const pullLimit = 5_000;
/** Bytes of one part of an upload; contents up to this size are sent whole. */
export const uploadPartSize = 4 * 1024 * 1024;

/** A word of a newer centre that this program does not know, read as one that it does. */
const newerWord = <Word extends string>(readAs: Word) =>
  z
    .string()
    .max(60)
    .transform(() => readAs);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const cursorSchema = z.string().regex(/^\d{1,20}$/); // xid8: PostgreSQL transaction id, as text

export const sessionRequestSchema = z.object({
  login: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(500),
  deviceName: z.string().max(100),
  /** The store that is to be opened, where there is one: a lost store gets no token. */
  storeId: idSchema.optional(),
});
export const refreshRequestSchema = z.object({ refreshToken: z.string().max(200) });
export const sessionResponseSchema = z.object({
  accessToken: z.string(),
  accessExpiresAt: momentSchema,
  refreshToken: z.string(),
  workerId: idSchema,
  /** One that only a newer centre knows counts as the role without any power of its own: what she may do says the list of her scopes. */
  role: roleSchema.or(newerWord('worker')),
  epoch: z.string(),
  serverTime: momentSchema,
  minProtocol: z.int(),
  maxProtocol: z.int(),
});

/** Longest and usual time, in hours, for which a desk may open its store without the centre. */
export const longestLeaseHours = 14 * 24;
export const usualLeaseHours = 72;
/** A desk asks for the centre's share of the key of one of its stores; a new id makes a new share. */
export const leaseRequestSchema = z.object({
  storeId: idSchema,
  deviceName: z.string().max(100),
  /** How many commands wait there, for those who have to know what a lost desk takes along. */
  waiting: z.int().min(0).optional(),
  /** How many scopes there differ from the centre's each time they are fetched. */
  differing: z.int().min(0).optional(),
});
export const leaseResponseSchema = z.object({
  share: z.base64(),
  seconds: z.int().min(1),
  /** To which the desk seals what waits, see contract/escrow.ts. */
  escrowKey: z.object({ id: idSchema, publicKey: z.base64() }),
  /** With which the store proves that it has sealed something itself; centres from before it gave none. */
  proofKey: z.base64().optional(),
});
/** A longer lease for one worker, for example for a tour: desks that ask before `until` may keep their share so long. */
export const workerLeaseRequestSchema = z.object({
  hours: z.int().min(1).max(longestLeaseHours),
  until: momentSchema,
});

export const pushedCommandSchema = z.object({
  mid: z.int().min(1),
  id: idSchema,
  name: z.string().max(60),
  args: z.unknown(),
  at: momentSchema,
  schema: z.int().min(1),
});
export const pushRequestSchema = z.object({
  epoch: z.string(),
  clientId: idSchema,
  /** The last command the centre acknowledged to this store; a centre that does not know it was set back and decides nothing. */
  after: idSchema.nullish(),
  commands: z.array(pushedCommandSchema).min(1).max(pushLimit),
  /** How far this desk has the scopes it writes to: what the push adds right behind that comes with the answer. Older desks say nothing. */
  known: z
    .array(z.object({ scopeId: idSchema, after: z.int().min(1) }))
    .max(knownLimit)
    .optional(),
});

export const pulledRowSchema = z.object({
  kind: recordKindSchema.or(z.string()), // kinds of a newer centre are skipped by an older desk
  id: idSchema,
  ver: z.int().min(1),
  deleted: z.boolean(),
  body: z.record(z.string(), z.unknown()).nullable(),
});
export const pulledScopeSchema = z.object({
  scopeId: idSchema,
  after: z.int(),
  to: z.int(), // rows are complete up to here; less than head: pull again
  head: z.int(),
  digest: z.string(), // of the whole scope at head, unsigned 64 bit as text
  rowCount: z.int(),
  isFull: z.boolean(), // replace all rows of the scope instead of adding to them
  rows: z.array(pulledRowSchema),
});

/**
 * ok: done now or before (`dup`); refused: a rule said no, kept in quarantine; forbidden: no right, kept in quarantine;
 * needBlob: bytes are missing, send them and push again (nothing after it was run); retry: passing trouble, same again later; unknown: what a newer centre says and this program does not know,
 * the command is kept.
 */
export const pushResultSchema = z.object({
  id: idSchema,
  result: z.enum(['ok', 'dup', 'refused', 'forbidden', 'needBlob', 'retry']).or(newerWord('unknown')),
  code: z.string().nullable(),
  message: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hints: z.array(z.object({ code: z.string(), message: z.string() })),
  scopes: z.array(z.object({ scopeId: idSchema, ver: z.int() })),
});
export const pushResponseSchema = z.object({
  epoch: z.string(),
  /**
   * fork: this client id was used by another copy of the store; take a new one. gap: a number is missing; send from lastMid + 1.
   * forgotten: the centre does not know what it acknowledged before (`after`). unknown: for a reason of a newer centre.
   */
  stopped: z.enum(['fork', 'gap', 'epoch', 'forgotten']).or(newerWord('unknown')).nullable(),
  lastMid: z.int(),
  lastId: idSchema.nullable(),
  durableMid: z.int(),
  results: z.array(pushResultSchema),
  /** The rows this push wrote into scopes named as `known`, as a pull would tell them: it need not be asked for. */
  pulled: z.array(pulledScopeSchema).optional(),
});

export const manifestSchema = z.object({
  accessVersion: z.int(),
  count: z.int(),
  /** SHA-256 of it (sync/manifest-text.ts): a list that is not as it was made takes nothing away. Centres before it told none. */
  hash: sha256Schema.optional(),
  scopes: z.array(
    z.object({
      scopeId: idSchema,
      // Of a newer centre there may be others; a desk leaves what it does not know as it is.
      kind: scopeKindSchema.or(z.string().max(60)),
      level: levelSchema.or(z.string().max(60)),
      validTo: momentSchema.nullable(),
      head: z.int(),
    }),
  ),
});
export const changesQuerySchema = z.object({
  cursor: cursorSchema.default('0'),
  accessVersion: z.coerce.number().int().default(-1),
  /** The version of rights up to which everything taken away is gone from the desk, rows, words and bytes; left out while something is left. */
  cleared: z.coerce.number().int().min(0).optional(),
  /** The last command the centre acknowledged to this store. */
  after: idSchema.optional(),
});
export const changesResponseSchema = z.object({
  epoch: z.string(),
  /** The centre does not know `after`: it was set back to a state before it. */
  isForgotten: z.boolean().optional(),
  base: cursorSchema, // the cursor this answer starts from: apply only if it is still ours
  cursor: cursorSchema,
  accessVersion: z.int(),
  /** `digest`: of the rows at that head. Centres before it told none. */
  heads: z.array(z.object({ scopeId: idSchema, head: z.int(), digest: z.string().optional() })),
  manifest: manifestSchema.nullable(), // null: rights are as the desk knows them
  /** Another word whenever something of hers was refused, or settled at one of her desks: then they are asked for. Centres before it told none. */
  refusals: z.string().max(60).optional(),
  serverTime: momentSchema,
});

export const pullRequestSchema = z.object({
  need: z
    .array(z.object({ scopeId: idSchema, after: z.int().min(0) }))
    .min(1)
    .max(500),
});
export const pullResponseSchema = z.object({
  epoch: z.string(),
  scopes: z.array(pulledScopeSchema),
  denied: z.array(idSchema), // no right (any more): nothing is purged on this alone, only by a manifest
});

/**
 * Data of the event `poke`: newest versions of scopes the worker may read, to be pulled at once. Only a hint: it may be late, doubled or
 * missing. isWhole false: there is more than is named here (rights changed, or too many scopes), ask for changes. `pulled`: what little is
 * new in them, as a pull by this worker was answered just then; a desk that stands elsewhere pulls by itself.
 */
export const pokeSchema = z.object({
  heads: z.array(z.object({ scopeId: idSchema, head: z.int() })),
  isWhole: z.boolean(),
  pulled: pullResponseSchema.optional(),
});
/** Data of the event `show`: the Fachverfahren asks that a file or document be opened at the worker's desk (xdomea 0602). Only a hint. */
export const showSchema = z.object({ caseFileId: idSchema, documentId: idSchema.nullable() });
/** Most scopes a poke names. */
export const pokeLimit = 50;

export const startUploadRequestSchema = z.object({ sha256: sha256Schema, size: z.int().min(0) });
export const presentBlobsRequestSchema = z.object({ sha256s: z.array(sha256Schema).min(1).max(presentLimit) });
/** Those of the contents that the centre has and this worker may see. */
export const presentBlobsResponseSchema = z.object({ present: z.array(sha256Schema) });
/** Contents that are damaged at the centre and that this worker may see: a desk that holds them sends them again. */
export const wantedBlobsResponseSchema = z.object({ sha256s: z.array(sha256Schema) });
export const uploadStateSchema = z.object({
  uploadId: idSchema.nullable(), // null: present already
  offset: z.int().min(0),
  isPresent: z.boolean(),
});

export const journalQuerySchema = z.object({ scopeId: idSchema, after: z.coerce.number().int().default(0) });
export const journalEntrySchema = z.object({
  number: z.int(),
  at: momentSchema,
  atDesk: momentSchema,
  actorId: idSchema,
  action: z.string(),
  targetKind: z.string(),
  targetId: idSchema,
  reason: z.string().nullable(),
  hash: z.string(),
});
export const journalResponseSchema = z.object({ entries: z.array(journalEntrySchema), isComplete: z.boolean() });

export const accountRequestSchema = z.object({
  workerId: idSchema,
  login: z.string().trim().min(2).max(100),
  password: z.string().min(8).max(500),
  role: roleSchema,
});

/** One line of an import (NDJSON): a record with its rights; for first filling by administration, journalled as import. */
export const importLineSchema = z.discriminatedUnion('line', [
  z.object({
    line: z.literal('scope'),
    scopeId: idSchema,
    kind: scopeKindSchema,
    grants: z.array(z.object({ principalId: idSchema, level: levelSchema })),
  }),
  z.object({
    line: z.literal('record'),
    kind: recordKindSchema,
    id: idSchema,
    scopeId: idSchema,
    body: z.record(z.string(), z.unknown()),
  }),
  z.object({ line: z.literal('member'), workerId: idSchema, principalId: idSchema }),
]);

export const centralErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded']),
  /** Why it is degraded: store of contents away, damaged contents, less than 1 GiB of room, newest backup older than two days. */
  troubles: z.array(z.enum(['contentsUnreachable', 'contentsDamaged', 'littleRoom', 'backupOld'])),
  version: z.string(),
  epoch: z.string(),
  /** Nobody has filled the store yet, or not to the end. */
  isEmpty: z.boolean(),
});

export type Health = z.infer<typeof healthSchema>;
export type SessionResponse = z.infer<typeof sessionResponseSchema>;
export type LeaseRequest = z.infer<typeof leaseRequestSchema>;
export type LeaseResponse = z.infer<typeof leaseResponseSchema>;
export type PushedCommand = z.infer<typeof pushedCommandSchema>;
export type PushRequest = z.infer<typeof pushRequestSchema>;
export type PushResult = z.infer<typeof pushResultSchema>;
export type PushResponse = z.infer<typeof pushResponseSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type ChangesQuery = z.infer<typeof changesQuerySchema>;
export type ChangesResponse = z.infer<typeof changesResponseSchema>;
export type PulledRow = z.infer<typeof pulledRowSchema>;
export type PulledScope = z.infer<typeof pulledScopeSchema>;
export type PullRequest = z.infer<typeof pullRequestSchema>;
export type Poke = z.infer<typeof pokeSchema>;
export type Show = z.infer<typeof showSchema>;
export type PullResponse = z.infer<typeof pullResponseSchema>;
export type UploadState = z.infer<typeof uploadStateSchema>;
export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type ImportLine = z.infer<typeof importLineSchema>;
