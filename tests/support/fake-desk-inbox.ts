import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { absentWorker, now, ownWorker, teamInboxId } from './fake-desk-data.ts';
import { documents, inboxItems } from './fake-desk-fill.ts';
import { inboxBatchHandlers } from './fake-desk-batches.ts';
import { caseOf, type Done, documentOf, find } from './fake-desk-work.ts';

type Filer = {
  done: Done;
  addFiled: (caseFileId: Id, ownerId: Id, filing: Parameters<DeskHandlers['inbox']['file']>[0]['filing']) => Id;
  isOffline: () => boolean;
};

/** The Postkörbe of the fake desk. */
export function inboxHandlers({ done, addFiled, isOffline }: Filer): DeskHandlers['inbox'] {
  const itemOf = (id: Id) => find(inboxItems, (row) => row.itemId === id);
  return {
    overview: () => ({
      inboxes: (
        [
          [ownWorker.inboxId, 'Postkorb', 'own', ownWorker.id],
          [teamInboxId, 'Team Husum 2', 'team', ownWorker.teamId],
          [absentWorker.inboxId, 'Jensen, Jörg', 'substituted', absentWorker.id],
        ] as const
      ).map(([inboxId, name, kind, ownerId]) => {
        const items = inboxItems.filter((item) => item.inboxId === inboxId);
        const openCount = items.filter((item) => item.state === 'open').length;
        const substitutedFor = kind === 'substituted' ? name : null;
        return { inboxId, name, kind, ownerId, substitutedFor, openCount, doneTodayCount: items.length - openCount };
      }),
    }),
    list: ({ inboxId, show }) => ({
      rows: inboxItems
        .filter((item) => item.inboxId === inboxId && (item.state === 'open') === (show === 'open'))
        .toSorted((a, b) => a.deliveredAt.localeCompare(b.deliveredAt)),
    }),
    item: ({ itemId }) => itemOf(itemId),
    file: ({ itemId, inboxId, caseFileId, filing }) => {
      const item = itemOf(itemId);
      if (item.state !== 'open') throw new AppError('conflict', 'Dieses Schreiben wurde bereits abgelegt.');
      const caseFile = caseOf(caseFileId);
      const documentId = addFiled(caseFileId, itemId, filing);
      Object.assign(item, {
        state: 'filed',
        doneAt: now(),
        doneByName: 'Petersen, Anna',
        filedTo: { caseFileId, caseTitle: caseFile.title, documentId },
        isPending: isOffline(),
      });
      return done(
        `„${filing.title}“ in die Akte ${caseFile.title} abgelegt`,
        { caseFileIds: [caseFileId], inboxIds: [inboxId] },
        () => {
          documents.splice(documents.indexOf(documentOf(documentId)), 1);
          Object.assign(item, { state: 'open', doneAt: null, doneByName: null, filedTo: null, isPending: false });
        },
      );
    },
    forward: ({ itemId, inboxId, targetInboxId, remark }) => {
      const item = itemOf(itemId);
      Object.assign(item, { inboxId: targetInboxId, remark, forwardedByName: 'Petersen, Anna', source: 'forwarded' });
      return done(`„${item.title}“ weitergeleitet`, { inboxIds: [inboxId, targetInboxId] }, () =>
        Object.assign(item, { inboxId }),
      );
    },
    ...inboxBatchHandlers(inboxItems, done),
  };
}
