import type { Shape } from '../../core/contract/desk.ts';
import type { openPoints } from '../../core/contract/case-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { listFollowUps } from '../../db/queries/follow-ups.ts';
import { listOpenLateWork } from '../../db/queries/late-work.ts';
import { listLettersFor } from '../../db/queries/letters-for-case.ts';
import { openClarifications } from '../clarifications/handlers.ts';
import { type OpenDesk, viewerOf } from '../context.ts';

/** What is not done in a case file: follow-ups, letters proposed for it, points of "Klärung" and late work nobody has decided on. */
export function caseOpenPoints(desk: OpenDesk, caseFileId: Id): Shape<typeof openPoints> {
  const { db } = desk.store;
  const viewer = viewerOf(desk);
  const followUps = listFollowUps(db, viewer, 'open', caseFileId);
  const own = openClarifications(desk).filter((row) => row.caseFileId === caseFileId);
  const shown = new Set(own.map(({ clarificationId }) => clarificationId));
  const others = listOpenLateWork(db, viewer).filter(({ id, placeId }) => placeId === caseFileId && !shown.has(id));
  const clarifications = [
    ...own.map(({ label, at }) => ({ label, at })),
    ...others.map(({ label, atDesk }) => ({ label, at: atDesk })),
  ];
  return {
    followUps: followUps.map(({ subject, dueOn }) => ({ subject, dueOn })),
    letters: listLettersFor(db, viewer, caseFileId),
    clarifications: clarifications.sort((left, right) => (left.at < right.at ? -1 : 1)),
  };
}
