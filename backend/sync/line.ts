import type { AppError } from '../../core/domain/errors.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { countUploading } from '../../db/blob-table.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import { withoutWaitingForDisk } from '../../db/open.ts';
import { countWaiting } from '../../db/outbox.ts';
import { countOpenPoints } from '../../db/queries/open-points.ts';
import { actorOf, type Desk } from '../commands/desk.ts';
import type { RoundResult } from './round-parts.ts';
import { type SyncFacts, type SyncState, syncWords } from './status.ts';

/** While the centre answers "later" or not at all she is told so only after this many tries in a row. */
const quietFailures = 1;
/** When only she can do something, the desk looks rarely. */
const restMilliseconds = 60_000;

/** How the line to the centre stands, for the page: what is connected, what waits, since when, in words. */
export function createLine(desk: Desk) {
  const listeners = new Set<(state: SyncState) => void>();
  const { db } = desk.store;
  let connection: SyncFacts['connection'] = 'connecting';
  let offlineSince: Moment | null = null;
  let nextTryAt: Moment | null = null;
  let pausedUntil: Moment | null = null;
  let problem: string | null = null;
  let missingBlobs = 0;
  let failures = 0;
  const peaks = { sending: 0, fetching: 0 };
  let last: SyncState | null = null;

  const openPoints = (): number => {
    if (readMeta(db).workerId === null) return 0;
    const { id: workerId, role } = actorOf(db);
    return countOpenPoints(db, { workerId, now: desk.now() }, role);
  };
  const read = (): SyncState => {
    const facts: SyncFacts = {
      connection,
      offlineSince,
      pausedUntil,
      lastSyncedAt: readMeta(db).lastSyncedAt,
      waitingCommands: countWaiting(db),
      waitingBlobs: countUploading(db),
      missingBlobs,
      nextTryAt,
      clarifications: openPoints(),
      problem,
    };
    peaks.sending = facts.waitingBlobs === 0 ? 0 : Math.max(peaks.sending, facts.waitingBlobs);
    peaks.fetching = missingBlobs === 0 ? 0 : Math.max(peaks.fetching, missingBlobs);
    return { ...facts, words: syncWords(facts, desk.now()) };
  };
  const tell = () => {
    const state = read();
    const isSame = last !== null && JSON.stringify(state) === JSON.stringify(last);
    last = state;
    if (!isSame) for (const listener of listeners) listener(state);
  };
  const later = (milliseconds: number): number => {
    nextTryAt = new Date(Date.parse(desk.now()) + milliseconds).toISOString();
    return milliseconds;
  };

  return {
    isConnected: () => connection === 'connected',
    /** Gives the state as it is; after the store is closed the last one. */
    state: (): SyncState => {
      try {
        last = read();
      } catch (error) {
        if (!last) throw error;
      }
      return last;
    },
    /** The most contents that waited to be sent, and to be fetched, since none did last. */
    peaks: () => ({ ...peaks }),
    onState(listener: (state: SyncState) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: tell,
    connecting() {
      if (connection === 'loggedOut' || connection === 'mustUpgrade') connection = 'connecting';
      nextTryAt = null;
    },
    /** The centre answers, and what is needed first is here; more is on its way. */
    reached() {
      connection = 'connected';
      offlineSince = null;
      tell();
    },
    connected(round: RoundResult) {
      connection = 'connected';
      offlineSince = null;
      nextTryAt = null;
      failures = 0;
      problem = round.problem;
      withoutWaitingForDisk(db, () => updateMeta(db, { lastSyncedAt: desk.now() }));
      tell();
    },
    /** The centre is there but asks for patience; gives the milliseconds to wait. */
    waiting(milliseconds: number): number {
      const wait = later(milliseconds);
      tell();
      return wait;
    },
    /** Notes a failure; gives the milliseconds until the next try. */
    failed(error: AppError, milliseconds: number): number {
      failures += 1;
      const needsHer = error.code === 'unauthenticated' || error.code === 'must_upgrade';
      if (error.code === 'unauthenticated') connection = 'loggedOut';
      else if (error.code === 'must_upgrade') connection = 'mustUpgrade';
      else if (connection !== 'connected' || failures > quietFailures) connection = 'offline';
      if (connection === 'offline') offlineSince ??= desk.now();
      const { told } = error.details;
      problem = error.code === 'offline' ? (typeof told === 'string' ? told : null) : error.message;
      const wait = later(needsHer ? restMilliseconds : milliseconds);
      tell();
      return wait;
    },
    /** She has stopped the sync until a moment. */
    paused(until: Moment) {
      connection = 'paused';
      pausedUntil = until;
      offlineSince = null;
      nextTryAt = null;
      problem = null;
      failures = 0;
      tell();
    },
    /** A pause is over; whether the centre is there shows the next round. */
    goingOn() {
      if (connection !== 'paused') return;
      connection = 'connecting';
      pausedUntil = null;
      tell();
    },
    noteMissing(count: number) {
      missingBlobs = count;
      tell();
    },
  };
}
