import type { SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import { forgetActsBefore } from '../../db/acts.ts';
import type { EscrowKey } from '../../db/escrow.ts';
import { storeFolderOf, storeIdOf } from '../../db/keys.ts';
import { leaseError, type LeaseVerdict } from '../../db/lease.ts';
import { updateMeta } from '../../db/meta.ts';
import type { Central } from '../sync/central.ts';
import { askShareAtLogIn } from './lease.ts';
import { type LoggingIn, type RunningStore, runStore } from './running-store.ts';
import type { OpenSession, SessionParts, SessionState } from './session-parts.ts';
import { isFarewell, lookForOrders, wipedError, wipeOrderIn, wipeStore } from './wipe.ts';
import { workerOfStore } from './worker.ts';
import { type OpenedStore, openWorkerStore, unlockWorkerStore } from './worker-store.ts';

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
  /** Asks the centre whether a store of this machine was reported lost, and wipes it. Needs no log-in; never throws. */
  lookForOrders(): Promise<void>;
  close(): Promise<void>;
};

/** Acts can be taken back on the day itself; a day more covers every time zone. */
const actsKept = 2 * 86_400_000;

/** Who is logged in at this desk: opens and locks the store of that worker and runs its sync. */
export function createSession(parts: SessionParts): Session {
  let opened: RunningStore | null = null;
  /** Who was locked out, and why; she has not logged out. */
  let lockedOut: Pick<SessionState, 'worker' | 'lock'> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let told = '';
  const openListeners = new Set<(open: OpenSession | null) => void>();
  const stateListeners = new Set<(state: SessionState) => void>();
  const now = () => momentOf(parts.clock.now());
  const onFault = (error: unknown) => parts.onFault?.(error);

  /** Log-in and log-out never run into each other. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  };

  const state = (): SessionState => {
    const closed = { worker: null, lock: null, notice: null, isOffline: false, offlineUntil: null, firstFetch: null };
    if (!opened) return { ...closed, ...lockedOut, state: lockedOut?.worker ? 'locked' : 'loggedOut' };
    return { ...closed, state: 'loggedIn', ...opened.facts() };
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
    await closing.close();
    tell();
  };

  /** The lease of an open store has ended without the centre: what waits stays in it, what was typed stays in her windows. */
  const lockOut = async (locking: RunningStore, reason: Exclude<LeaseVerdict, 'valid'>) => {
    if (opened !== locking) return;
    const { message } = leaseError(reason);
    const worker = workerOfStore(locking.store.db, locking.login);
    lockedOut = { worker, lock: { reason, message, login: locking.login } };
    if (reason === 'leaseOver') locking.lease?.end();
    await lock();
  };
  const begin = (store: OpenedStore, loggingIn: LoggingIn) => {
    const running = runStore(parts, store, loggingIn, {
      tell,
      onLeaseOver: (verdict) => void inTurn(() => lockOut(running, verdict)).catch(onFault),
      onLost: (order, cause) => void inTurn(() => wipe(running.store.folder, order, cause)).catch(onFault),
    });
    opened = running;
    lockedOut = null;
    for (const listener of openListeners) listener(opened);
    running.start();
    tell();
  };

  /** The centre says that a store is lost: it is locked, what waits is handed over sealed, the rest is wiped. */
  const wipe = async (folder: string, order: string, cause?: unknown) => {
    if (opened?.store.folder === folder) {
      if (isFarewell(cause)) opened.sealAll();
      lockedOut = { worker: null, lock: { reason: 'wiped', message: wipedError(cause).message, login: opened.login } };
      await lock();
    }
    await wipeStore(folder, order, parts.createCentral());
  };

  const refusedByKeyStore = new Set<string>();
  const logIn = async (input: { login: string; password: string }) => {
    const central = parts.createCentral();
    const folder = storeFolderOf(parts.dataFolder, input.login);
    const storeId = storeIdOf(folder);
    const who = { ...input, deviceName: parts.deviceName, ...(storeId ? { storeId } : {}) };
    const online = await askCentre(central, who).catch(async (error: unknown) => {
      const order = wipeOrderIn(error);
      if (order === null) throw error;
      await wipe(folder, order, error);
      throw wipedError(error);
    });
    let escrowKey: EscrowKey | null = null;
    if (online) central.useAccessToken(online.accessToken);
    const wanted = {
      folder,
      password: input.password,
      online,
      askShare: async (id: Id) => {
        const given = online ? await askShareAtLogIn(central, id, parts.deviceName) : null;
        if (given && given !== 'notHers') escrowKey = given.escrowKey;
        return given;
      },
      sealer: parts.sealer,
      refused: refusedByKeyStore,
      newId: parts.newId,
      now,
    };
    // Who cannot open the other store leaves the one that is open as it is.
    const unlocked = await unlockWorkerStore(wanted);
    await lock();
    const open = await openWorkerStore(wanted, unlocked);
    try {
      forgetActsBefore(open.store.db, momentOf(parts.clock.now() - actsKept));
      begin(open, { central, input, online, escrowKey });
    } catch (error) {
      if (!opened) open.store.close();
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
        lockedOut = null;
        await lock();
        tell();
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
    async lookForOrders() {
      try {
        const central = parts.createCentral();
        await lookForOrders(parts.dataFolder, central, (folder, order) => inTurn(() => wipe(folder, order)));
        tell();
      } catch (error) {
        if (!(error instanceof AppError)) onFault(error); // away: the next contact tells
      }
    },
    close: () => inTurn(lock),
  };
}

/** Null: the centre does not answer. */
async function askCentre(central: Central, who: Parameters<Central['logIn']>[0]): Promise<SessionResponse | null> {
  try {
    return await central.logIn(who);
  } catch (error) {
    if (error instanceof AppError && error.code === 'offline' && !isPatienceAsked(error)) return null;
    throw error;
  }
}

/** Too many wrong passwords: the centre is there and says so; that must not open the way to guessing here. */
function isPatienceAsked(error: AppError): boolean {
  return error.details['cause'] === 'status 429';
}
