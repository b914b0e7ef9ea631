import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { cases, newId, now, ownWorker, workers } from './fake-desk-data.ts';
import { documents, followUps, notes, substitutions } from './fake-desk-fill.ts';

type CommandResult = Awaited<ReturnType<DeskHandlers['notes']['add']>>;
export type Done = (
  label: string,
  changed: { caseFileIds?: Id[]; inboxIds?: Id[] },
  undo?: () => void,
) => CommandResult;

/** The first row that matches, or the error the real desk gives. */
export function find<Row>(rows: Row[], matches: (row: Row) => boolean): Row {
  const row = rows.find(matches);
  if (!row) throw new AppError('not_found', 'Das gibt es hier nicht mehr.');
  return row;
}
export const caseOf = (id: Id) => find(cases, (row) => row.caseFileId === id);
export const documentOf = (id: Id) => find(documents, (row) => row.documentId === id);

/** Notes, follow-ups and substitutions of the fake desk. */
export function workHandlers(
  done: Done,
  isOffline: () => boolean,
  substitutionsChanged: () => void,
): Pick<DeskHandlers, 'notes' | 'followUps' | 'substitutions'> {
  return {
    notes: {
      list: ({ caseFileId }) => ({
        rows: notes
          .filter((note) => note.caseFileId === caseFileId)
          .toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned) || b.createdAt.localeCompare(a.createdAt)),
      }),
      add: ({ caseFileId, documentId, text, isPinned, isPhoneCall }) => {
        const note = {
          caseFileId,
          noteId: newId(),
          documentId,
          documentTitle: documentId && documentOf(documentId).title,
          text,
          isPinned,
          isPhoneCall,
          writtenAfterClosing: false,
          createdAt: now(),
          createdByName: 'Petersen, Anna',
          isOwn: true,
          siblingIds: [],
          revisionCount: 1,
          earlier: [],
          isPending: isOffline(),
        };
        notes.push(note);
        return done('Vermerk geschrieben', { caseFileIds: [caseFileId] }, () => notes.splice(notes.indexOf(note), 1));
      },
      revise: ({ caseFileId, replaces, text, isPinned }) => {
        const note = find(notes, ({ noteId }) => replaces.includes(noteId));
        Object.assign(note, { text, isPinned, revisionCount: note.revisionCount + 1 });
        return done('Vermerk geändert', { caseFileIds: [caseFileId] });
      },
      retract: ({ caseFileId, noteId }) => {
        notes.splice(notes.indexOf(find(notes, (note) => note.noteId === noteId)), 1);
        return done('Vermerk zurückgezogen', { caseFileIds: [caseFileId] });
      },
    },
    followUps: {
      list: ({ which, caseFileId }) => ({
        rows: followUps.filter(
          (row) =>
            (caseFileId === null || row.caseFileId === caseFileId) &&
            (which === 'completed') === (row.completedAt !== null) &&
            (which !== 'due' || row.dueOn <= now().slice(0, 10)),
        ),
      }),
      create: ({ caseFileId, documentId, dueOn, subject }) => {
        const { title, fileNumber } = caseOf(caseFileId);
        const row = {
          followUpId: newId(),
          caseFileId,
          caseTitle: title,
          fileNumber,
          documentId,
          documentTitle: null,
          dueOn,
          subject,
          createdAt: now(),
          createdByName: 'Petersen, Anna',
          completedAt: null,
          completedByName: null,
          cancelReason: null,
          workerId: null,
          workerName: null,
          laterDueOn: null,
          closedFile: null,
          hasNewPostSince: false,
          isPending: false,
        };
        followUps.push(row);
        return done('Wiedervorlage gesetzt', { caseFileIds: [caseFileId] }, () =>
          followUps.splice(followUps.indexOf(row), 1),
        );
      },
      workers: () => ({
        rows: [{ workerId: ownWorker.id, name: 'Petersen, Anna', isResponsible: true }],
      }),
      reschedule: ({ caseFileId, followUpId, before, dueOn }) => {
        const row = find(followUps, (candidate) => candidate.followUpId === followUpId);
        Object.assign(row, { dueOn });
        return done('Wiedervorlage verlegt', { caseFileIds: [caseFileId] }, () =>
          Object.assign(row, { dueOn: before }),
        );
      },
      cancel: ({ caseFileId, followUpId, reason }) => {
        const row = find(followUps, (candidate) => candidate.followUpId === followUpId);
        Object.assign(row, { completedAt: now(), completedByName: 'Petersen, Anna', cancelReason: reason });
        return done('Wiedervorlage aufgehoben', { caseFileIds: [caseFileId] }, () =>
          Object.assign(row, { completedAt: null, completedByName: null, cancelReason: null }),
        );
      },
      assign: ({ caseFileId, followUpId, workerId }) => {
        const row = find(followUps, (candidate) => candidate.followUpId === followUpId);
        Object.assign(row, { workerId, workerName: workerId === null ? null : 'Petersen, Anna' });
        return done('Wiedervorlage übergeben', { caseFileIds: [caseFileId] });
      },
      complete: ({ caseFileId, followUpId }) => {
        const row = find(followUps, (candidate) => candidate.followUpId === followUpId);
        Object.assign(row, { completedAt: now(), completedByName: 'Petersen, Anna' });
        return done('Wiedervorlage erledigt', { caseFileIds: [caseFileId] }, () =>
          Object.assign(row, { completedAt: null, completedByName: null }),
        );
      },
    },
    substitutions: {
      list: () => ({ rows: substitutions }),
      start: ({ absentWorkerId, substituteWorkerId, reason, from, to }) => {
        const name = (id: Id) =>
          workers
            .filter((worker) => worker.id === id)
            .map((worker) => `${worker.familyName}, ${worker.givenName}`)[0] ?? '';
        const isOwn = absentWorkerId === ownWorker.id;
        substitutions.push({
          substitutionId: newId(),
          absentWorkerId,
          absentName: name(absentWorkerId),
          substituteWorkerId,
          substituteName: name(substituteWorkerId),
          kind: isOwn ? 'handOver' : 'takeOver',
          setByName: null,
          reason,
          from,
          to,
          endedAt: null,
          state: from > now() ? 'planned' : 'running',
          role: isOwn ? 'absent' : 'substitute',
          mayEnd: true,
          inboxId: null,
          openInboxCount: null,
          throughName: null,
          isPending: isOffline(),
        });
        substitutionsChanged();
        return done('Vertretung eingerichtet', {});
      },
      end: ({ substitutionId }) => {
        Object.assign(
          find(substitutions, (row) => row.substitutionId === substitutionId),
          { state: 'ended', endedAt: now(), mayEnd: false },
        );
        substitutionsChanged();
        return done('Vertretung beendet', {});
      },
    },
  };
}
