import type { DeskApi, DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Emit } from '../../core/rpc/definition.ts';
import { directory, newId, now, ownWorker, type SyncState, workers } from './fake-desk-data.ts';
import { caseFileHandlers } from './fake-desk-case-files.ts';
import { contentHandlers, uploadHandlers } from './fake-desk-content.ts';
import { documentHandlers } from './fake-desk-documents.ts';
import { clarifications } from './fake-desk-fill.ts';
import { inboxHandlers } from './fake-desk-inbox.ts';
import { find, workHandlers } from './fake-desk-work.ts';
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
    staff: {
      changePost: () => done('Rolle und Team geändert', {}),
      close: () => done('Konto geschlossen', {}),
      reopen: () => done('Konto wieder geöffnet', {}),
    },
    office: { directory: () => directory },
    inbox: inboxHandlers({ done, addFiled, isOffline: () => offlineSince !== null }),
    caseFiles: caseFileHandlers(done),
    caseAccess: {
      list: () => ({ mayRule: false, otherCaseFileIds: [], rows: [] }),
      reassign: ({ caseFileIds }) => done('Zuständigkeit geändert', { caseFileIds }),
      deny: ({ caseFileId }) => done('Von der Akte ausgeschlossen', { caseFileIds: [caseFileId] }),
      grantAudit: ({ caseFileId }) => done('Einsicht zur Prüfung gegeben', { caseFileIds: [caseFileId] }),
      end: ({ caseFileId }) => done('Regelung zum Zugriff beendet', { caseFileIds: [caseFileId] }),
    },
    documents: documentHandlers(done),
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
        newer: { unread: 0, waiting: 0 },
        unsent: { count: 0, bytes: 0, most: 0 },
        arrived: [],
        scopes: { complete: 12, total: 12, behind: 0, differing: 0 },
        missing: {
          ...{ takenAlong: { count: 0, bytes: 0 }, letters: { count: 0, bytes: 0 } },
          ...{ all: { count: 0, bytes: 0 }, onDesk: { count: 40, bytes: 3_200_000_000 } },
        },
        fetching: { count: 0, most: 0 },
        storage: { usedBytes: 3_200_000_000, limitBytes: 20 * 1024 ** 3, freeBytes: 80_000_000_000 },
        isDamaged: false,
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
