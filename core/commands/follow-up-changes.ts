import { z } from 'zod';
import { idSchema } from '../domain/ids.ts';
import { daySchema, germanDay } from '../domain/moments.ts';
import { houseScopeId } from '../domain/standing-ids.ts';
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
import { accepted, defineCommand, readRecord, refused } from './rule.ts';

const ended = (followUp: FollowUp) => (followUp.cancelReason ? 'aufgehoben' : 'erledigt');

/**
 * Gives a follow-up another day. Of two days given at the same time the earlier stands, the later is kept beside it and its author told.
 * On one that has ended nothing is changed: she is told and can set a new one for that day.
 */
export const rescheduleFollowUp = defineCommand({
  name: 'rescheduleFollowUp',
  input: z.object({ ...followUpTarget, before: daySchema, dueOn: daySchema }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { before, dueOn } = args;
    const followUp = yield* readRecord('followUp', args.caseFileId, args.followUpId);
    if (!followUp) return missingFollowUp;
    if (followUp.completedAt) {
      const line = followUpLine(args, 'followUp.rescheduledAfterEnd', `auf ${germanDay(dueOn)}`);
      const told = { cause: 'endedMeanwhile' as const, values: { dueOn }, ...endedBy(followUp, context) };
      const message = `Diese Wiedervorlage war schon ${ended(followUp)}. In der Klärung können Sie eine neue setzen.`;
      return onlyTold(args, line, told, message, context);
    }
    const standing = followUp.dueOn;
    if (dueOn === standing) return accepted([], []);
    const own = { rescheduledBy: context.actorId, rescheduledAt: context.at };
    const days = `vom ${germanDay(standing)} auf ${germanDay(dueOn)}`;
    if (before === standing) {
      const body = { ...followUp, dueOn, ...own, laterDueOn: null };
      return accepted([followUpWrite(args, body)], [followUpLine(args, 'followUp.rescheduled', days)]);
    }
    const other = {
      byId: followUp.rescheduledBy ?? followUp.createdBy,
      byAt: followUp.rescheduledAt ?? followUp.createdAt,
    };
    if (dueOn > standing) {
      const line = followUpLine(args, 'followUp.alsoRescheduled', `auf ${germanDay(dueOn)}`);
      const message = `Inzwischen steht der ${germanDay(standing)} fest. Der frühere Tag gilt, Ihrer ist vermerkt.`;
      const told = onlyTold(args, line, { cause: 'rescheduled', values: { dueOn }, ...other }, message, context);
      const laterDueOn = { dueOn, by: context.actorId, at: context.at };
      return { ...told, writes: [followUpWrite(args, { ...followUp, laterDueOn }), ...told.writes] };
    }
    const laterDueOn = { dueOn: standing, by: other.byId, at: other.byAt };
    const loss = { values: { dueOn: standing }, ownAt: other.byAt, byId: context.actorId, byAt: context.at };
    const isOwn = other.byId === context.actorId;
    const told = isOwn ? [] : [tellAbout(args, other.byId, { cause: 'rescheduled', ...loss }, context)];
    return accepted(
      [followUpWrite(args, { ...followUp, dueOn, ...own, laterDueOn }), ...told],
      [followUpLine(args, 'followUp.rescheduled', days)],
    );
  },
  *inverse({ caseFileId, followUpId, dueOn }) {
    const followUp = yield* readRecord('followUp', caseFileId, followUpId);
    if (!followUp || followUp.completedAt || followUp.dueOn === dueOn) return null;
    return { name: 'rescheduleFollowUp', args: { caseFileId, followUpId, before: dueOn, dueOn: followUp.dueOn } };
  },
  label: (args) => `Wiedervorlage verlegt auf ${germanDay(args.dueOn)}`,
});

