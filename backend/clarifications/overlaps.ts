import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { caseFileHead } from '../../db/queries/case-files.ts';
import { listOverlaps, type Overlap } from '../../db/queries/overlaps.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type OpenDesk, perform, viewerOf } from '../context.ts';
import type { Action, ActionName } from './actions.ts';
import { coverOverlap } from './cover-overlaps.ts';
import { documentOverlap } from './document-overlaps.ts';
import { followUpOverlap } from './follow-up-overlaps.ts';
import { noteOverlap } from './note-overlaps.ts';
import { type OverlapWords, whenByOther, whoHas } from './overlap-words.ts';

/** What the worker did at the same time as somebody else and what does not stand, until she has seen it or puts it in. */
export function ownOverlaps(desk: OpenDesk) {
  const viewer = viewerOf(desk);
  return listOverlaps(desk.store.db, viewer).map((overlap) => {
    const { caseFileId } = overlap;
    const isReadable = mayInScope(desk.store.db, caseFileId, 'read', viewer.now);
    const head = isReadable ? caseFileHead(desk.store.db, caseFileId) : null;
    const { label, message, content, change } = wordsOf(desk, overlap);
    return {
      clarificationId: overlap.id,
      kind: 'overlap' as const,
      byName: null,
      commandName: overlap.cause,
      label,
      at: overlap.ownAt,
      refusedAt: overlap.byAt,
      code: 'overlap',
      message,
      caseFileId: head ? caseFileId : null,
      caseTitle: head?.title ?? null,
      content,
      actions: change ? [seen, { action: change.action, label: change.label }] : [seen],
    };
  });
}

const seen: Action = { action: 'acknowledge', label: 'Zur Kenntnis genommen' };

function wordsOf(desk: OpenDesk, overlap: Overlap): OverlapWords {
  if (overlap.cause === 'noteRevised') return noteOverlap(desk, overlap);
  if (overlap.cause === 'coverChanged' || overlap.cause === 'coverHeld') return coverOverlap(desk, overlap);
  if (overlap.cause === 'filedAgain' || overlap.cause === 'detailsChanged') return documentOverlap(desk, overlap);
  return followUpCauses.has(overlap.cause) ? followUpOverlap(desk, overlap) : newerOverlap(desk, overlap);
}

const followUpCauses = new Set<string>([
  ...['alsoEnded', 'endedMeanwhile', 'completedMeanwhile', 'rescheduled', 'assigned'],
]);

/** Of a kind that only a newer version of the program knows: her words are shown as they are, and it is left for that one to settle. */
function newerOverlap(desk: OpenDesk, overlap: Overlap): OverlapWords {
  return {
    label: 'Andere Überschneidung',
    message: `${whoHas(desk, overlap)} ${whenByOther(desk, overlap)} etwas geändert, ohne Ihre Änderung zu kennen. Diese Programmversion kennt die Art der Überschneidung nicht. Bitte erledigen Sie sie nach der Aktualisierung des Programms.`,
    content: Object.entries(overlap.values).map(([, value]) => ({ field: 'Ihre Angabe', value })),
    change: null,
  };
}

/** Settles an overlap; false when the id names none. Throws AppError when it cannot be done (any more), and it stays. */
export function settleOverlap(desk: OpenDesk, overlapId: Id, action: ActionName): boolean {
  const overlap = listOverlaps(desk.store.db, viewerOf(desk)).find(({ id }) => id === overlapId);
  if (!overlap) return false;
  const { change } = wordsOf(desk, overlap);
  if (action !== 'acknowledge') {
    if (action !== change?.action) {
      throw new AppError('conflict', 'Das ist inzwischen nicht mehr möglich. Bitte die Ansicht neu öffnen.');
    }
    change.run();
  }
  perform(desk, 'acknowledgeOverlap', { workerId: viewerOf(desk).workerId, overlapId });
  desk.changes.tell('clarifications', {});
  return true;
}
