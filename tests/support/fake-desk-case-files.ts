import type { DeskHandlers } from '../../core/contract/desk.ts';
import { normaliseFileNumber } from '../../core/domain/file-number.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type CaseRow, cases, directory, newId, now, ownWorker } from './fake-desk-data.ts';
import { documents, followUps, notes } from './fake-desk-fill.ts';
import { caseOf, type Done } from './fake-desk-work.ts';

/** The case files of the fake desk. */
export function caseFileHandlers(done: Done): DeskHandlers['caseFiles'] {
  const turned = (caseFileId: Id, state: CaseRow['state'], reason: string) => {
    const stateChange = { at: now(), byName: ownWorker.familyName, reason };
    Object.assign(caseOf(caseFileId), { state, stateChange, stateChangeId: newId() });
    return done(state === 'closed' ? 'Akte geschlossen' : 'Akte wieder geöffnet', { caseFileIds: [caseFileId] });
  };
  return {
    list: ({ which, filter }) => ({
      rows: cases.filter((row: CaseRow) => {
        if (filter && !`${row.title} ${row.fileNumber}`.toLowerCase().includes(filter.toLowerCase())) return false;
        if (which === 'mine') return row.workerId === ownWorker.id;
        if (which === 'substituted') return row.substitutedFor !== null;
        if (which === 'recent') return row.lastOpenedAt !== null;
        return which === 'pinned' ? row.isPinned : true;
      }),
    }),
    byFileNumber: ({ fileNumber }) => cases.find((row) => row.fileNumber === normaliseFileNumber(fileNumber)) ?? null,
    standing: ({ caseFileId }) => {
      const { state, stateChange, stateChangeId } = caseOf(caseFileId);
      const { at: since, byName } = stateChange ?? { at: null, byName: null };
      return { closed: state === 'closed' ? { since, byName } : null, stateChangeId, mayTurn: true };
    },
    cover: ({ caseFileId }) => {
      const own = documents.filter((document) => document.caseFileId === caseFileId);
      const open = followUps.filter((row) => row.caseFileId === caseFileId && row.completedAt === null);
      return {
        ...caseOf(caseFileId),
        openFollowUps: open.length,
        followUps: open,
        pinnedNotes: notes.filter((note) => note.caseFileId === caseFileId && note.isPinned),
        documentCount: own.length,
        onDesk: { documents: own.length, withContent: own.length, missing: [], shortage: null },
        registers: directory.registers.map((register) => {
          const keywords = directory.keywords
            .filter((keyword) => keyword.registerId === register.id)
            .map(({ id }) => ({ keywordId: id, count: own.filter((row) => row.keywordIds.includes(id)).length }));
          return { registerId: register.id, count: keywords.reduce((sum, { count }) => sum + count, 0), keywords };
        }),
      };
    },
    open: ({ caseFileId }) => {
      const caseFile = caseOf(caseFileId);
      const previousSeenAt = caseFile.lastOpenedAt;
      caseFile.lastOpenedAt = now();
      return { previousSeenAt };
    },
    changeCover: ({ caseFileId, after }) => {
      const { title } = after.caseFile;
      if (title !== undefined) Object.assign(caseOf(caseFileId), { title });
      return done('Aktendeckel geändert', { caseFileIds: [caseFileId] });
    },
    close: ({ caseFileId, reason }) => turned(caseFileId, 'closed', reason),
    reopen: ({ caseFileId, reason }) => turned(caseFileId, 'running', reason),
    openPoints: ({ caseFileId }) => ({
      followUps: followUps.filter((row) => row.caseFileId === caseFileId && row.completedAt === null),
      ...{ letters: [], clarifications: [] },
    }),
    coverHistory: () => ({ rows: [] }),
    takeAlong: ({ caseFileIds }) => {
      const added = caseFileIds.map(caseOf).filter((row) => !row.isPinned);
      for (const row of added) Object.assign(row, { isPinned: true, documentsHere: row.documentCount });
      done('Akten mitgenommen', { caseFileIds });
      return { added: added.length };
    },
    pin: ({ caseFileId, isPinned }) => {
      const row = caseOf(caseFileId);
      Object.assign(row, { isPinned, documentsHere: isPinned ? row.documentCount : null });
      return done(isPinned ? 'Akte mitgenommen' : 'Akte nicht mehr mitgenommen', { caseFileIds: [caseFileId] });
    },
  };
}
