import type { DeskApi, DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import { normaliseFileNumber } from '../../core/domain/file-number.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Emit } from '../../core/rpc/definition.ts';
import {
  absentWorker,
  type CaseRow,
  cases,
  type DocumentDetail,
  directory,
  newId,
  now,
  ownWorker,
  type SyncState,
  teamInboxId,
  workers,
} from './fake-desk-data.ts';
import { contentHandlers, uploadHandlers } from './fake-desk-content.ts';
import { clarifications, documents, followUps, inboxItems, notes } from './fake-desk-fill.ts';
import { inboxBatchHandlers } from './fake-desk-inbox.ts';
import { caseOf, documentOf, find, workHandlers } from './fake-desk-work.ts';
import { search } from './fake-desk-search.ts';
import { storeHandlers } from './fake-desk-stores.ts';

// A desk in memory for building and looking at the page before or without the real one. Nothing is kept, nothing is checked
// as strictly as the real desk does; tests that prove something use the real desk.

export type FakeDesk = { handlers: DeskHandlers; setOffline(isOffline: boolean): void };
type Options = { emit: Emit<DeskApi>; fachverfahrenOrigin: string | null; autoLogIn: string | null };

export function createFakeDesk({ emit, fachverfahrenOrigin, autoLogIn }: Options): FakeDesk {
  let isLoggedIn = false;
  let waiting = 0;
  let offlineSince: string | null = null;
  let pausedUntil: string | null = null;
  const settings = new Map<string, string>();
  const undos: { commandId: Id; label: string; at: string; undo: () => void }[] = [];

  const clock = (moment: string) =>
    new Date(moment).toLocaleTimeString('de-DE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' });
  const syncState = (): SyncState => ({
    connection: pausedUntil ? 'paused' : offlineSince ? 'offline' : 'connected',
    offlineSince,
    pausedUntil,
    lastSyncedAt: offlineSince ?? now(),
    waitingCommands: waiting,
    waitingBlobs: 0,
    missingBlobs: 0,
    nextTryAt: offlineSince ? new Date(Date.now() + 20_000).toISOString() : null,
    clarifications: clarifications.length,
    words: offlineSince
      ? `Offline seit ${clock(offlineSince)}. Sie können weiterarbeiten, ${waiting} Änderungen warten.`
      : `Abgeglichen ${clock(now())}`,
    problem: null,
  });
  const tellSync = (until: string | null): SyncState => {
    pausedUntil = until;
    emit('sync', 'changed', syncState());
    return syncState();
  };
  const sessionState = () => ({
    state: isLoggedIn ? ('loggedIn' as const) : ('loggedOut' as const),
    worker: isLoggedIn ? ownWorker : null,
    lock: null,
    notice: null,
    isOffline: offlineSince !== null,
    offlineUntil: null,
    firstFetch: null,
  });
  /** Answers a command, remembers how to take it back, and tells what changed. */
  const done = (label: string, changed: { caseFileIds?: Id[]; inboxIds?: Id[] }, undo?: () => void) => {
    const commandId = newId();
    if (offlineSince) waiting += 1;
    const tell = () => {
      if (changed.caseFileIds) emit('caseFiles', 'changed', { caseFileIds: changed.caseFileIds });
      if (changed.inboxIds) emit('inbox', 'changed', { inboxIds: changed.inboxIds });
      emit('undo', 'changed', {});
      emit('sync', 'changed', syncState());
    };
    if (undo) undos.unshift({ commandId, label, at: now(), undo: () => [undo(), tell()] });
    tell();
    return { commandId, label, canUndo: undo !== undefined, hints: [] as [] };
  };
  const itemOf = (id: Id) => find(inboxItems, (row) => row.itemId === id);
  const update = (document: DocumentDetail, part: Partial<DocumentDetail>, label: string) => {
    const before = { ...document };
    Object.assign(document, part);
    return done(label, { caseFileIds: [document.caseFileId] }, () => Object.assign(document, before));
  };
  const { handlers: uploads, addFiled } = uploadHandlers(done);
  const noStation = (): never => {
    throw new AppError('offline', 'Die Scanstelle gibt es nur mit der Zentrale.');
  };
  const noScanner = (): never => {
    throw new AppError('not_found', 'An diesem Arbeitsplatz wird nicht eingescannt.');
  };

  const handlers: DeskHandlers = {
    session: {
      state: sessionState,
      logIn: ({ password }) => {
        if (password !== 'beispiel') throw new AppError('unauthenticated', 'Kennung oder Kennwort stimmen nicht.');
        isLoggedIn = true;
        emit('session', 'changed', sessionState());
        return sessionState();
      },
      logOut: () => {
        isLoggedIn = false;
        emit('session', 'changed', sessionState());
        return sessionState();
      },
    },
    office: { directory: () => directory },
    inbox: {
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
          isPending: offlineSince !== null,
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
    },
    caseFiles: {
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
    },
    caseAccess: {
      list: () => ({ mayRule: false, rows: [] }),
      deny: ({ caseFileId }) => done('Von der Akte ausgeschlossen', { caseFileIds: [caseFileId] }),
      grantAudit: ({ caseFileId }) => done('Einsicht zur Prüfung gegeben', { caseFileIds: [caseFileId] }),
      end: ({ caseFileId }) => done('Regelung zum Zugriff beendet', { caseFileIds: [caseFileId] }),
    },
    documents: {
      list: ({ caseFileId, registerId, keywordId, filter, showRetracted }) => ({
        rows: documents
          .filter((row) => {
            const keywords = directory.keywords.filter((keyword) => row.keywordIds.includes(keyword.id));
            return (
              row.caseFileId === caseFileId &&
              (registerId === null || keywords.some((keyword) => keyword.registerId === registerId)) &&
              (keywordId === null || row.keywordIds.includes(keywordId)) &&
              (filter === null || `${row.title} ${row.sender}`.toLowerCase().includes(filter.toLowerCase())) &&
              (showRetracted || row.state === 'filed')
            );
          })
          .map((row) => ({ ...row, noteCount: notes.filter((note) => note.documentId === row.documentId).length }))
          .toSorted((a, b) => (b.letterDate ?? '').localeCompare(a.letterDate ?? '')),
      }),
      get: ({ documentId }) => documentOf(documentId),
      setDetails: ({ documentId, after }) =>
        update(documentOf(documentId), after as Partial<DocumentDetail>, 'Angaben geändert'),
      setKeywords: ({ documentId, add, removeLinks }) => {
        const document = documentOf(documentId);
        const kept = document.keywordLinks.filter(({ linkId }) => !removeLinks.includes(linkId));
        const links = [
          ...kept,
          ...add.map((id) => ({ linkId: newId(), keywordId: id, addedByName: 'Petersen, Anna', addedAt: now() })),
        ];
        return update(
          document,
          { keywordLinks: links, keywordIds: links.map((link) => link.keywordId) },
          'Schlagworte geändert',
        );
      },
      mark: ({ documentId, isRead }) => {
        const document = documentOf(documentId);
        document.isUnread = !isRead;
        const label = isRead ? 'Als gelesen markiert' : 'Als ungelesen markiert';
        return done(label, { caseFileIds: [document.caseFileId] });
      },
      retract: ({ documentId, reason }) =>
        update(documentOf(documentId), { state: 'retracted', stateReason: reason }, 'Dokument zurückgezogen'),
      move: ({ documentId, toCaseFileId, reason }) =>
        update(
          documentOf(documentId),
          { state: 'moved', movedTo: toCaseFileId, stateReason: reason },
          'Dokument verschoben',
        ),
      openProtected: ({ documentId }) => update(documentOf(documentId), { mayRead: true }, 'Einsicht vermerkt'),
    },
    uploads,
    branchScans: {
      overview: () => ({ problem: null, folder: null, scans: [] }),
      begin: noScanner,
      part: noScanner,
      finish: noScanner,
      finishPhotos: noScanner,
      discard: noScanner,
      retry: noScanner,
      deliverAsItCame: noScanner,
      remove: noScanner,
      setFolder: noScanner,
    },
    ...workHandlers(
      done,
      () => offlineSince !== null,
      () => emit('substitutions', 'changed', {}),
    ),
    content: contentHandlers,
    search: { query: search },
    clarifications: {
      list: () => ({ rows: clarifications }),
      settle: ({ clarificationId }) => {
        clarifications.splice(
          clarifications.indexOf(find(clarifications, (row) => row.clarificationId === clarificationId)),
          1,
        );
        emit('clarifications', 'changed', {});
        return {};
      },
    },
    undo: {
      list: () => ({ rows: undos.map(({ commandId, label, at }) => ({ commandId, label, at })) }),
      take: ({ commandId }) => {
        const entry = find(undos, (row) => row.commandId === commandId);
        undos.splice(undos.indexOf(entry), 1);
        entry.undo();
        return { commandId: newId(), label: `Zurückgenommen: ${entry.label}`, canUndo: false, hints: [] };
      },
    },
    ...storeHandlers(),
    sync: {
      state: syncState,
      now: () => tellSync(null),
      pause: ({ minutes }) => tellSync(new Date(Date.now() + minutes * 60_000).toISOString()),
      resume: () => tellSync(null),
      overview: () => ({
        waiting: undos.slice(0, waiting).map(({ commandId, label, at }) => ({
          ...{ commandId, label, at, caseFileId: null, place: null, isOrphan: false },
          contents: { count: 0, bytes: 0 },
        })),
        waitingCount: waiting,
        unsent: { count: 0, bytes: 0, most: 0 },
        arrived: [],
        scopes: { complete: 12, total: 12, behind: 0 },
        missing: {
          ...{ takenAlong: { count: 0, bytes: 0 }, letters: { count: 0, bytes: 0 } },
          ...{ all: { count: 0, bytes: 0 }, onDesk: { count: 40, bytes: 3_200_000_000 } },
        },
        fetching: { count: 0, most: 0 },
        storage: { usedBytes: 3_200_000_000, limitBytes: 20 * 1024 ** 3, freeBytes: 80_000_000_000 },
        failures: [],
      }),
      diagnostics: () => ({ fileName: 'aktenpult-diagnose.json', text: '{}\n' }),
    },
    station: {
      ...{ overview: noStation, stack: noStation, retry: noStation, giveBack: noStation, markSeen: noStation },
      ...{ correct: noStation, coverCase: noStation, sheets: noStation, beginUpload: noStation, uploadPart: noStation },
      ...{ finishUpload: noStation, discardUpload: noStation, page: noStation, original: noStation },
    },
    journal: {
      accesses: () => ({ rows: [] }),
      list: () => {
        if (offlineSince) throw new AppError('offline', 'Der Verlauf steht nur mit Verbindung zur Zentrale bereit.');
        return {
          rows: [
            {
              ...{ number: 1, at: now(), actorName: 'Petersen, Anna', onBehalfOf: null },
              ...{ action: 'open', words: 'Akte geöffnet', reason: null },
            },
          ],
        };
      },
    },
    desk: {
      storage: () => ({ usedBytes: 3_200_000_000, limitBytes: 20 * 1024 ** 3, freeBytes: 80_000_000_000 }),
      configuration: () => ({
        officeName: directory.officeName,
        isSampleOffice: true,
        sampleAccounts: workers.map(({ familyName, givenName, role }) => ({
          login: familyName.toLowerCase(),
          password: 'beispiel',
          name: `${familyName}, ${givenName}`,
          role,
        })),
        autoLogIn,
        fachverfahren: fachverfahrenOrigin
          ? {
              name: 'Muster-Fachverfahren',
              origin: fachverfahrenOrigin,
              startAddress: `${fachverfahrenOrigin}/`,
              caseAddress: `${fachverfahrenOrigin}/fall/{fileNumber}`,
            }
          : null,
      }),
      readSetting: ({ key }) => ({ value: settings.get(key) ?? null }),
      writeSetting: ({ key, value }) => {
        settings.set(key, value);
        return {};
      },
    },
  };
  return {
    handlers,
    setOffline(isOffline) {
      offlineSince = isOffline ? now() : null;
      if (!isOffline) waiting = 0;
      emit('sync', 'changed', syncState());
    },
  };
}
