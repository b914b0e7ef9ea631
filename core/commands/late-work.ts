import { z } from 'zod';
import { derivedId, type Id, idSchema } from '../domain/ids.ts';
import type { BodyOf, ContentFacts } from '../domain/records.ts';
import { ownScopeOf } from '../domain/standing-ids.ts';
import { canonicalJson } from '../sync/canonical.ts';
import { changeCover } from './cover.ts';
import { versionIdOf } from './document-parts.ts';
import { addDocuments, retractDocuments } from './document-groups.ts';
import { setDocumentKeywords } from './document-keywords.ts';
import { addDocument, moveDocument, restoreDocument, retractDocument, setDocumentDetails } from './documents.ts';
import { assignFollowUp, cancelFollowUp, rescheduleFollowUp } from './follow-up-changes.ts';
import { completeFollowUp, createFollowUp, reopenFollowUp } from './follow-ups.ts';
import { fileInboxItem, forwardInboxItem, unfileInboxItem, withdrawForward } from './inbox-items.ts';
import { rearrangeInboxItems, withdrawRearranging } from './letter-rearranging.ts';
import { returnInboxItem, withdrawReturn } from './letter-returns.ts';
import { addNote, retractNote, reviseNote } from './notes.ts';
import {
  accepted,
  type CommandDefinition,
  type Decision,
  defineCommand,
  type RecordWrite,
  type Rule,
  type RuleContext,
  readRecord,
  refused,
} from './rule.ts';
import { inTodaysShape } from './shapes.ts';

/** Work that may wait for the one responsible when the right to do it had ended before the centre heard of it. */
const adoptable = {
  addDocument,
  addDocuments,
  addNote,
  assignFollowUp,
  cancelFollowUp,
  changeCover,
  completeFollowUp,
  createFollowUp,
  fileInboxItem,
  forwardInboxItem,
  moveDocument,
  rearrangeInboxItems,
  reopenFollowUp,
  rescheduleFollowUp,
  restoreDocument,
  retractDocument,
  retractDocuments,
  retractNote,
  returnInboxItem,
  reviseNote,
  setDocumentDetails,
  setDocumentKeywords,
  unfileInboxItem,
  withdrawForward,
  withdrawRearranging,
  withdrawReturn,
} as const;

type Work = { definition: CommandDefinition; args: unknown };

type Given = { name: string; args: unknown; schema?: number | null | undefined };

/** The schema in which late work was given; kept since there is a second one. */
export const schemaOf = ({ schema }: Pick<Given, 'schema'>): number => schema ?? 1;

/** Whether work under a command of this name may wait for the one responsible. */
export const isAdoptable = (name: string): boolean => Object.hasOwn(adoptable, name);

/** The command of late work with its arguments as it reads them, in today's shape; null for what cannot be adopted. */
export function workOf(given: Given): Work | null {
  const { name, args } = inTodaysShape({ ...given, args: given.args, schema: schemaOf(given) });
  if (!isAdoptable(name)) return null;
  const definition = adoptable[name as keyof typeof adoptable] as unknown as CommandDefinition;
  const parsed = definition.input.safeParse(args);
  return parsed.success ? { definition, args: parsed.data } : null;
}

const place = { placeId: idSchema, lateWorkId: idSchema, authorId: idSchema };
const missing = refused('notFound', 'Diesen Nachlauf gibt es nicht mehr.');

/** What is kept of late work at its place, for the one responsible, and with its author, who can no longer read the place. */
export function lateWorkWrites(id: Id, body: BodyOf<'lateWork'>): RecordWrite[] {
  const own = withoutTexts(body.args);
  return [
    { kind: 'lateWork', id, scopeId: body.placeId, body },
    { kind: 'lateWork', id, scopeId: ownScopeOf(body.authorId), body: { ...body, args: own } },
  ];
}

/** The author wrote the texts of pages nowhere, and they may be long. */
function withoutTexts({ pageTexts: _, ...args }: BodyOf<'lateWork'>['args']): BodyOf<'lateWork'>['args'] {
  if (!Array.isArray(args['documents'])) return args;
  return { ...args, documents: args['documents'].map(({ pageTexts: __, ...document }) => document) };
}

/** The contents of late work: versions at its place, so that the one responsible can look at them before she decides. */
export function lateContentWrites(id: Id, body: BodyOf<'lateWork'>): RecordWrite[] {
  return contentsOf(body).map((content, index): RecordWrite => {
    // Of a mail with its attachments the mail is what is looked at: they lie in it.
    const ownerId = index === 0 ? id : derivedId(id, `part/${index}`);
    const made = { ownerId, createdAt: body.atDesk, createdBy: body.authorId };
    return { kind: 'version', id: versionIdOf(ownerId), scopeId: body.placeId, body: { ...content, ...made } };
  });
}

function contentsOf(body: BodyOf<'lateWork'>): ContentFacts[] {
  const { name, args } = inTodaysShape({ ...body, schema: schemaOf(body) });
  if (name === 'addDocument') return [(args as { content: ContentFacts }).content];
  if (name !== 'addDocuments') return [];
  return (args as { documents: { content: ContentFacts }[] }).documents.map(({ content }) => content);
}

type Settling = { placeId: Id; lateWorkId: Id; authorId: Id };

