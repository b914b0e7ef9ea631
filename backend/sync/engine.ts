import type { JournalEntry, SessionResponse } from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { sweepSearch } from '../../db/full-text/sweep.ts';
import { countPurges, notePurgesCleared, readMeta } from '../../db/meta.ts';
import { readableError } from '../../db/open.ts';
import { countScopes } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import { createBackoff } from './backoff.ts';
import { createBlobQueue, defaultBlobLimit, nearness } from './blob-queue.ts';
import type { Central } from './central.ts';
import type { Timers } from './environment.ts';
import { createLine } from './line.ts';
import { listenForPokes } from './pokes.ts';
import { runRound } from './round.ts';
import { purgeExpired } from './take-changes.ts';
import { bringBack, scrubDesk } from './scrub.ts';
import { createSessionKeeper } from './session-keeper.ts';
import type { SyncState } from './status.ts';
import { uploadWaiting } from './uploads.ts';
import { createWanted, type Hint } from './wanted.ts';

const pollWithoutEvents = 5_000;
const pollWithEvents = 60_000;
const hour = 3_600_000;
/** Commands of one key press come in one turn and go out together; what comes while they travel goes out after them, together. */
const gather = 0;
/** Contents of what pokes bring are fetched a little later, several together. */
const transferAfter = 1_000;

export type SyncEngine = {
  /** Begins to work; with the answer to a log-in it need not ask for a token first. */
  start(session: SessionResponse | null): void;
  /** Stops for good; resolves when nothing more touches the store. */
  stop(): Promise<void>;
  state(): SyncState;
  /** Does everything that is to be done now; resolves with the state after it. Never throws. */
  syncNow(): Promise<SyncState>;
  onState(listener: (state: SyncState) => void): () => void;
  /** How far the first fetch is, in files and Postkörben, and whether the lists are whole already; null once everything was here. */
  firstFetch(): { done: number; total: number | null; isUsable: boolean } | null;
  /** Fetches a content before everything else. Throws AppError `offline` when the centre is away, `not_found` when it has none. */
  fetchContent(sha256: string): Promise<void>;
  /** Makes a call to the centre with a token that is good. */
  ask<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** All journal entries of a scope, from the centre. */
  readJournal(scopeId: Id): Promise<JournalEntry[]>;
};

