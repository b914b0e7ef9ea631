import type { SessionResponse } from '../../core/contract/central.ts';
import type { Shape } from '../../core/contract/desk.ts';
import type { sessionState } from '../../core/contract/desk-shapes.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { IdSource } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { forgetActsBefore } from '../../db/acts.ts';
import { type KeySealer, storeFolderOf } from '../../db/keys.ts';
import { updateMeta } from '../../db/meta.ts';
import type { Store } from '../../db/store.ts';
import { type ChangeNotices, createChangeNotices } from '../commands/changes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central } from '../sync/central.ts';
import { contentLimit } from '../sync/content-room.ts';
import { createSyncEngine, type SyncEngine } from '../sync/engine.ts';
import type { Clock, Timers } from '../sync/environment.ts';
import { watchExpiry } from '../sync/expiry-watch.ts';
import { type PageIndexer, startPageIndexer } from './page-indexer.ts';
import { workerOfStore } from './worker.ts';
import { openWorkerStore, unlockWorkerStore } from './worker-store.ts';

export type SessionState = Shape<typeof sessionState>;
export type OpenSession = { desk: Desk; sync: SyncEngine; changes: ChangeNotices };

export type Session = {
  state(): SessionState;
  /** Online where the centre answers, else with what is on this desk. Throws AppError `unauthenticated`, `offline`, `conflict`, … */
  logIn(input: { login: string; password: string }): Promise<SessionState>;
  /** Locks the store and forgets its key; what waits stays in it. */
  logOut(): Promise<SessionState>;
  /** What handlers work on. Throws AppError `locked` when nobody is logged in. */
  open(): OpenSession;
  /** Told with every log-in (before the first sync) and with null at log-out. */
  onOpen(listener: (open: OpenSession | null) => void): () => void;
  onState(listener: (state: SessionState) => void): () => void;
  close(): Promise<void>;
};

export type SessionParts = {
  dataFolder: string;
  /** One per log-in; it keeps the access token. */
  createCentral: () => Central;
  /** The operating system's key store, where there is one. */
  sealer: KeySealer | null;
  deviceName: string;
  newId: IdSource;
  clock: Clock;
  timers: Timers;
  random: () => number;
  blobLimit?: () => number;
  onFault?: (error: unknown) => void;
};

type Opened = OpenSession & {
  store: Store;
  central: Central;
  indexer: PageIndexer;
  login: string;
  isOffline: boolean;
  stopListening: () => void;
};

/** Acts can be taken back on the day itself; a day more covers every time zone. */
const actsKept = 2 * 86_400_000;

/** Who is logged in at this desk: opens and locks the store of that worker and runs its sync. */
export function createSession(parts: SessionParts): Session {
  let opened: Opened | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let told = '';
  const openListeners = new Set<(open: OpenSession | null) => void>();
  const stateListeners = new Set<(state: SessionState) => void>();
  const now = () => momentOf(parts.clock.now());

  /** Log-in and log-out never run into each other. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  };

  const state = (): SessionState => {
    if (!opened) return { state: 'loggedOut', worker: null, isOffline: false, firstFetch: null };
    const { store, login, isOffline, sync } = opened;
    return { state: 'loggedIn', worker: workerOfStore(store.db, login), isOffline, firstFetch: sync.firstFetch() };
  };
  const tell = () => {
    const current = state();
    const text = JSON.stringify(current);
    if (text === told) return;
    told = text;
    for (const listener of stateListeners) listener(current);
  };

  const lock = async () => {
    const closing = opened;
    if (!closing) return;
    opened = null;
    closing.stopListening();
    for (const listener of openListeners) listener(null);
    await closing.sync.stop();
    await closing.indexer.stop();
    closing.store.close();
    tell();
  };

  const begin = (
    store: Store,
    central: Central,
    input: { login: string; password: string },
    online: SessionResponse | null,
  ) => {
    const changes = createChangeNotices(parts.onFault);
    const desk: Desk = { store, changes, newId: parts.newId, now };
    // Only until the centre is reached once: then the kept token serves.
    let password: string | null = online ? null : input.password;
    const sync = createSyncEngine({
      desk,
      central,
      timers: parts.timers,
      random: parts.random,
      logInAgain: async () => {
        if (password === null) throw sessionOver();
        const session = await central.logIn({ login: input.login, password, deviceName: parts.deviceName });
        password = null;
        return session;
      },
      blobLimit: parts.blobLimit ?? (() => contentLimit(store)),
      ...(parts.onFault ? { onFault: parts.onFault } : {}),
    });
    const stops = [
      sync.onState(({ connection }) => {
        if (connection === 'connected' && opened) {
          opened.isOffline = false;
          password = null;
        }
        tell();
      }),
      changes.on('records', (change) => change.house && tell()),
      changes.on('scopes', tell),
      changes.on('progress', tell),
      watchExpiry(desk, parts.timers),
    ];
    const stopListening = () => {
      for (const stop of stops) stop();
    };
    const indexer = startPageIndexer(desk, parts.timers, parts.onFault);
    opened = { desk, sync, indexer, changes, store, central, login: input.login, isOffline: !online, stopListening };
    for (const listener of openListeners) listener(opened);
    sync.start(online);
    tell();
  };

  const logIn = async (input: { login: string; password: string }) => {
    const central = parts.createCentral();
    const online = await askCentre(central, input, parts.deviceName);
    const wanted = {
      folder: storeFolderOf(parts.dataFolder, input.login),
      password: input.password,
      online,
      sealer: parts.sealer,
      newId: parts.newId,
      now,
    };
    // Who cannot open the other store leaves the one that is open as it is.
    const unlocked = await unlockWorkerStore(wanted);
    await lock();
    const store = await openWorkerStore(wanted, unlocked);
    try {
      forgetActsBefore(store.db, momentOf(parts.clock.now() - actsKept));
      begin(store, central, input, online);
    } catch (error) {
      if (!opened) store.close();
      throw error;
    }
    return state();
  };

  return {
    state,
    logIn: (input) => inTurn(() => logIn(input)),
    logOut: () =>
      inTurn(async () => {
        if (opened) {
          await opened.central.logOut().catch(() => {}); // away: its session there ends by itself
          updateMeta(opened.store.db, { refreshToken: null });
        }
        await lock();
        return state();
      }),
    open() {
      if (!opened) throw new AppError('locked', 'Bitte melden Sie sich an.');
      return opened;
    },
    onOpen(listener) {
      openListeners.add(listener);
      return () => openListeners.delete(listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    close: () => inTurn(lock),
  };
}

/** Null: the centre does not answer. */
async function askCentre(
  central: Central,
  input: { login: string; password: string },
  deviceName: string,
): Promise<SessionResponse | null> {
  try {
    return await central.logIn({ ...input, deviceName });
  } catch (error) {
    if (error instanceof AppError && error.code === 'offline' && !isPatienceAsked(error)) return null;
    throw error;
  }
}

/** Too many wrong passwords: the centre is there and says so; that must not open the way to guessing here. */
function isPatienceAsked(error: AppError): boolean {
  return error.details['cause'] === 'status 429';
}

const sessionOver = () =>
  new AppError('unauthenticated', 'Die Anmeldung an der Zentrale ist abgelaufen. Bitte melden Sie sich neu an.');
