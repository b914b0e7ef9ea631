import type { SessionResponse, Show } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import { readMeta } from '../../db/meta.ts';
import { readableError } from '../../db/open.ts';
import { countScopes, retryMismatched } from '../../db/scopes.ts';
import { createRefusals } from './ask-refusals.ts';
import { createBackoff } from './backoff.ts';
import { createBlobQueue, defaultBlobLimit } from './blob-queue.ts';
import { type CentreCalls, createCentreCalls } from './centre-calls.ts';
import type { SyncEngineParts } from './engine-parts.ts';
import { damageFound } from './failure-words.ts';
import { createLine } from './line.ts';
import { createPause } from './pause.ts';
import { listenForPokes } from './pokes.ts';
import { runRound } from './round.ts';
import { createSessionKeeper } from './session-keeper.ts';
import type { SyncState } from './status.ts';
import { createSyncLog, type SyncLog } from './sync-log.ts';
import { createTransfers } from './transfers.ts';
import { createUpkeep } from './upkeep.ts';
import { createWanted, type Wanted } from './wanted.ts';

const pollWithoutEvents = 5_000;
const pollWithEvents = 60_000;
/** Commands of one key press come in one turn and go out together; what comes while they travel goes out after them, together. */
const gather = 0;

export type SyncEngine = CentreCalls & {
  /** Begins to work; with the answer to a log-in it need not ask for a token first. */
  start(session: SessionResponse | null): void;
  /** Stops for good; resolves when nothing more touches the store. */
  stop(): Promise<void>;
  state(): SyncState;
  /** Does everything that is to be done now, and ends a pause; resolves with the state after it. Never throws. */
  syncNow(): Promise<SyncState>;
  /** From now on nothing is sent or fetched but what somebody opens, until `resume` or so many minutes later. Not kept over a restart. */
  pause(minutes: number): SyncState;
  resume(): SyncState;
  onState(listener: (state: SyncState) => void): () => void;
  /** Told when the Fachverfahren asks for something to be opened here. */
  onShow(listener: (show: Show) => void): () => void;
  /** What has come, failed and taken time since the start. */
  log(): ReturnType<SyncLog['read']>;
  /** The most contents that waited to be sent, and to be fetched, since none did last. */
  peaks(): { sending: number; fetching: number };
  /** How far the first fetch is, in files and Postkörben, and whether the lists are whole already; null once everything was here. */
  firstFetch(): { done: number; total: number | null; isUsable: boolean } | null;
};

