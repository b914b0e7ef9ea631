import type { SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { EscrowKey } from '../../db/escrow.ts';
import { type HeldLease, storeIdOf } from '../../db/keys.ts';
import type { LeaseVerdict } from '../../db/lease.ts';
import { countMismatched } from '../../db/scopes.ts';
import { noteDamage } from '../../db/damage-mark.ts';
import type { Store } from '../../db/store.ts';
import { startScanDesk } from '../branch-scans/scan-desk.ts';
import { createChangeNotices } from '../commands/changes.ts';
import type { Desk } from '../commands/desk.ts';
import type { Central, KeyCentral } from '../sync/central.ts';
import { contentLimit } from '../sync/content-room.ts';
import { createSyncEngine, type SyncEngine } from '../sync/engine.ts';
import type { SearchDamage } from '../sync/scrub.ts';
import { proposesLater } from '../uploads/propose-later.ts';
import { startTextDesk } from '../uploads/text-desk.ts';
import { watchExpiry } from '../sync/expiry-watch.ts';
import { bringIn } from './bring-in.ts';
import { rememberEscrowKey } from '../../db/escrow-key.ts';
import { keepEscrow } from './escrow.ts';
import { askShare, type LeaseWatch, watchLease } from './lease.ts';
import { startPageIndexer } from './page-indexer.ts';
import type { OpenSession, SessionParts, SessionState } from './session-parts.ts';
import { countUnsent } from './unsent.ts';
import { broughtInWords, putAsideWords } from './store-words.ts';
import { isAccountClosed, wipeOrderIn } from './wipe.ts';
import { workerOfStore } from './worker.ts';
import type { OpenedStore } from './worker-store.ts';

/** A log-in on its way. */
export type LoggingIn = {
  central: Central & KeyCentral;
  input: { login: string; password: string };
  online: SessionResponse | null;
  /** The centre's key for what waits; null when it was not asked. */
  escrowKey: EscrowKey | null;
};

export type RunningHooks = {
  /** What the page is told of the session may have changed. */
  tell: () => void;
  onLeaseOver: (verdict: Exclude<LeaseVerdict, 'valid'>) => void;
  /** The centre says that the store is to be wiped; `cause` is what it answered. */
  onLost: (order: string, cause: unknown) => void;
};

/** The store of who is logged in, with everything that works on it. */
export type RunningStore = OpenSession & {
  readonly store: Store;
  readonly central: Central;
  readonly lease: HeldLease | null;
  readonly login: string;
  facts(): Pick<SessionState, 'worker' | 'notice' | 'isOffline' | 'offlineUntil' | 'firstFetch'>;
  start(): void;
  /** The account is closed: what the centre may have forgotten goes along with what waits. */
  sealAll(): void;
  /** From now on nobody is told of anything any more. */
  stopListening(): void;
  /** Ends what works on the store and closes it; what waits is in it, and sealed beside it. */
  close(): Promise<void>;
};

/** Puts everything together that works on a store that has just been opened; nothing runs before `start`. */
export function runStore(
  parts: SessionParts,
  { store, lease, wasPutAside }: OpenedStore,
  loggingIn: LoggingIn,
  hooks: RunningHooks,
): RunningStore {
  const { central, input, online, escrowKey } = loggingIn;
  const onFault = (error: unknown) => {
    noteDamage(store.folder, error);
    parts.onFault?.(error);
  };
  const changes = createChangeNotices(onFault);
  const desk: Desk = { store, changes, newId: parts.newId, now: () => momentOf(parts.clock.now()) };
  let isOffline = online === null;
  let isClosed = false;
  let notice = wasPutAside ? putAsideWords(null) : null;
  const onClosed = () => {
    // All is handed over: the centre is told so with the next asking for the share, and answers with the order to wipe.
    if (countUnsent(store.db) === 0) void leaseWatch?.renewNow();
  };
  const searchDamage: SearchDamage = (tables, signal) =>
    store.searchDamage(tables, { signal, workerUrl: parts.damageSearchUrl });
  const line = startLine({ ...parts, onFault, searchDamage }, desk, loggingIn, { ...hooks, onClosed });
  const { sync } = line;
  if (escrowKey) rememberEscrowKey(store.db, escrowKey);
  const leaseWatch: LeaseWatch | null =
    lease && watchStoreLease(parts, lease, { desk, sync, central, isFresh: online !== null, hooks });
  const stops = [
    sync.onState(({ connection }) => {
      if (connection === 'connected') {
        isOffline = false;
        line.forgetPassword();
        void leaseWatch?.look();
      }
      hooks.tell();
    }),
    changes.on('records', (change) => change.house && hooks.tell()),
    changes.on('scopes', hooks.tell),
    changes.on('progress', hooks.tell),
    watchExpiry(desk, parts.timers),
  ];
  const { stackReader: reader, timers } = parts;
  const isReady = () => sync.firstFetch() === null;
  const scans = startScanDesk({ desk, reader, timers, isReady, onFault });
  const propose = proposesLater({ ...desk, centre: sync });
  const texts = startTextDesk({ desk, reader, timers, isReady, propose, onFault });
  if (!isReady()) stops.push(onceReady(sync, isReady, scans.wake), onceReady(sync, isReady, texts.wake));
  const indexer = startPageIndexer(desk, parts.timers, onFault);
  const escrow = keepEscrow({
    ...{ desk, timers: parts.timers, onFault },
    onWaitingChanged: (then) => sync.onState(then),
    onScansChanged: (then) => scans.onChanged(then),
  });

  /** What waited in a store that did not open, or on a lost device, comes in beside the first sync; the next log-in tries again. */
  const bringInLater = async () => {
    try {
      const found = await bringIn({ desk, scans, central, ask: (call) => sync.ask(call) });
      if (isClosed || (found.count + found.scans === 0 && !wasPutAside)) return;
      notice = wasPutAside ? putAsideWords(found) : broughtInWords(found);
      hooks.tell();
    } catch (error) {
      if (!(error instanceof AppError) && !isClosed) onFault(error);
    }
  };

  return {
    ...{ desk, sync, changes, store, central, lease, login: input.login, keys: central, scans, texts },
    renewLease: async () => leaseWatch?.renewNow(),
    facts: () => ({
      worker: workerOfStore(store.db, input.login),
      notice,
      isOffline,
      offlineUntil: lease ? momentOf(lease.until()) : null,
      firstFetch: sync.firstFetch(),
    }),
    start() {
      sync.start(online);
      if (online) void bringInLater();
    },
    sealAll: escrow.sealAll,
    stopListening() {
      for (const stop of stops) stop();
      leaseWatch?.stop();
    },
    async close() {
      isClosed = true;
      await Promise.all([sync.stop(), scans.stop(), texts.stop()]);
      await indexer.stop();
      escrow.stop();
      store.close();
      await lease?.noteTime(parts.clock.now()).catch(onFault);
    },
  };
}

/** Tells once when the first fetch is over. Gives what stops listening. */
function onceReady(sync: Pick<SyncEngine, 'onState'>, isReady: () => boolean, then: () => void): () => void {
  const stop = sync.onState(() => {
    if (!isReady()) return;
    stop();
    then();
  });
  return stop;
}

type LineParts = SessionParts & { searchDamage: SearchDamage };
type LineHooks = Pick<RunningHooks, 'onLost'> & { onClosed: () => void };

/** The engine, with the password only until the centre is reached once: then the kept token serves. */
function startLine(parts: LineParts, desk: Desk, { central, input, online }: LoggingIn, hooks: LineHooks) {
  let password: string | null = online ? null : input.password;
  const storeId = storeIdOf(desk.store.folder);
  const { deviceName } = parts;
  const sync = createSyncEngine({
    desk,
    central,
    timers: parts.timers,
    random: parts.random,
    ...(parts.isAsked ? { isAsked: parts.isAsked } : {}),
    logInAgain: async () => {
      if (password === null) throw sessionOver();
      const who = { login: input.login, password, deviceName };
      const session = await central.logIn({ ...who, ...(storeId ? { storeId } : {}) });
      password = null;
      return session;
    },
    onFailure(error) {
      noteDamage(desk.store.folder, error);
      if (isAccountClosed(error)) hooks.onClosed();
      const order = wipeOrderIn(error);
      if (order) hooks.onLost(order, error);
    },
    searchDamage: parts.searchDamage,
    blobLimit: parts.blobLimit ?? (() => contentLimit(desk.store)),
    ...(parts.onFault ? { onFault: parts.onFault } : {}),
  });
  return {
    sync,
    forgetPassword() {
      password = null;
    },
  };
}

type Watching = {
  desk: Desk;
  sync: SyncEngine;
  central: KeyCentral;
  /** The share was given just now. */
  isFresh: boolean;
  hooks: RunningHooks;
};

function watchStoreLease(parts: SessionParts, lease: HeldLease, watching: Watching): LeaseWatch {
  const { desk, sync, central, isFresh, hooks } = watching;
  return watchLease({
    ...{ lease, isFresh, clock: parts.clock, timers: parts.timers },
    // A pause stops sending and fetching, not the rules about keys.
    isConnected: () => ['connected', 'paused'].includes(sync.state().connection),
    ask: async () => {
      try {
        const { db } = desk.store;
        const told = { waiting: countUnsent(db), differing: countMismatched(db) };
        return await sync.ask(() => askShare(central, lease.storeId, parts.deviceName, told));
      } catch (error) {
        const order = wipeOrderIn(error);
        if (order) hooks.onLost(order, error);
        throw error;
      }
    },
    onRenewed: hooks.tell,
    onOver: hooks.onLeaseOver,
    onFault: (error) => parts.onFault?.(error),
  });
}

const sessionOver = () =>
  new AppError('unauthenticated', 'Die Anmeldung an der Zentrale ist abgelaufen. Bitte melden Sie sich neu an.');
