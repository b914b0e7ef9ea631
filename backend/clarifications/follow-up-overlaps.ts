import type { Id } from '../../core/domain/ids.ts';
import { germanDay } from '../../core/domain/moments.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { workerNames } from '../../db/queries/names.ts';
import type { Overlap } from '../../db/queries/overlaps.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type OpenDesk, perform } from '../context.ts';
import { contentWords } from './content-words.ts';
import { type OverlapWords, whenByOther, whoHas } from './overlap-words.ts';

type FollowUp = BodyOf<'followUp'>;

/** What she did about a follow-up and what does not stand, because somebody else ended or changed it at the same time. */
export function followUpOverlap(desk: OpenDesk, overlap: Overlap): OverlapWords {
  const { caseFileId, targetId, values } = overlap;
  const { db } = desk.store;
  const isReadable = mayInScope(db, caseFileId, 'read', desk.now());
  const followUp = isReadable ? readRecord(db, 'followUp', caseFileId, targetId) : null;
  const { workerId, ...rest } = values;
  const name = workerId ? workerNames(db)(workerId as Id) : 'die zuständige Person';
  const assigned = workerId === undefined ? [] : [{ field: 'Zu erledigen von', value: name }];
  return {
    label: labelOf(overlap),
    message: messageOf(desk, overlap, followUp),
    content: [...contentWords(db, rest), ...assigned],
    change: followUp && mayInScope(db, caseFileId, 'write', desk.now()) ? changeOf(desk, overlap, followUp) : null,
  };
}

function labelOf({ cause, values }: Overlap): string {
  if (values.reason !== undefined) return 'Wiedervorlage aufgehoben';
  if (cause === 'alsoEnded') return 'Wiedervorlage erledigt';
  return values.dueOn === undefined ? 'Wiedervorlage übergeben' : 'Wiedervorlage verlegt';
}

function messageOf(desk: OpenDesk, overlap: Overlap, followUp: FollowUp | null): string {
  const { cause, values } = overlap;
  const [who, when] = [whoHas(desk, overlap), whenByOther(desk, overlap)];
  const what = followUp ? `die Wiedervorlage „${followUp.subject}“` : 'eine Wiedervorlage';
  const ended = followUp?.cancelReason ? 'aufgehoben' : 'erledigt';
  switch (cause) {
    case 'alsoEnded':
      return `${who} ${what} ${when} schon ${ended}. Dass auch Sie es getan haben, steht im Protokoll der Akte.`;
    case 'completedMeanwhile':
      return `${who} ${what} ${when} erledigt. Sie gilt als erledigt, Ihr Grund für das Aufheben steht im Protokoll der Akte.`;
    case 'rescheduled':
      return `${who} ${what} zur gleichen Zeit auf einen früheren Tag verlegt. Der frühere Tag gilt.`;
    case 'assigned':
      return `${who} ${what} ${when} anders übergeben, ohne Ihre Übergabe zu kennen.`;
    default: {
      const lost = values.dueOn === undefined ? 'Die Übergabe' : 'Der neue Tag';
      return `${who} ${what} ${when} ${ended}. ${lost} von Ihnen gilt nicht.`;
    }
  }
}

/** The one action that brings in what she had given. */
function changeOf(desk: OpenDesk, overlap: Overlap, followUp: FollowUp): OverlapWords['change'] {
  const { caseFileId, targetId: followUpId, cause, values } = overlap;
  const dueOn = values.dueOn;
  const isOpen = followUp.completedAt === null;
  if (dueOn !== undefined && cause === 'endedMeanwhile' && !isOpen) {
    const { documentId, subject } = followUp;
    const args = { caseFileId, followUpId: desk.newId(), documentId, subject, dueOn };
    const label = `Neue Wiedervorlage zum ${germanDay(dueOn)}`;
    return { action: 'newFollowUp', label, run: () => perform(desk, 'createFollowUp', args) };
  }
  if (!isOpen) return null;
  if (dueOn !== undefined && dueOn !== followUp.dueOn) {
    const args = { caseFileId, followUpId, before: followUp.dueOn, dueOn };
    const label = `Auf ${germanDay(dueOn)} verlegen`;
    return { action: 'useOwn', label, run: () => perform(desk, 'rescheduleFollowUp', args) };
  }
  const workerId = (values.workerId || null) as Id | null;
  if (values.workerId === undefined || workerId === (followUp.workerId ?? null)) return null;
  const args = { caseFileId, followUpId, before: followUp.workerId ?? null, workerId };
  return { action: 'useOwn', label: 'Wie von mir übergeben', run: () => perform(desk, 'assignFollowUp', args) };
}
