import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import type { BodyOf } from '../domain/records.ts';
import { overlapWrite } from './overlaps.ts';
import {
  accepted,
  type Decision,
  defineCommand,
  type RecordWrite,
  type Rule,
  type RuleContext,
  readRecord,
  refused,
} from './rule.ts';

const writeCase = (args: { caseFileId: Id }) => [{ scopeId: args.caseFileId, level: 'write' as const }];
const noteText = z.string().trim().min(1, 'Der Vermerk ist leer.').max(20_000);
const missing = refused('notFound', 'Diesen Vermerk gibt es nicht mehr.');

/** Adds a note (Vermerk) to a case file or to one document in it. Always succeeds. */
export const addNote = defineCommand({
  name: 'addNote',
  input: z.object({
    caseFileId: idSchema,
    noteId: idSchema,
    documentId: idSchema.nullable(),
    text: noteText,
    isPinned: z.boolean(),
    isPhoneCall: z.boolean(),
  }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { caseFileId, noteId, ...words } = args;
    const existing = yield* readRecord('note', caseFileId, noteId);
    if (existing) return accepted([], []);
    const caseFile = yield* readRecord('caseFile', caseFileId, caseFileId);
    const body = {
      ...words,
      ...(caseFile?.state === 'closed' ? { writtenAfterClosing: true } : {}),
      parentIds: [],
      createdAt: context.at,
      createdBy: context.actorId,
      retractedAt: null,
      retractReason: null,
    };
    return accepted(
      [{ kind: 'note', id: noteId, scopeId: caseFileId, body }],
      [{ scopeId: caseFileId, action: 'note.added', targetKind: 'note', targetId: noteId }],
    );
  },
  *inverse(args) {
    return {
      name: 'retractNote',
      args: { caseFileId: args.caseFileId, noteId: args.noteId, reason: 'Vermerk zurückgenommen' },
    };
  },
  label: () => 'Vermerk geschrieben',
});

type Retracter = { by: Id; at: string; reason: string };

/** The revisions that are replaced, each with the new one noted, and who took one of them back without knowing of it. */
function* replacedParents(
  { caseFileId, noteId, replaces }: { caseFileId: Id; noteId: Id; replaces: Id[] },
  context: RuleContext,
): Rule<{ writes: RecordWrite[]; retracters: Retracter[] }> {
  const writes: RecordWrite[] = [];
  const retracters = new Map<Id, Retracter>();
  for (const parentId of new Set(replaces)) {
    const parent = yield* readRecord('note', caseFileId, parentId);
    if (!parent) continue;
    const { retractedBy: by, retractedAt: at, retractReason: reason } = parent;
    if (by && at && by !== context.actorId) retracters.set(by, { by, at, reason: reason ?? '' });
    const body = { ...parent, replacedBy: [...(parent.replacedBy ?? []), noteId] };
    writes.push({ kind: 'note', id: parentId, scopeId: caseFileId, body });
  }
  return { writes, retracters: [...retracters.values()] };
}

/** Writes a new text of a note. The old one stays; two new texts of one note both stay and are shown as two. */
export const reviseNote = defineCommand({
  name: 'reviseNote',
  input: z.object({
    caseFileId: idSchema,
    noteId: idSchema,
    replaces: z.array(idSchema).min(1).max(10),
    text: noteText,
    isPinned: z.boolean(),
  }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { caseFileId, noteId, replaces } = args;
    const [parentId] = replaces;
    const parent = parentId ? yield* readRecord('note', caseFileId, parentId) : null;
    if (!parent) return missing;
    const existing = yield* readRecord('note', caseFileId, noteId);
    if (existing) return accepted([], []);
    const { writes, retracters } = yield* replacedParents(args, context);
    const body = {
      documentId: parent.documentId,
      isPhoneCall: parent.isPhoneCall,
      text: args.text,
      isPinned: args.isPinned,
      parentIds: replaces,
      createdAt: context.at,
      createdBy: context.actorId,
      retractedAt: null,
      retractReason: null,
    };
    const told = retracters.map(({ by, at, reason }) => {
      const stands = { values: { reason }, ownAt: at, byId: context.actorId, byAt: context.at };
      return overlapWrite(by, { cause: 'noteRevised', caseFileId, targetId: noteId, ...stands }, context);
    });
    return accepted(
      [{ kind: 'note', id: noteId, scopeId: caseFileId, body }, ...writes, ...told],
      [{ scopeId: caseFileId, action: 'note.revised', targetKind: 'note', targetId: noteId }],
    );
  },
  *inverse(args) {
    return {
      name: 'retractNote',
      args: { caseFileId: args.caseFileId, noteId: args.noteId, reason: 'Änderung zurückgenommen' },
    };
  },
  label: () => 'Vermerk geändert',
});

type Retraction = { caseFileId: Id; noteId: Id; reason: string };

/** Somebody else took it back, too: the second reason stands in the journal. */
function alsoRetracted(
  { caseFileId, noteId, reason }: Retraction,
  note: BodyOf<'note'>,
  context: RuleContext,
): Decision {
  if (note.retractedBy === context.actorId) return accepted([], []);
  const line = { scopeId: caseFileId, action: 'note.alsoRetracted', targetKind: 'note' as const, targetId: noteId };
  const message = 'Dieser Vermerk war schon zurückgenommen. Ihr Grund steht im Protokoll der Akte.';
  return accepted([], [{ ...line, reason }], { hints: [{ code: 'alreadyDone', message }] });
}

/** Tells her when somebody else rewrote the note meanwhile: the new text still stands. */
function* stillStanding(
  { caseFileId, reason }: Retraction,
  note: BodyOf<'note'>,
  context: RuleContext,
): Rule<RecordWrite[]> {
  for (const revisionId of note.replacedBy ?? []) {
    const revision = yield* readRecord('note', caseFileId, revisionId);
    if (!revision || revision.retractedAt || revision.createdBy === context.actorId) continue;
    const stands = { byId: revision.createdBy, byAt: revision.createdAt };
    const own = { cause: 'noteRevised' as const, caseFileId, targetId: revisionId };
    return [overlapWrite(context.actorId, { ...own, values: { reason }, ownAt: context.at, ...stands }, context)];
  }
  return [];
}

/** Takes a note back with a reason; it is hidden, not deleted. */
export const retractNote = defineCommand({
  name: 'retractNote',
  input: z.object({ caseFileId: idSchema, noteId: idSchema, reason: z.string().trim().min(1).max(500) }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { caseFileId, noteId, reason } = args;
    const note = yield* readRecord('note', caseFileId, noteId);
    if (!note) return missing;
    if (note.retractedAt) return alsoRetracted(args, note, context);
    const told = yield* stillStanding(args, note, context);
    return accepted(
      [
        {
          kind: 'note',
          id: noteId,
          scopeId: caseFileId,
          body: { ...note, retractedAt: context.at, retractReason: reason, retractedBy: context.actorId },
        },
        ...told,
      ],
      [{ scopeId: caseFileId, action: 'note.retracted', targetKind: 'note', targetId: noteId, reason }],
    );
  },
  label: () => 'Vermerk zurückgenommen',
});
