import type { DeskHandlers } from '../../core/contract/desk.ts';
import { diagnosticsOf } from '../sync/diagnostics.ts';
import { readOverview } from '../sync/overview.ts';
import type { SyncState } from '../sync/status.ts';
import type { Session } from './session.ts';

/** Logging in and out. */
export function sessionHandlers(session: Session): DeskHandlers['session'] {
  return {
    state: () => session.state(),
    logIn: (input) => session.logIn(input),
    logOut: () => session.logOut(),
  };
}

const loggedOut: SyncState = {
  connection: 'loggedOut',
  offlineSince: null,
  pausedUntil: null,
  lastSyncedAt: null,
  waitingCommands: 0,
  waitingBlobs: 0,
  missingBlobs: 0,
  nextTryAt: null,
  clarifications: 0,
  words: 'Nicht angemeldet.',
  problem: null,
};

/** How the desk stands with the centre; told also while nobody is logged in. */
export function syncHandlers(session: Session): DeskHandlers['sync'] {
  return {
    state: () => (session.state().state === 'loggedIn' ? session.open().sync.state() : loggedOut),
    now: () => session.open().sync.syncNow(),
    pause: ({ minutes }) => session.open().sync.pause(minutes),
    resume: () => session.open().sync.resume(),
    overview: () => {
      const { desk, sync } = session.open();
      return readOverview(desk, sync);
    },
    diagnostics: () => {
      const { desk, sync } = session.open();
      return diagnosticsOf({ desk, sync, offlineUntil: session.state().offlineUntil });
    },
  };
}