/** Calls a follow-up off with a reason. Completing beats it: what is done stays done, and the reason stands in the journal. */
export const cancelFollowUp = defineCommand({
  name: 'cancelFollowUp',
  input: z.object({
    ...followUpTarget,
    reason: z.string().trim().min(1, 'Bitte einen Grund angeben.').max(500),
    seen: seenSchema,
  }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { reason } = args;
    const followUp = yield* readRecord('followUp', args.caseFileId, args.followUpId);
    if (!followUp) return missingFollowUp;
    if (followUp.completedAt) {
      if (followUp.cancelReason === reason && followUp.completedBy === context.actorId) return accepted([], []);
      const line = followUpLine(args, 'followUp.alsoCancelled', reason);
      const cause = followUp.cancelReason ? ('alsoEnded' as const) : ('completedMeanwhile' as const);
      const message = `Diese Wiedervorlage war schon ${ended(followUp)}. Ihr Grund steht im Protokoll der Akte.`;
      return onlyTold(args, line, { cause, values: { reason }, ...endedBy(followUp, context) }, message, context);
    }
    const body = { ...followUp, completedAt: context.at, completedBy: context.actorId, cancelReason: reason };
    return accepted(
      [followUpWrite(args, body), ...changersTold(args, followUp, args.seen, context)],
      [followUpLine(args, 'followUp.cancelled', reason)],
    );
  },
  *inverse({ caseFileId, followUpId }, context) {
    return { name: 'reopenFollowUp', args: { caseFileId, followUpId, by: context.actorId } };
  },
  label: () => 'Wiedervorlage aufgehoben',
});

/** Gives a follow-up to somebody; null: to whoever is responsible for the file. Of two at the same time the last stands. */
export const assignFollowUp = defineCommand({
  name: 'assignFollowUp',
  input: z.object({ ...followUpTarget, before: idSchema.nullable(), workerId: idSchema.nullable() }),
  mode: 'offline-safe',
  needs: writeCase,
  *decide(args, context) {
    const { before, workerId } = args;
    const followUp = yield* readRecord('followUp', args.caseFileId, args.followUpId);
    if (!followUp) return missingFollowUp;
    const worker = workerId ? yield* readRecord('worker', houseScopeId, workerId) : null;
    if (workerId && !worker?.isActive) return refused('invalid', 'Diese Person gibt es im Haus nicht.');
    const name = worker ? `an ${worker.familyName}, ${worker.givenName}` : 'an die zuständige Person';
    const values = { workerId: workerId ?? '' };
    if (followUp.completedAt) {
      const line = followUpLine(args, 'followUp.assignedAfterEnd', name);
      const told = { cause: 'endedMeanwhile' as const, values, ...endedBy(followUp, context) };
      return onlyTold(args, line, told, `Diese Wiedervorlage war schon ${ended(followUp)}.`, context);
    }
    const standing = followUp.workerId ?? null;
    if (standing === workerId) return accepted([], []);
    const body = { ...followUp, workerId, assignedBy: context.actorId, assignedAt: context.at };
    const { assignedBy, assignedAt } = followUp;
    const isUnseen = before !== standing && assignedBy && assignedAt && assignedBy !== context.actorId;
    const loss = { values: { workerId: standing ?? '' }, byId: context.actorId, byAt: context.at };
    const told = isUnseen
      ? [tellAbout(args, assignedBy, { cause: 'assigned', ...loss, ownAt: assignedAt }, context)]
      : [];
    return accepted([followUpWrite(args, body), ...told], [followUpLine(args, 'followUp.assigned', name)]);
  },
  *inverse({ caseFileId, followUpId, workerId }) {
    const followUp = yield* readRecord('followUp', caseFileId, followUpId);
    if (!followUp || followUp.completedAt) return null;
    const standing = followUp.workerId ?? null;
    if (standing === workerId) return null;
    return { name: 'assignFollowUp', args: { caseFileId, followUpId, before: workerId, workerId: standing } };
  },
  label: () => 'Wiedervorlage übergeben',
});
