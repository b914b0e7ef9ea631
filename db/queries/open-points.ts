import type { Role } from '../../core/domain/levels.ts';
import { countClarifications } from '../clarifications.ts';
import type { ReadableDb } from '../sql.ts';
import { listLateWorkToDecide, listOwnLateWork } from './late-work.ts';
import { listNoteVersions } from './note-versions.ts';
import { listOverlaps } from './overlaps.ts';
import type { Viewer } from './viewer.ts';

/** How many points of "Klärung" wait for the viewer herself; her own late work counts once somebody has decided on it. */
export function countOpenPoints(db: ReadableDb, viewer: Viewer, role: Role): number {
  const settled = listOwnLateWork(db, viewer).filter(({ state }) => state !== 'open').length;
  const toDecide = listLateWorkToDecide(db, viewer, role).length;
  const told = listOverlaps(db, viewer).length + listNoteVersions(db, viewer).length;
  return countClarifications(db) + toDecide + settled + told;
}