export type SyncEngineParts = {
  desk: Desk;
  central: Central;
  timers: Timers;
  /** Between 0 and 1. */
  random: () => number;
  /** Logs in again when the kept session is no longer good; null: she has to do it herself. */
  logInAgain?: () => Promise<SessionResponse>;
  /** Most bytes of contents on this desk. */
  blobLimit?: () => number;
  /** Told what the centre refuses the desk as a whole, for example because it is lost. */
  onFailure?: (error: AppError) => void;
  /** Told of faults of the program itself; must not log personal data. */
  onFault?: (error: unknown) => void;
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
  let cancelTransfers: (() => void) | null = null;
  let uploading: Promise<void> | null = null;
  let caring: Promise<void> | null = null;
  let lookedAfter = 0;

  const limit = parts.blobLimit ?? (() => defaultBlobLimit);
  const queue = createBlobQueue({
    desk,
    central,
    timers,
    limit,
    mayRun: () => !isStopped && line.isConnected(),
    onChange: () => line.noteMissing(queue.missing()),
  });
  const pokes = listenForPokes({
    central,
    timers,
    onPoke: (poke) => {
      wanted.told(poke);
      run();
    },
    isWanted: () => !isStopped && line.isConnected(),
  });

  const schedule = (milliseconds: number) => {
    cancelTimer();
    if (isStopped) return;
    cancelTimer = timers.after(milliseconds, trigger);
  };

  const trigger = () => {
    wanted.everything();
    run();
  };

  const run = () => {
    if (isStopped) return;
    running ??= runAll().finally(() => {
      running = null;
      if (wanted.isAny()) run();
    });
  };

  const runAll = async () => {
    while (wanted.isAny() && !isStopped) {
      const hint = wanted.take();
      // After a failure everything is looked at again.
      await runOnce(line.isConnected() ? hint : null);
    }
  };

  const runOnce = async (hint: Hint) => {
    // Rounds after pokes leave the time of the next look at everything as it is: pokes may get lost.
    if (!hint) cancelTimer();
    try {
      await clearAway();
      line.connecting();
      await keeper.ensure();
      const isPush = sendsFirst;
      sendsFirst = false;
      const mayGoOn = () => !isStopped;
      const round = await runRound({ desk, central, pause, mayGoOn, sendsFirst: isPush, onWorklist, hint });
      if (isStopped) return;
      await clearAway();
      if (round.mustWait) return schedule(line.waiting(backoff.next()));
      if (round.waitForRest !== null) return schedule(line.waiting(round.waitForRest));
      if (!round.isWhole && !round.hasWorked) {
        // A poke about what is here already, or a command that waits for its content, which then has to go first.
        if (isPush) startTransfers();
        return;
      }
      backoff.reset();
      line.connected(round);
      pokes.start();
      if (round.isWhole) schedule(pokes.isListening() ? pollWithEvents : pollWithoutEvents);
      if (round.isWhole || isPush) startTransfers();
      else cancelTransfers ??= timers.after(transferAfter, startTransfers);
    } catch (error) {
      fail(error);
    }
  };

  const onWorklist = () => {
    hasWorklist = true;
    line.reached();
    desk.changes.tell('progress', {});
  };

  const pause = async () => {
    await timers.pause();
    if (isStopped) throw new AppError('cancelled', 'Abgebrochen.');
  };

  /** After a purge: bytes and words of what went, too. What a kill, a full disk or a lost line prevented is made up for here. */
  const clearAway = async () => {
    const { db, blobs } = desk.store;
    const purges = countPurges(db);
    if (purges === 0) return;
    try {
      await blobs.removeUnused();
      await sweepSearch(db, pause);
      notePurgesCleared(db, purges);
    } catch (error) {
      if (isStopped) throw error;
      parts.onFault?.(readableError(error)); // the next round tries again; a full disk must not stop the sync
    }
  };

  /**
   * What has run out is hidden at once and goes with the centre's next list; if that does not come, a day later by the desk's clock.
   * Where the disk does not take it now, the next failure tries again.
   */
  const purgeLongExpired = () => {
    const yesterday = new Date(Date.parse(desk.now()) - 86_400_000).toISOString();
    try {
      const lost = purgeExpired(desk.store.db, yesterday);
      if (lost.length > 0) desk.changes.tell('scopes', { gained: [], lost });
    } catch (error) {
      parts.onFault?.(readableError(error));
    }
  };

  const fail = (cause: unknown) => {
    if (isStopped) return;
    const error = readableError(cause);
    const isKnown = error instanceof AppError;
    const failure = isKnown ? error : new AppError('internal', 'Beim Abgleich ist ein Fehler aufgetreten.');
    if (!isKnown) parts.onFault?.(error);
    else parts.onFailure?.(error);
    if (failure.code === 'unauthenticated' && keeper.forgetAccess()) {
      return trigger(); // the short token was over; the long one gives a new one
    }
    if (failure.code === 'offline') purgeLongExpired();
    const asked = Number(failure.details['retryAfter'] ?? 0) * 1_000;
    schedule(line.failed(failure, Math.max(backoff.next(), asked)));
  };

  /** Uploads and downloads run beside the rounds: a long file stops no note. */
  const startTransfers = () => {
    cancelTransfers?.();
    cancelTransfers = null;
    if (isStopped) return;
    uploading ??= uploadWaiting({ desk, central, onFault: fail })
      .then((hasSent) => {
        if (hasSent) trigger();
      })
      .catch(fail)
      .finally(() => {
        uploading = null;
      });
    void queue
      .run()
      .then(evict)
      .catch((error: unknown) => parts.onFault?.(readableError(error)));
    caring ??= lookAfterContents()
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) parts.onFault?.(error);
      })
      .finally(() => {
        caring = null;
      });
  };

  /** Once an hour what went bad at the centre is brought back; once a day a thirtieth of what lies here is compared. */
  const lookAfterContents = async () => {
    const time = Date.parse(desk.now());
    if (time - lookedAfter < hour) return;
    lookedAfter = time;
    await bringBack({ desk, central, pause });
    const { damaged } = await scrubDesk({ desk, pause });
    if (damaged > 0) void queue.run();
  };

  const evict = async () => {
    if (!isStopped) await desk.store.blobs.evict(limit(), nearness(desk.now()).dueUntil);
  };

  /** Without the line of pokes nothing else would bring what others do: then everything is looked at. */
  const send = () => {
    cancelSending = null;
    if (!pokes.isListening()) return trigger();
    wanted.sending();
    run();
  };

  const ask = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    await keeper.ensure();
    return keeper.withAccess(call);
  };

  const stopListening = [
    desk.changes.on('outbox', () => {
      line.changed();
      sendsFirst = true;
      if (line.isConnected() && !isStopped) cancelSending ??= timers.after(gather, send);
    }),
    desk.changes.on('clarifications', () => line.changed()),
  ];

  return {
    start(session) {
      if (session) keeper.take(session);
      isStopped = false;
      trigger();
    },
    async stop() {
      isStopped = true;
      cancelTimer();
      cancelSending?.();
      cancelTransfers?.();
      for (const stop of stopListening) stop();
      keeper.close();
      central.close();
      await pokes.stop();
      await running?.catch(() => {});
      await uploading?.catch(() => {});
      await caring;
      await queue.settle();
    },
    state: () => line.state(),
    async syncNow() {
      if (isStopped) return line.state();
      backoff.reset();
      trigger();
      while (running && !isStopped) await running.catch(() => {});
      return line.state();
    },
    onState: (listener) => line.onState(listener),
    firstFetch() {
      if (readMeta(desk.store.db).lastSyncedAt !== null) return null;
      const { complete, total } = countScopes(desk.store.db);
      return { done: complete, total: total === 0 ? null : total, isUsable: hasWorklist };
    },
    async fetchContent(sha256) {
      if (desk.store.blobs.has(sha256)) return;
      await ask(() => queue.fetchNow(sha256));
    },
    ask,
    async readJournal(scopeId) {
      const entries: JournalEntry[] = [];
      for (;;) {
        const after = entries.at(-1)?.number ?? 0;
        const part = await ask(() => central.journal({ scopeId, after }));
        entries.push(...part.entries);
        if (part.isComplete || part.entries.length === 0) return entries;
      }
    },
  };
}
