import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { ownScopeOf, pinIdOf, readMarkIdOf, visitIdOf } from '../domain/standing-ids.ts';
import { accepted, defineCommand, type RecordWrite, readRecord, refused } from './rule.ts';

const ownScope = (args: { workerId: Id }) => [{ scopeId: ownScopeOf(args.workerId), level: 'write' as const }];
const notHers = refused('notAllowed', 'Das gehört einer anderen Person.');

/** Marks a document as read or unread for one worker. */
export const markDocument = defineCommand({
  name: 'markDocument',
  input: z.object({ workerId: idSchema, caseFileId: idSchema, documentId: idSchema, isRead: z.boolean() }),
  mode: 'offline-safe',
  needs: ownScope,
  *decide(args, context) {
    if (args.workerId !== context.actorId) return notHers;
    const body = { caseFileId: args.caseFileId, documentId: args.documentId, readAt: context.at };
    const id = readMarkIdOf(args.workerId, args.documentId);
    return accepted(
      [{ kind: 'readMark', id, scopeId: ownScopeOf(args.workerId), body: args.isRead ? body : null }],
      [],
    );
  },
  label: (args) => (args.isRead ? 'Als gelesen markiert' : 'Als ungelesen markiert'),
});

/** Opens a case file: journalled in the file's chain, remembered with the worker for "neu seit". */
export const openCaseFile = defineCommand({
  name: 'openCaseFile',
  input: z.object({ workerId: idSchema, caseFileId: idSchema, reason: z.string().max(500).nullable() }),
  mode: 'offline-safe',
  needs: (args) => [...ownScope(args), { scopeId: args.caseFileId, level: 'read' }],
  *decide(args, context) {
    if (args.workerId !== context.actorId) return notHers;
    const { workerId, caseFileId, reason } = args;
    const scopeId = ownScopeOf(workerId);
    const id = visitIdOf(workerId, caseFileId);
    const visit = yield* readRecord('visit', scopeId, id);
    const isSameDay = visit?.seenAt.slice(0, 10) === context.at.slice(0, 10);
    const previousSeenAt = isSameDay ? visit.previousSeenAt : (visit?.seenAt ?? null);
    const write: RecordWrite = { kind: 'visit', id, scopeId, body: { caseFileId, seenAt: context.at, previousSeenAt } };
    const line = {
      scopeId: caseFileId,
      action: 'caseFile.opened',
      targetKind: 'caseFile' as const,
      targetId: caseFileId,
    };
    return accepted([write], [reason ? { ...line, reason } : line]);
  },
  label: () => 'Akte geöffnet',
});

/** Journals that somebody read a protected document, with the reason given. */
export const openProtectedDocument = defineCommand({
  name: 'openProtectedDocument',
  input: z.object({
    caseFileId: idSchema,
    documentId: idSchema,
    reason: z.string().trim().min(3, 'Bitte den Grund angeben.').max(500),
  }),
  mode: 'offline-safe',
  needs: (args) => [{ scopeId: args.caseFileId, level: 'read' }],
  *decide(args) {
    const { caseFileId, documentId, reason } = args;
    return accepted(
      [],
      [{ scopeId: caseFileId, action: 'document.opened', targetKind: 'document', targetId: documentId, reason }],
    );
  },
  label: () => 'Geschütztes Dokument geöffnet',
});

/** Keeps a case file on this desk, or lets it go again. */
export const pinCaseFile = defineCommand({
  name: 'pinCaseFile',
  input: z.object({ workerId: idSchema, caseFileId: idSchema, isPinned: z.boolean() }),
  mode: 'offline-safe',
  needs: (args) => [...ownScope(args), { scopeId: args.caseFileId, level: 'read' }],
  *decide(args, context) {
    if (args.workerId !== context.actorId) return notHers;
    const body = { caseFileId: args.caseFileId, pinnedAt: context.at };
    const id = pinIdOf(args.workerId, args.caseFileId);
    return accepted([{ kind: 'pin', id, scopeId: ownScopeOf(args.workerId), body: args.isPinned ? body : null }], []);
  },
  *inverse(args) {
    return { name: 'pinCaseFile', args: { ...args, isPinned: !args.isPinned } };
  },
  label: (args) => (args.isPinned ? 'Akte wird mitgenommen' : 'Akte nicht mehr mitgenommen'),
});
