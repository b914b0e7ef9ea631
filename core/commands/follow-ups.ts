import { z } from 'zod';
import { type Id, idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import { accepted, defineCommand, readRecord, refused } from './rule.ts';

const writeCase = (args: { caseFileId: Id }) => [{ scopeId: args.caseFileId, level: 'write' as const }];
const target = { caseFileId: idSchema, followUpId: idSchema };
const missing = refused('notFound', 'Diese Wiedervorlage gibt es nicht mehr.');

const alreadyCompleted = {
  code: 'alreadyDone',
  message: 'Diese Wiedervorlage war schon erledigt. Dass auch Sie sie erledigt haben, steht im Verlauf der Akte.',
};

/** Sets a follow-up (Wiedervorlage) on a case file or one of its documents. */
export const createFollowUp = defineCommand({
  name: 'createFollowUp',
  input: z.object({
    ...target,
    documentId: idSchema.nullable(),
    dueOn: daySchema,
    subject: z.string().trim().min(1, 'Bitte angeben, worum es geht.').max(300),
  }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { caseFileId, followUpId, ...words } = args;
    const existing = yield* readRecord('followUp', caseFileId, followUpId);
    if (existing) return accepted([], []);
    const body = { ...words, createdAt: context.at, createdBy: context.actorId, completedAt: null, completedBy: null };
    return accepted(
      [{ kind: 'followUp', id: followUpId, scopeId: caseFileId, body }],
      [{ scopeId: caseFileId, action: 'followUp.created', targetKind: 'followUp', targetId: followUpId }],
    );
  },
  *inverse(args) {
    return { name: 'completeFollowUp', args: { caseFileId: args.caseFileId, followUpId: args.followUpId } };
  },
  label: (args) => `Wiedervorlage: ${args.subject}`,
});

/** Completes a follow-up; the first to do so is named. */
export const completeFollowUp = defineCommand({
  name: 'completeFollowUp',
  input: z.object(target),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { caseFileId, followUpId } = args;
    const followUp = yield* readRecord('followUp', caseFileId, followUpId);
    if (!followUp) return missing;
    if (followUp.completedAt && followUp.completedBy === context.actorId) return accepted([], []);
    if (followUp.completedAt) {
      // Two did it, perhaps without the centre between them: the first is named, the journal has both.
      return accepted(
        [],
        [{ scopeId: caseFileId, action: 'followUp.alsoCompleted', targetKind: 'followUp', targetId: followUpId }],
        { hints: [alreadyCompleted] },
      );
    }
    const body = { ...followUp, completedAt: context.at, completedBy: context.actorId };
    return accepted(
      [{ kind: 'followUp', id: followUpId, scopeId: caseFileId, body }],
      [{ scopeId: caseFileId, action: 'followUp.completed', targetKind: 'followUp', targetId: followUpId }],
    );
  },
  *inverse(args) {
    return { name: 'reopenFollowUp', args };
  },
  label: () => 'Wiedervorlage erledigt',
});

/** Takes the completion of a follow-up back. */
export const reopenFollowUp = defineCommand({
  name: 'reopenFollowUp',
  input: z.object(target),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args) {
    const { caseFileId, followUpId } = args;
    const followUp = yield* readRecord('followUp', caseFileId, followUpId);
    if (!followUp) return missing;
    const body = { ...followUp, completedAt: null, completedBy: null };
    return accepted(
      [{ kind: 'followUp', id: followUpId, scopeId: caseFileId, body }],
      [{ scopeId: caseFileId, action: 'followUp.reopened', targetKind: 'followUp', targetId: followUpId }],
    );
  },
  label: () => 'Wiedervorlage wieder offen',
});
