import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import {
  changersTold,
  endedBy,
  type FollowUp,
  followUpLine,
  followUpTarget,
  followUpWrite,
  missingFollowUp,
  onlyTold,
  seenSchema,
  tellAbout,
  writeCase,
} from './follow-up-parts.ts';
import { accepted, defineCommand, readRecord } from './rule.ts';

const alsoCompleted =
  'Diese Wiedervorlage war schon erledigt. Dass auch Sie sie erledigt haben, steht im Protokoll der Akte.';

/** Sets a follow-up (Wiedervorlage) on a case file or one of its documents. */
export const createFollowUp = defineCommand({
  name: 'createFollowUp',
  input: z.object({
    ...followUpTarget,
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
    const made = { createdAt: context.at, createdBy: context.actorId };
    const open = { completedAt: null, completedBy: null };
    return accepted([followUpWrite(args, { ...words, ...made, ...open })], [followUpLine(args, 'followUp.created')]);
  },
  *inverse({ caseFileId, followUpId }) {
    return { name: 'cancelFollowUp', args: { caseFileId, followUpId, reason: 'Setzen zurückgenommen' } };
  },
  label: (args) => `Wiedervorlage: ${args.subject}`,
});

/**
 * Completes a follow-up; the first to do so is named, later ones are kept beside her. It beats everything somebody else did about it
 * without knowing: a new day, another worker, calling it off.
 */
export const completeFollowUp = defineCommand({
  name: 'completeFollowUp',
  input: z.object({ ...followUpTarget, seen: seenSchema }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const followUp = yield* readRecord('followUp', args.caseFileId, args.followUpId);
    if (!followUp) return missingFollowUp;
    const own = { by: context.actorId, at: context.at };
    const completed: FollowUp = { ...followUp, completedAt: own.at, completedBy: own.by, cancelReason: null };
    if (!followUp.completedAt) {
      const told = changersTold(args, followUp, args.seen, context);
      return accepted([followUpWrite(args, completed), ...told], [followUpLine(args, 'followUp.completed')]);
    }
    const stands = endedBy(followUp, context);
    if (followUp.cancelReason) {
      const loss = { values: { reason: followUp.cancelReason }, ownAt: stands.byAt };
      const told = { cause: 'completedMeanwhile' as const, ...loss, byId: own.by, byAt: own.at };
      const writes = stands.byId === own.by ? [] : [tellAbout(args, stands.byId, told, context)];
      return accepted([followUpWrite(args, completed), ...writes], [followUpLine(args, 'followUp.completed')]);
    }
    const others = followUp.alsoCompleted ?? [];
    if ([stands.byId, ...others.map(({ by }) => by)].includes(own.by)) return accepted([], []);
    // Two did it, perhaps without the centre between them: the first is named, the journal has both.
    const line = followUpLine(args, 'followUp.alsoCompleted');
    const told = onlyTold(args, line, { cause: 'alsoEnded', values: {}, ...stands }, alsoCompleted, context);
    const beside = followUpWrite(args, { ...followUp, alsoCompleted: [...others, own] });
    return { ...told, writes: [beside, ...told.writes] };
  },
  *inverse({ caseFileId, followUpId }, context) {
    return { name: 'reopenFollowUp', args: { caseFileId, followUpId, by: context.actorId } };
  },
  label: () => 'Wiedervorlage erledigt',
});

/** Takes back that somebody (`by`) ended a follow-up; when others completed it, too, it stays completed. */
export const reopenFollowUp = defineCommand({
  name: 'reopenFollowUp',
  input: z.object({ ...followUpTarget, by: idSchema.optional() }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args) {
    const followUp = yield* readRecord('followUp', args.caseFileId, args.followUpId);
    if (!followUp) return missingFollowUp;
    if (!followUp.completedAt) return accepted([], []);
    const by = args.by ?? followUp.completedBy;
    const [next, ...rest] = (followUp.alsoCompleted ?? []).filter((other) => other.by !== by);
    const line = [followUpLine(args, next ? 'followUp.completionTakenBack' : 'followUp.reopened')];
    if (followUp.completedBy !== by) {
      // Hers stood only beside the one that counts.
      const alsoCompleted = next ? [next, ...rest] : [];
      return accepted(
        [followUpWrite(args, { ...followUp, alsoCompleted })],
        [followUpLine(args, 'followUp.completionTakenBack')],
      );
    }
    const ended = { completedAt: next?.at ?? null, completedBy: next?.by ?? null, cancelReason: null };
    return accepted([followUpWrite(args, { ...followUp, ...ended, alsoCompleted: rest })], line);
  },
  label: () => 'Wiedervorlage wieder offen',
});
