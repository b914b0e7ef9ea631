import { z } from 'zod';
import { type Id, idSchema } from './ids.ts';
import { inboxItemSchema, letterFields } from './inbox-item.ts';
import { roleSchema } from './levels.ts';
import { daySchema, momentSchema } from './moments.ts';
import { transferNoteSchema } from './transfer-note.ts';

// Bodies of all records. Loose: fields of a newer version are kept and sent back, never dropped.

const text = (max: number) => z.string().max(max);
const caseKindSchema = z.enum(['benefit', 'integration', 'objection', 'maintenance']); // Leistungs-, Eingliederungs-, Widerspruchs-, Unterhaltsakte
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256');

/** Rules that a keyword carries; shown while filing. */
export const keywordRulesSchema = z.looseObject({
  copyHint: text(400).nullable(), // may this be copied to the file at all?
  isProtected: z.boolean(), // asks for a reason, reads are journalled
  retentionYears: z.int().min(0).max(100),
  courtDocumentClass: text(10).nullable(), // XJustiz GDS.Dokumentklasse
  followUpDays: z.int().min(0).max(3660).nullable(),
  /** What documents of this keyword prove, in which kinds of case file that is needed, and for how long it counts (null: for good). */
  proof: z
    .looseObject({
      name: text(100),
      caseKinds: z.array(caseKindSchema).max(10),
      validMonths: z.int().min(1).max(600).nullable(),
    })
    .nullish(),
  isRequest: z.boolean().optional(), // a letter that asks the household for documents
});

/** What is known about the bytes of a version; see intake/content. */
export const contentFactsSchema = z.looseObject({
  fileName: text(255),
  mediaType: text(120),
  size: z.int().min(0),
  sha256: sha256Schema,
  kind: z.enum(['pdf', 'image', 'tiff', 'mail', 'office', 'text', 'html', 'archive', 'unknown', 'empty']),
  pageCount: z.int().min(0).nullable(),
  encrypted: z.enum(['no', 'openable', 'password']),
  hasText: z.boolean(),
  explanation: z.looseObject({ code: text(60), message: text(600) }).nullable(), // why it cannot be shown
  attachments: z.array(z.looseObject({ name: text(255), mediaType: text(120), size: z.int().min(0) })).max(1000),
  transferNote: transferNoteSchema.optional(), // of what was scanned; travels with the content wherever it goes
  messageId: text(998).optional(), // of a mail: whoever sends it once more sends it with the same
  /** Of an attachment taken out of a mail: the bytes of that mail, and which of its attachments. It travels with the content wherever it goes. */
  partOf: z.looseObject({ sha256: sha256Schema, index: z.int().min(0) }).optional(),
  /** Of a letter split or merged in the Postkorb: what its pages were taken from, in order; kept there with its own transfer note. */
  madeOf: z
    .array(
      z.looseObject({
        ...{ sha256: sha256Schema, fileName: text(255) },
        pages: z.array(z.int().min(1)).max(20_000),
        transferNote: transferNoteSchema.optional(),
      }),
    )
    .max(200)
    .optional(),
});
export type ContentFacts = z.infer<typeof contentFactsSchema>;

/** Of the fields a worker has changed on a cover: what the Fachverfahren said of them last, so that its saying so again changes nothing. */
const fromFachverfahren = z.record(text(60), text(200).nullable()).optional();