/** Keeps one store and the centre in step. Knows no global state; several engines can live in one process. */
export function createSyncEngine(parts: SyncEngineParts): SyncEngine {
  const { desk, central, timers } = parts;
  const backoff = createBackoff(parts.random);
  const line = createLine(desk);
  const keeper = createSessionKeeper({ desk, central, ...(parts.logInAgain ? { logInAgain: parts.logInAgain } : {}) });
  let isStopped = true;
  let cancelTimer = () => {};
  let running: Promise<void> | null = null;
  const wanted = createWanted();
  let sendsFirst = false;
  let hasWorklist = false;
  let cancelSending: (() => void) | null = null;
  const log = createSyncLog(desk.store.db, desk.now);
  const pausing = createPause({ timers, now: desk.now, onOver: () => goOn() });
  const refusals = createRefusals(desk, central);
  const mayWork = () => !isStopped && !pausing.isRunning();

  const limit = parts.blobLimit ?? (() => defaultBlobLimit);
  const queue = createBlobQueue({
    desk,
    central,
    timers,
    limit,
    mayRun: () => !isStopped && line.isConnected(),
    onChange: () => line.noteMissing(queue.missing()),
    onFailure: (error) => log.failed('contents', error),
  });
  const upkeep = createUpkeep({
    ...{ desk, central, pause: () => pause(), isStopped: () => !mayWork() },
    onDamaged: () => void queue.run(),
    onGap: () => trigger(),
    ...(parts.searchDamage ? { searchDamage: parts.searchDamage } : {}),
    onUnreadable: () => {
      log.failed('store', damageFound());
      line.changed();
    },
    ...(parts.onFault ? { onFault: parts.onFault } : {}),
  });
  const transfers = createTransfers({
    ...{ desk, central, timers, queue, upkeep, limit, mayWork },
    isStopped: () => isStopped,
    onArrived: () => sendSoon(),
    onSent: () => trigger(),
    onFailure: (error) => fail(error),
    ...(parts.onFault ? { onFault: parts.onFault } : {}),
  });
  const calls = createCentreCalls({ desk, central, keeper, queue });
  const showListeners = new Set<(show: Show) => void>();
  const pokes = listenForPokes({
    central,
    timers,
    onPoke: (poke) => {
      wanted.told(poke);
      run();
    },
    onShow: (show) => {
      for (const listener of showListeners) listener(show);
    },
    isWanted: () => !isStopped && line.isConnected(),
  });

  const schedule = (milliseconds: number) => {
    cancelTimer();
    if (!mayWork()) return;
    cancelTimer = timers.after(milliseconds, trigger);
  };

  const trigger = () => {
    wanted.everything();
    run();
  };

  const run = () => {
    if (!mayWork()) return;
    running ??= runAll().finally(() => {
      running = null;
      if (wanted.isAny()) run();
    });
  };

  const runAll = async () => {
    while (wanted.isAny() && mayWork()) {
      const taken = wanted.take();
      // After a failure everything is looked at again.
      await runOnce(line.isConnected() ? taken : { hint: null, brought: [] });
    }
  };

  const runOnce = async ({ hint, brought }: Wanted) => {
    // Rounds after pokes leave the time of the next look at everything as it is: pokes may get lost.
    if (!hint) cancelTimer();
    const begun = performance.now();
    try {
      await upkeep.clearAway();
      line.connecting();
      await keeper.ensure();
      const isPush = sendsFirst;
      sendsFirst = false;
      const round = await runRound({
        ...{ desk, central, pause, mayGoOn: mayWork, sendsFirst: isPush, refusals, hint, brought },
        isAsked: parts.isAsked ?? (() => true),
        ...{ onReached: () => transfers.send(), onWorklist, onArrived: log.arrived },
      });
      if (!mayWork()) return;
      log.roundDone(performance.now() - begun, round.isWhole);
      await upkeep.clearAway();
      if (round.mustWait) return schedule(line.waiting(backoff.next()));
      if (round.waitForRest !== null) return schedule(line.waiting(round.waitForRest));
      if (!round.isWhole && !round.hasWorked) {
        // A poke about what is here already, or a command that waits for its content, which then has to go first.
        if (isPush) transfers.sendFirst();
        return;
      }
      backoff.reset();
      line.connected(round);
      pokes.start();
      if (round.isWhole) schedule(pokes.isListening() ? pollWithEvents : pollWithoutEvents);
      if (round.isWhole) transfers.start();
      else if (isPush) transfers.sendFirst();
      else transfers.startSoon();
    } catch (error) {
      fail(error);
    }
  };

  const onWorklist = () => {
    if (!mayWork()) return;
    hasWorklist = true;
    line.reached();
    desk.changes.tell('progress', {});
  };

  const pause = async () => {
    await timers.pause();
    if (!mayWork()) throw new AppError('cancelled', 'Abgebrochen.');
  };

  const fail = (cause: unknown) => {
    if (isStopped) return;
    const error = readableError(cause);
    const isKnown = error instanceof AppError;
    const failure = isKnown ? error : new AppError('internal', 'Beim Abgleich ist ein Fehler aufgetreten.');
    if (!isKnown) parts.onFault?.(error);
    else parts.onFailure?.(error);
    if (pausing.isRunning()) return; // what was broken off, or fails after it, is no news
    if (failure.code === 'cancelled') return trigger(); // broken off by a pause that is over already
    log.failed('line', failure);
    if (failure.code === 'unauthenticated' && keeper.forgetAccess()) {
      return trigger(); // the short token was over; the long one gives a new one
    }
    if (failure.code === 'offline') upkeep.purgeLongExpired();
    // Contents go on being sent: the centre takes the work of a program that is too old for everything else.
    if (failure.code === 'must_upgrade') transfers.start();
    const asked = Number(failure.details['retryAfter'] ?? 0) * 1_000;
    schedule(line.failed(failure, Math.max(backoff.next(), asked)));
  };

  /** Without the line of pokes nothing else would bring what others do: then everything is looked at. */
  const send = () => {
    cancelSending = null;
    if (!pokes.isListening()) return trigger();
    wanted.sending();
    run();
  };

  /** What waits goes out before the next look at what is new. */
  const sendSoon = () => {
    sendsFirst = true;
    if (line.isConnected() && !isStopped) cancelSending ??= timers.after(gather, send);
  };

  /** Everything is looked at at once, also after a pause. */
  const goOn = (): void => {
    if (isStopped) return;
    backoff.reset();
    line.goingOn();
    trigger();
  };

  const stopListening = [
    desk.changes.on('outbox', () => {
      line.changed();
      sendSoon();
    }),
    desk.changes.on('clarifications', () => line.changed()),
  ];

  return {
    ...calls,
    start(session) {
      if (session) keeper.take(session);
      isStopped = false;
      trigger();
    },
    async stop() {
      isStopped = true;
      pausing.end();
      cancelTimer();
      cancelSending?.();
      transfers.halt();
      for (const stop of stopListening) stop();
      keeper.close();
      central.close();
      await pokes.stop();
      await running?.catch(() => {});
      await transfers.settle();
    },
    state: () => line.state(),
    async syncNow() {
      if (isStopped) return line.state();
      pausing.end();
      try {
        retryMismatched(desk.store.db);
      } catch (error) {
        fail(error); // a full disk: it is tried again within the hour
      }
      goOn();
      while (running && !isStopped) await running.catch(() => {});
      return line.state();
    },
    pause(minutes) {
      if (isStopped) return line.state();
      line.paused(pausing.begin(minutes));
      cancelTimer();
      cancelSending?.();
      cancelSending = null;
      transfers.halt();
      queue.halt();
      void pokes.stop();
      return line.state();
    },
    resume() {
      pausing.end();
      goOn();
      return line.state();
    },
    onState: (listener) => line.onState(listener),
    onShow: (listener) => {
      showListeners.add(listener);
      return () => showListeners.delete(listener);
    },
    log: () => log.read(),
    peaks: () => line.peaks(),
    firstFetch() {
      if (readMeta(desk.store.db).lastSyncedAt !== null) return null;
      const { complete, total } = countScopes(desk.store.db);
      return { done: complete, total: total === 0 ? null : total, isUsable: hasWorklist };
    },
  };
}
