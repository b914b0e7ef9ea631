import { type Id, idSchema } from '../domain/ids.ts';
import { daySchema } from '../domain/moments.ts';
import type { BodyOf } from '../domain/records.ts';
import { z } from 'zod';
import { overlapWrite } from './overlaps.ts';
import { accepted, type Accepted, type JournalLine, type RecordWrite, type RuleContext, refused } from './rule.ts';

// What the commands of a follow-up (Wiedervorlage) share.

export type FollowUp = BodyOf<'followUp'>;
export type FollowUpRef = { caseFileId: Id; followUpId: Id };

export const followUpTarget = { caseFileId: idSchema, followUpId: idSchema };
export const writeCase = (args: { caseFileId: Id }) => [{ scopeId: args.caseFileId, level: 'write' as const }];
export const missingFollowUp = refused('notFound', 'Diese Wiedervorlage gibt es nicht mehr.');

/** Day and worker as she saw them when she ended it: what was changed unseen is told to whoever changed it. */
export const seenSchema = z.object({ dueOn: daySchema, workerId: idSchema.nullable() }).optional();
type Seen = z.infer<typeof seenSchema>;

export function followUpWrite({ caseFileId, followUpId }: FollowUpRef, body: FollowUp): RecordWrite {
  return { kind: 'followUp', id: followUpId, scopeId: caseFileId, body };
}

export function followUpLine({ caseFileId, followUpId }: FollowUpRef, action: string, reason?: string): JournalLine {
  const line = { scopeId: caseFileId, action, targetKind: 'followUp' as const, targetId: followUpId };
  return reason ? { ...line, reason } : line;
}

type Told = Pick<BodyOf<'overlap'>, 'cause' | 'values' | 'ownAt' | 'byId' | 'byAt'>;

export function tellAbout(
  { caseFileId, followUpId }: FollowUpRef,
  workerId: Id,
  told: Told,
  context: RuleContext,
): RecordWrite {
  return overlapWrite(workerId, { ...told, caseFileId, targetId: followUpId }, context);
}

/** Whoever ended it, or set what stands. */
export const endedBy = (followUp: FollowUp, context: RuleContext) => ({
  byId: followUp.completedBy ?? context.actorId,
  byAt: followUp.completedAt ?? context.at,
});

/** Hers came second and changes nothing: it stands in the journal, and she is told. */
export function onlyTold(
  args: FollowUpRef,
  line: JournalLine,
  told: Omit<Told, 'ownAt'>,
  message: string,
  context: RuleContext,
): Accepted {
  const writes = [tellAbout(args, context.actorId, { ...told, ownAt: context.at }, context)];
  return accepted(writes, [line], { hints: [{ code: 'alreadyDone', message }] });
}

/** Ends beats change: those who set day or worker unseen are told that it has ended. */
export function changersTold(args: FollowUpRef, followUp: FollowUp, seen: Seen, context: RuleContext): RecordWrite[] {
  if (!seen) return [];
  const losses = new Map<Id, { values: Record<string, string>; ownAt: string }>();
  const lose = (workerId: Id | null | undefined, at: string | null | undefined, field: string, value: string) => {
    if (!workerId || !at || workerId === context.actorId) return;
    losses.set(workerId, { values: { ...losses.get(workerId)?.values, [field]: value }, ownAt: at });
  };
  const { dueOn, workerId, rescheduledBy, rescheduledAt, assignedBy, assignedAt } = followUp;
  if (dueOn !== seen.dueOn) lose(rescheduledBy, rescheduledAt, 'dueOn', dueOn);
  if ((workerId ?? null) !== seen.workerId) lose(assignedBy, assignedAt, 'workerId', workerId ?? '');
  const stands = { cause: 'endedMeanwhile' as const, byId: context.actorId, byAt: context.at };
  return [...losses].map(([id, loss]) => tellAbout(args, id, { ...stands, ...loss }, context));
}