export const recordSchemas = {
  // g: the house
  office: z.looseObject({ name: text(200), county: text(200) }),
  branchOffice: z.looseObject({ name: text(200), place: text(200), isIsland: z.boolean() }),
  team: z.looseObject({ name: text(200), branchOfficeId: idSchema, inboxId: idSchema.nullable() }),
  worker: z.looseObject({
    familyName: text(100),
    givenName: text(100),
    signature: text(10), // Namenszeichen, e.g. "JE"
    role: roleSchema,
    teamId: idSchema.nullable(),
    inboxId: idSchema.nullable(),
    isActive: z.boolean(),
    /** Who gave the role and the team that stand, and when; missing where they came with the person. */
    postChange: z.looseObject({ by: idSchema, at: momentSchema }).nullish(),
  }),
  inbox: z.looseObject({ kind: z.enum(['worker', 'team']), ownerId: idSchema, name: text(200) }),
  register: z.looseObject({
    number: z.int().min(0),
    name: text(200),
    isProtected: z.boolean(),
    validFrom: daySchema,
    validTo: daySchema.nullable(),
  }),
  keyword: z.looseObject({
    registerId: idSchema,
    name: text(200),
    rules: keywordRulesSchema,
    validFrom: daySchema,
    validTo: daySchema.nullable(),
  }),
  substitution: z.looseObject({
    absentWorkerId: idSchema,
    substituteWorkerId: idSchema,
    kind: z.enum(['handOver', 'takeOver']),
    reason: text(500),
    from: momentSchema,
    to: momentSchema,
    startedBy: idSchema,
    endedAt: momentSchema.nullable(),
    endedBy: idSchema.nullable(),
  }),
  // c: one case file
  caseFile: z.looseObject({
    fileNumber: text(60),
    kind: caseKindSchema,
    title: text(200), // "Petersen, Anna"
    householdId: idSchema.nullable(),
    workerId: idSchema, // responsible
    state: z.enum(['running', 'closed']),
    /** Who changed the state last, when and why; absent: nobody has, or it was before this was kept. */
    stateChange: z
      .looseObject({ id: idSchema /* of the command */, at: momentSchema, by: idSchema, reason: text(500).nullable() })
      .optional(),
    approvedFrom: daySchema.nullable(),
    approvedUntil: daySchema.nullable(),
    openedOn: daySchema,
    nextSheet: z.int().min(1), // next Blattzahl to give
    fromFachverfahren,
  }),
  household: z.looseObject({
    street: text(200),
    postcode: text(10),
    place: text(200),
    phone: text(60).nullable(),
    mail: text(200).nullable(),
    rent: z.int().nullable(), // cents a month
    heating: z.int().nullable(),
    fromFachverfahren,
  }),
  person: z.looseObject({
    householdId: idSchema,
    familyName: text(100),
    givenName: text(100),
    birthDate: daySchema.nullable(),
    customerNumber: text(20).nullable(),
    relation: text(60), // "Antragstellerin", "Partner", "Kind"
    fromFachverfahren,
  }),
  document: z.looseObject({
    ...letterFields,
    versionId: idSchema, // the version shown
    pageCount: z.int().min(0).nullable(),
    sheetFrom: z.int().min(1),
    sheetTo: z.int().min(1),
    isProtected: z.boolean(),
    state: z.enum(['filed', 'moved', 'retracted']),
    stateReason: text(500).nullable(),
    isUnfiled: z.boolean().optional(), // its letter is open in the Postkorb again
    movedTo: idSchema.nullable(), // case file
    filedAt: momentSchema,
    filedBy: idSchema,
    inboxItemId: idSchema.nullable(),
    arrivedAfterClosing: z.boolean(),
  }),
  version: z.looseObject({
    ownerId: idSchema /* document or inbox item */,
    ...contentFactsSchema.shape,
    createdAt: momentSchema,
    createdBy: idSchema,
  }),
  page: z.looseObject({ versionId: idSchema, number: z.int().min(1), text: text(200_000) }),
  documentKeyword: z.looseObject({
    documentId: idSchema,
    keywordId: idSchema,
    addedAt: momentSchema,
    addedBy: idSchema,
  }),
  historyEntry: z.looseObject({
    documentId: idSchema, // or the case file, of its cover; shape of xdomea HistorienProtokollInformation
    field: text(60),
    oldValue: text(1000).nullable(),
    newValue: text(1000).nullable(),
    at: momentSchema,
    by: idSchema,
  }),
  note: z.looseObject({
    documentId: idSchema.nullable(),
    parentIds: z.array(idSchema).max(10), // the revisions this one replaces
    text: text(20_000),
    isPinned: z.boolean(),
    isPhoneCall: z.boolean(),
    createdAt: momentSchema,
    createdBy: idSchema,
    retractedAt: momentSchema.nullable(),
    retractReason: text(500).nullable(),
    retractedBy: idSchema.optional(),
    writtenAfterClosing: z.boolean().optional(), // the file was closed when this reached the centre
    replacedBy: z.array(idSchema).optional(), // revisions that name this one as replaced; two: somebody must join them
  }),
  followUp: z.looseObject({
    documentId: idSchema.nullable(),
    dueOn: daySchema,
    subject: text(300),
    createdAt: momentSchema,
    createdBy: idSchema,
    completedAt: momentSchema.nullable(),
    completedBy: idSchema.nullable(),
    alsoCompleted: z.array(z.looseObject({ by: idSchema, at: momentSchema })).optional(), // those who came second
    cancelReason: text(500).nullish(), // set: called off, not completed
    workerId: idSchema.nullish(), // who is to look at it; null: whoever is responsible for the file
    assignedBy: idSchema.optional(),
    assignedAt: momentSchema.optional(),
    rescheduledBy: idSchema.optional(),
    rescheduledAt: momentSchema.optional(),
    laterDueOn: z.looseObject({ dueOn: daySchema, by: idSchema, at: momentSchema }).nullish(), // a day somebody else gave at the same time
  }),
  // Who is kept out of this file, or lets an auditor in for a time; the centre turns it into rights.
  caseAccess: z.looseObject({
    workerId: idSchema,
    cause: z.enum(['bias', 'block', 'audit']), // Befangenheit, Sperrvermerk, Prüfung
    reason: text(500),
    from: momentSchema,
    to: momentSchema.nullable(),
    startedBy: idSchema,
    endedAt: momentSchema.nullable(),
    endedBy: idSchema.nullable(),
    endReason: text(500).nullable(),
  }),
  // c, o and u: work done after the right to it had ended, until the one responsible decides; the copy with its author tells her.
  lateWork: z.looseObject({
    authorId: idSchema,
    name: text(60), // of the command
    args: z.record(z.string(), z.unknown()),
    schema: z.int().min(1).nullish(), // in which it was given; absent: the first
    label: text(400),
    atDesk: momentSchema,
    placeId: idSchema, // the case file or Postkorb it was done in
    placeKind: z.enum(['c', 'o']),
    ownerId: idSchema.nullable(), // responsible for the place when it came in
    state: z.enum(['open', 'adopted', 'declined']),
    settledBy: idSchema.nullable(),
    settledAt: momentSchema.nullable(),
    settleReason: text(500).nullable(),
  }),
  // o: one Postkorb
  inboxItem: inboxItemSchema,
  // u: two did something about the same thing without knowing of each other, and what she did does not stand; until she has seen it.
  overlap: z.looseObject({
    cause: z.enum([
      ...(['filedAgain', 'detailsChanged'] as const), // of a document
      'noteRevised', // she took a note back that somebody else rewrote
      ...(['coverChanged', 'coverHeld'] as const), // her words on a cover were written over, or did not come to stand
      ...(['alsoEnded', 'endedMeanwhile', 'completedMeanwhile', 'rescheduled', 'assigned'] as const), // of a follow-up
    ]),
    caseFileId: idSchema,
    targetId: idSchema, // a document, follow-up or note of the file; the file itself, of its cover
    values: z.record(z.string().max(60), text(1000)), // what she gave, by field; never what somebody else wrote
    ownAt: momentSchema, // when she did it
    byId: idSchema, // whose stands
    byAt: momentSchema,
  }),
  // u: one worker's own things
  readMark: z.looseObject({ caseFileId: idSchema, documentId: idSchema, readAt: momentSchema }),
  visit: z.looseObject({ caseFileId: idSchema, seenAt: momentSchema, previousSeenAt: momentSchema.nullable() }),
  pin: z.looseObject({ caseFileId: idSchema, pinnedAt: momentSchema }),
} as const;

export type RecordKind = keyof typeof recordSchemas;
export const recordKinds = Object.keys(recordSchemas) as RecordKind[];
export const recordKindSchema = z.enum(recordKinds as [RecordKind, ...RecordKind[]]);
export type BodyOf<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>;

const parents: Partial<Record<RecordKind, string>> = {
  version: 'ownerId',
  page: 'versionId',
  documentKeyword: 'documentId',
  historyEntry: 'documentId',
  person: 'householdId',
};

/** The record that a record hangs under, for reading all children of one parent; null for those that stand alone. */
export function parentOf(kind: RecordKind, body: Record<string, unknown>): Id | null {
  const field = parents[kind];
  return field ? ((body[field] as Id | undefined) ?? null) : null;
}
