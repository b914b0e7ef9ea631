import { isWithoutFiles } from '../../core/commands/staff.ts';
import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import { dayOf } from '../../core/domain/moments.ts';
import { noteLook } from '../content-access/note-look.ts';
import { readRecord } from '../../db/records.ts';
import { mayInScope } from '../../db/scopes.ts';
import { visitIdOf } from '../../core/domain/standing-ids.ts';
import {
  countByRegister,
  countOnDesk,
  coverFacts,
  lastContact,
  listPersons,
  newSince,
} from '../../db/queries/case-cover.ts';
import { lastStateChange } from '../../db/queries/case-state.ts';
import { findByFileNumber, findCaseFiles, listCaseFiles } from '../../db/queries/case-files.ts';
import { listFollowUps } from '../../db/queries/follow-ups.ts';
import { caseNeeds } from '../../db/queries/needed-documents.ts';
import { workerNames } from '../../db/queries/names.ts';
import { listNotes } from '../../db/queries/notes.ts';
import { shortageOf } from '../../db/queries/take-along.ts';
import { substitutesOf } from '../../db/queries/substitutions.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { actorOf, type Desk } from '../commands/desk.ts';
import { contentLimit, freeBytes } from '../sync/content-room.ts';
import { nearness } from '../sync/blob-queue.ts';
import { type BackendContext, perform, requireReadable, viewerOf } from '../context.ts';
import { readableCoverHistory } from './cover-words.ts';
import { caseOpenPoints } from './open-points.ts';

function shortageHere({ store }: Desk, now: Moment): 'limit' | 'disk' | null {
  const { dueUntil } = nearness(now);
  return shortageOf(store.db, { limit: contentLimit(store), free: freeBytes(store), dueUntil });
}

/** Of the documents that are not here yet, so many are named. */
const mostMissing = 50;

/** Case files: which there are, what their covers say, opening and pinning them. */
export function caseFileHandlers(context: BackendContext): DeskHandlers['caseFiles'] {
  return {
    list: ({ which, filter }) => {
      const desk = context.desk();
      return { rows: listCaseFiles(desk.store.db, viewerOf(desk), which, filter) };
    },
    byFileNumber: ({ fileNumber }) => {
      const desk = context.desk();
      return findByFileNumber(desk.store.db, viewerOf(desk), fileNumber);
    },
    cover: ({ caseFileId }) => {
      const desk = context.desk();
      const { db } = desk.store;
      const viewer = viewerOf(desk);
      requireReadable(desk, caseFileId, 'Akte');
      const [entry] = findCaseFiles(db, viewer, [caseFileId]);
      const facts = coverFacts(db, caseFileId);
      if (!entry || !facts) throw new AppError('not_found', 'Diese Akte wird noch auf dieses Gerät geladen.');
      return {
        ...entry,
        ...facts,
        ...lastStateChange(db, caseFileId),
        mayWrite: mayInScope(db, caseFileId, 'write', viewer.now),
        persons: listPersons(db, caseFileId),
        substituteNames: substitutesOf(db, entry.workerId, viewer.now, workerNames(db)),
        pinnedNotes: listNotes(db, viewer, caseFileId).filter((note) => note.isPinned),
        followUps: listFollowUps(db, viewer, 'open', caseFileId),
        needs: entry.state === 'running' ? caseNeeds(db, caseFileId, entry.kind, dayOf(viewer.now)) : null,
        lastContactAt: lastContact(db, caseFileId),
        newSince: newSince(db, viewer, caseFileId),
        registers: countByRegister(db, caseFileId),
        onDesk: {
          ...countOnDesk(db, caseFileId, mostMissing),
          shortage: entry.isPinned ? shortageHere(desk, viewer.now) : null,
        },
      };
    },
    standing: ({ caseFileId }) => {
      const desk = context.desk();
      const { db } = desk.store;
      const { now } = viewerOf(desk);
      const caseFile = mayInScope(db, caseFileId, 'read', now)
        ? readRecord(db, 'caseFile', caseFileId, caseFileId)
        : null;
      if (!caseFile) return null;
      const { stateChange, stateChangeId } = lastStateChange(db, caseFileId);
      const isClosed = caseFile.state === 'closed';
      return {
        closed: isClosed ? { since: stateChange?.at ?? null, byName: stateChange?.byName ?? null } : null,
        stateChangeId,
        mayTurn: mayInScope(db, caseFileId, 'write', now) && !isWithoutFiles(actorOf(db).role),
      };
    },
    close: (input) => perform(context.desk(), 'closeCaseFile', input),
    reopen: (input) => perform(context.desk(), 'reopenCaseFile', input),
    openPoints: ({ caseFileId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      return caseOpenPoints(desk, caseFileId);
    },
    changeCover: (input) => perform(context.desk(), 'changeCover', input),
    coverHistory: ({ caseFileId }) => {
      const desk = context.desk();
      requireReadable(desk, caseFileId, 'Akte');
      return { rows: readableCoverHistory(desk.store.db, caseFileId) };
    },
    open: ({ caseFileId, reason }) => {
      const desk = context.desk();
      const { workerId } = viewerOf(desk);
      requireReadable(desk, caseFileId, 'Akte');
      noteLook(desk, { action: 'opened', scopeId: caseFileId, targetId: caseFileId });
      perform(desk, 'openCaseFile', { workerId, caseFileId, reason });
      const visit = readRecord(desk.store.db, 'visit', workerId, visitIdOf(workerId, caseFileId));
      return { previousSeenAt: visit?.previousSeenAt ?? null };
    },
    pin: ({ caseFileId, isPinned }) => {
      const desk = context.desk();
      return perform(desk, 'pinCaseFile', { workerId: viewerOf(desk).workerId, caseFileId, isPinned });
    },
    takeAlong: ({ caseFileIds }) => {
      const desk = context.desk();
      const viewer = viewerOf(desk);
      const added = findCaseFiles(desk.store.db, viewer, caseFileIds).filter((entry) => !entry.isPinned);
      for (const { caseFileId } of added) {
        perform(desk, 'pinCaseFile', { workerId: viewer.workerId, caseFileId, isPinned: true });
      }
      return { added: added.length };
    },
  };
}