/** The late work if it is still to be decided and by somebody who may; else what is to be answered. */
function* openWork(
  args: Settling,
  context: RuleContext,
  aim: 'adopted' | 'declined',
): Rule<{ answer: Decision } | { answer: null; work: BodyOf<'lateWork'> }> {
  const work = yield* readRecord('lateWork', args.placeId, args.lateWorkId);
  if (!work || work.authorId !== args.authorId) return { answer: missing };
  if (work.state === aim) return { answer: accepted([], []) };
  if (work.state !== 'open') {
    const words = work.state === 'adopted' ? 'übernommen' : 'abgelehnt';
    const details = { by: work.settledBy, at: work.settledAt };
    return { answer: refused('changedMeanwhile', `Der Nachlauf wurde inzwischen ${words}.`, details) };
  }
  if (context.actorId === work.authorId && work.ownerId !== work.authorId) {
    const message = 'Über eigenen Nachlauf entscheidet, wer für die Akte zuständig ist.';
    return { answer: refused('notAllowed', message) };
  }
  return { answer: null, work };
}

function settled(
  id: Id,
  work: BodyOf<'lateWork'>,
  context: RuleContext,
  state: 'adopted' | 'declined',
  reason: string | null,
) {
  const body = { ...work, state, settledBy: context.actorId, settledAt: context.at, settleReason: reason };
  return lateWorkWrites(id, body);
}

/** The author's context: what is adopted is signed with her name and her time. */
function asAuthor(
  context: RuleContext,
  lateWorkId: Id,
  work: Pick<BodyOf<'lateWork'>, 'authorId' | 'atDesk'>,
): RuleContext {
  return { ...context, commandId: lateWorkId, actorId: work.authorId, actorRole: 'worker', at: work.atDesk };
}

/** Takes over what somebody did after her right had ended: it becomes what it was meant to be, signed by her, adopted by the actor. */
export const adoptLateWork = defineCommand({
  name: 'adoptLateWork',
  input: z.object({
    ...place,
    ...{ name: z.string().max(60), args: z.record(z.string(), z.unknown()), schema: z.int().min(1).optional() },
  }),
  mode: 'offline-safe',
  needs: (args) => {
    const work = workOf(args);
    return [{ scopeId: args.placeId, level: 'write' }, ...(work ? work.definition.needs(work.args) : [])];
  },
  touches: (args) => [ownScopeOf(args.authorId)],
  blobs: (args) => {
    const work = workOf(args);
    return work?.definition.blobs?.(work.args) ?? [];
  },
  *decide(args, context) {
    const { lateWorkId, placeId } = args;
    const open = yield* openWork(args, context, 'adopted');
    if (open.answer) return open.answer;
    const found = open.work;
    const work = workOf(args);
    const sameWords = found.name === args.name && canonicalJson(found.args) === canonicalJson(args.args);
    const isSame = sameWords && schemaOf(found) === schemaOf(args);
    if (!work || !isSame) return refused('invalid', 'Dieser Nachlauf kann so nicht übernommen werden.');
    const decision = yield* work.definition.decide(work.args, asAuthor(context, lateWorkId, found));
    if (decision.outcome === 'refused') return decision;
    const contents = lateContentWrites(lateWorkId, found).map((write) => ({ ...write, body: null }) as RecordWrite);
    const lines = decision.journal.map((line) => ({ ...line, reason: line.reason ?? 'Nachlauf übernommen' }));
    return accepted(
      [...decision.writes, ...contents, ...settled(lateWorkId, found, context, 'adopted', null)],
      [...lines, { scopeId: placeId, action: 'lateWork.adopted', targetKind: 'lateWork', targetId: lateWorkId }],
      { hints: decision.hints, station: decision.station },
    );
  },
  *inverse(args, context) {
    const work = workOf(args);
    const found = yield* readRecord('lateWork', args.placeId, args.lateWorkId);
    if (!work?.definition.inverse || !found) return null;
    return yield* work.definition.inverse(work.args, asAuthor(context, args.lateWorkId, found));
  },
  label: (args) => {
    const work = workOf(args);
    return work ? `Nachlauf übernommen: ${work.definition.label(work.args)}` : 'Nachlauf übernommen';
  },
});

/** Declines late work with a reason: it stays readable, and its author is told. */
export const declineLateWork = defineCommand({
  name: 'declineLateWork',
  input: z.object({ ...place, reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500) }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.placeId, level: 'write' }],
  touches: (args) => [ownScopeOf(args.authorId)],
  *decide(args, context) {
    const { lateWorkId, placeId, reason } = args;
    const open = yield* openWork(args, context, 'declined');
    if (open.answer) return open.answer;
    return accepted(settled(lateWorkId, open.work, context, 'declined', reason), [
      { scopeId: placeId, action: 'lateWork.declined', targetKind: 'lateWork', targetId: lateWorkId, reason },
    ]);
  },
  label: () => 'Nachlauf abgelehnt',
});

/** The author has seen what became of her late work; at its place it stays. */
export const acknowledgeLateWork = defineCommand({
  name: 'acknowledgeLateWork',
  input: z.object({ workerId: idSchema, lateWorkId: idSchema }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: ownScopeOf(args.workerId), level: 'write' }],
  *decide(args, context) {
    if (args.workerId !== context.actorId) return refused('notAllowed', 'Das gehört einer anderen Person.');
    const scopeId = ownScopeOf(args.workerId);
    const work = yield* readRecord('lateWork', scopeId, args.lateWorkId);
    if (!work) return accepted([], []);
    if (work.state === 'open') return refused('invalid', 'Über diesen Nachlauf ist noch nicht entschieden.');
    return accepted([{ kind: 'lateWork', id: args.lateWorkId, scopeId, body: null }], []);
  },
  label: () => 'Nachlauf zur Kenntnis genommen',
});
