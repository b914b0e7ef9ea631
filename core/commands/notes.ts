import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { accepted, defineCommand, readRecord, refused } from './rule.ts';

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
    const body = {
      ...words,
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
    return accepted(
      [{ kind: 'note', id: noteId, scopeId: caseFileId, body }],
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
    if (note.retractedAt) return accepted([], []);
    return accepted(
      [
        {
          kind: 'note',
          id: noteId,
          scopeId: caseFileId,
          body: { ...note, retractedAt: context.at, retractReason: reason },
        },
      ],
      [{ scopeId: caseFileId, action: 'note.retracted', targetKind: 'note', targetId: noteId, reason }],
    );
  },
  label: () => 'Vermerk zurückgenommen',
});
