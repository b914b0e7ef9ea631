import {
  knownLimit,
  type PulledScope,
  type PullResponse,
  type PushRequest,
  pushLimit,
  schemaVersion,
} from '../../core/contract/central.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { countPurges, readMeta, updateMeta } from '../../db/meta.ts';
import { type OutboxEntry, outboxScopesOf, setMid, waitingEntries } from '../../db/outbox.ts';
import { denyScope, readScope, scopesBehind, scopesToPull } from '../../db/scopes.ts';
import { inTransaction } from '../../db/sql.ts';
import type { RecordPlace } from '../../db/records.ts';
import type { Desk } from '../commands/desk.ts';
import { touchedBy } from '../commands/touched.ts';
import type { Refusals } from './ask-refusals.ts';
import type { Central } from './central.ts';
import { fetchWhole } from './fetch-whole.ts';
import { isFromBefore, takeChanges, takeEpoch, takeForgotten } from './take-changes.ts';
import { takePull } from './take-pull.ts';
import { sendAccess } from './send-access.ts';
import { numberEntries, takePush } from './take-push.ts';
import { giveUp, unsentContents } from './uploads.ts';
import type { Hint } from './wanted.ts';

const pushBytes = 1024 * 1024;
const scopesAtOnce = 200;
/** A round that finds no end is left; the next one goes on from what is in the store. */
const mostSteps = 10_000;

export type RoundParts = {
  desk: Desk;
  central: Central;
  pause: () => Promise<void>;
  mayGoOn: () => boolean;
  /** The worker has just done something: it goes out before the desk asks for news, so that others see it sooner. */
  sendsFirst: boolean;
  /** The centre has said what is new; fetching it may take long. */
  onReached: () => void;
  /** Lists of what is to be done are whole; files may still be coming. */
  onWorklist: () => void;
  /** Rows that others' work or her own has brought here. */
  onArrived: (places: readonly RecordPlace[]) => void;
  /** Asked for what was refused and is not known here, once everything that waits has been sent. */
  refusals: Refusals;
  /** What pokes named: only that is fetched. null: everything that is new. */
  hint: Hint;
  /** What pokes brought along: answers to pulls nobody had to ask for. */
  brought: readonly PullResponse[];
};
export type RoundResult = {
  gained: Id[];
  lost: Id[];
  /** The centre asked to come again later with what waits. */
  mustWait: boolean;
  /** Milliseconds after which the centre has time for the rest of a first fetch. */
  waitForRest: number | null;
  /** Commands went out between two streams of a first fetch; what came of them is still to be fetched. */
  hasPushed: boolean;
  /** A German sentence about something that needs somebody's eye. */
  problem: string | null;
  /** A command wrote where this desk does not look: perhaps there are new rights. */
  mustAsk: boolean;
  /** Something was sent or fetched. */
  hasWorked: boolean;
  /** The centre was asked for everything that is new. */
  isWhole: boolean;
};

/** Everything there is to do once: fetch what is new, send what waits, fetch what came of it. What cannot be sent stops no fetching. */
export async function runRound(parts: RoundParts): Promise<RoundResult> {
  const { db } = parts.desk.store;
  const result: RoundResult = {
    gained: [],
    lost: [],
    mustWait: false,
    waitForRest: null,
    hasPushed: false,
    problem: null,
    mustAsk: false,
    hasWorked: false,
    isWhole: false,
  };
  if (parts.sendsFirst && readMeta(db).epoch !== null) await pushAll(parts, result);
  try {
    if (!(await fetchHinted(parts, result))) await fetchNews(parts, result);
  } catch (error) {
    // A centre that no longer serves a program so old still takes what was done with it.
    if (isTooOld(error) && readMeta(db).epoch !== null) {
      await pushAll(parts, result);
      await sendAccess(parts.desk, parts.central, parts.mayGoOn);
    }
    throw error;
  }
  if (result.mustWait) return result;
  const hasPushed = await pushAll(parts, result);
  if (result.isWhole) {
    await sendAccess(parts.desk, parts.central, parts.mayGoOn);
    await parts.refusals.ask(parts.mayGoOn);
  }
  if (!hasPushed && !result.hasPushed) return result;
  if (result.isWhole || result.mustAsk) await fetchNews(parts, result);
  else await pullAll(parts, result);
  return result;
}

function isTooOld(error: unknown): boolean {
  return error instanceof AppError && error.code === 'must_upgrade';
}

/**
 * Fetches what pokes named and what own commands wrote. Hints are never written down: what the pull answers counts. False when that
 * is not enough and the centre must be asked for everything.
 */
async function fetchHinted(parts: RoundParts, result: RoundResult): Promise<boolean> {
  if (!parts.hint || result.mustAsk) return false;
  if (!(await takeBrought(parts, result))) return false;
  const need = scopesBehind(parts.desk.store.db, parts.hint);
  if (need === null || need.length > scopesAtOnce) return false;
  if (need.length > 0 && (await pull(parts, need, result)) !== 'taken') return false;
  await pullAll(parts, result);
  return !result.mustAsk;
}

/** Takes what pokes brought along as far as it goes on from what is here. False when it is of another timeline: that is asked about. */
async function takeBrought(parts: RoundParts, result: RoundResult): Promise<boolean> {
  const { epoch } = readMeta(parts.desk.store.db);
  for (const brought of parts.brought) {
    if (brought.epoch !== epoch) return false;
    await takeScopes(parts, brought.scopes, result);
  }
  return true;
}

async function fetchNews(parts: RoundParts, result: RoundResult): Promise<void> {
  result.isWhole = true;
  for (let attempt = 0; attempt < 3 && parts.mayGoOn(); attempt += 1) {
    if (await readChanges(parts, result)) break;
  }
  await pullAll(parts, result);
}

/** False when the answer could not be used and should be asked for again. */
async function readChanges(parts: RoundParts, result: RoundResult): Promise<boolean> {
  const { desk, central, mayGoOn } = parts;
  const { db } = desk.store;
  const { cursor, accessVersion, lastAcknowledged } = readMeta(db);
  const cleared = countPurges(db) === 0 && accessVersion >= 0 ? accessVersion : undefined;
  const response = await central.changes({ cursor, accessVersion, cleared, after: lastAcknowledged ?? undefined });
  if (!mayGoOn()) return true;
  if (takeEpoch(db, response.epoch, desk.newId)) return false;
  if (response.base === readMeta(db).cursor && (response.isForgotten || isFromBefore(response))) {
    takeForgotten(db, desk.newId);
    return false;
  }
  parts.onReached();
  parts.refusals.told(response.refusals ?? '');
  const taken = takeChanges(db, response);
  if (taken.isOdd) result.problem = oddRights;
  if (taken.gained.length > 0) result.gained.push(...taken.gained);
  noteLost(parts, taken.lost, result);
  if (taken.gained.length > 0) desk.changes.tell('scopes', { gained: taken.gained, lost: [] });
  return taken.isApplied;
}

function noteLost({ desk }: RoundParts, lost: Id[], result: RoundResult): void {
  if (lost.length === 0) return;
  result.lost.push(...lost);
  desk.changes.tell('scopes', { gained: [], lost });
}

const unclear =
  'Die Zentrale ist neuer als dieses Programm und hat auf eine Ihrer Änderungen etwas geantwortet, das es nicht versteht. Die Änderung ist hier aufbewahrt und wird wieder gesendet. Bitte lassen Sie Aktenpult erneuern.';
const oddRights =
  'Die Liste der Akten, die Sie sehen dürfen, kam anders an, als die Zentrale sie gesendet hat. Sie wird noch einmal geholt; bis dahin bleibt hier alles, wie es ist.';
const again = 'Ein Teil der Akten wird noch einmal geladen, weil er nicht vollständig angekommen ist.';

/** False when the centre has another epoch and there is nothing to pull before its changes are read. */
async function takeWhole(parts: RoundParts, result: RoundResult): Promise<boolean> {
  const { desk } = parts;
  const whole = {
    ...parts,
    refuseDenied: (denied: readonly Id[]) => refuseDenied(desk, denied),
    tellPlaces: (places: readonly RecordPlace[]) => tellPlaces(desk, places),
  };
  for (let step = 0; step < mostSteps && parts.mayGoOn(); step += 1) {
    const { outcome, wait, hasProblem } = await fetchWhole(whole);
    if (hasProblem) result.problem = again;
    if (outcome === 'busy') result.waitForRest = wait;
    if (outcome !== 'more') return outcome !== 'otherEpoch';
    // What she has done meanwhile need not wait for all files.
    if (await pushAll(parts, result)) result.hasPushed = true;
  }
  return true;
}

async function pullAll(parts: RoundParts, result: RoundResult): Promise<void> {
  const { db } = parts.desk.store;
  result.waitForRest = null;
  if (!(await takeWhole(parts, result))) return;
  for (let step = 0; step < mostSteps && parts.mayGoOn(); step += 1) {
    const need = scopesToPull(db, scopesAtOnce, result.waitForRest === null);
    if (need.length === 0 || (await pull(parts, need, result)) === 'nothing') return;
  }
}

/** One pull; `nothing` when no further one makes sense now, `denied` when the rights must be asked for. */
async function pull(
  parts: RoundParts,
  need: { scopeId: Id; after: number }[],
  result: RoundResult,
): Promise<'taken' | 'denied' | 'nothing'> {
  const { desk, central } = parts;
  const { db } = desk.store;
  result.hasWorked = true;
  const response = await central.pull({ need });
  if (!parts.mayGoOn() || takeEpoch(db, response.epoch, desk.newId)) return 'nothing';
  refuseDenied(desk, response.denied);
  await takeScopes(parts, response.scopes, result);
  if (response.denied.length > 0) return 'denied';
  return response.scopes.length === 0 ? 'nothing' : 'taken';
}

async function takeScopes(parts: RoundParts, scopes: readonly PulledScope[], result: RoundResult): Promise<void> {
  const { desk } = parts;
  const taken = await takePull(desk.store.db, scopes, async () => {
    desk.changes.tell('progress', {});
    await parts.pause();
  });
  if (taken.rows > 0) result.hasWorked = true;
  // Rows that this program is too old for are no trouble on the way: the page about the sync tells of them.
  if (taken.mismatched.length > 0) result.problem = again;
  parts.onArrived(taken.places);
  tellPlaces(desk, taken.places);
}

/** Whoever is denied without being told by a manifest asks for a new one. */
function refuseDenied(desk: Desk, denied: readonly Id[]): void {
  if (denied.length === 0) return;
  const { db } = desk.store;
  inTransaction(db, () => {
    for (const scopeId of denied) denyScope(db, scopeId);
    updateMeta(db, { accessVersion: -1 });
  });
}

/** Sends waiting commands in order, a batch at a time; true when the centre took a decision on any. */
async function pushAll(parts: RoundParts, result: RoundResult): Promise<boolean> {
  const { desk, central } = parts;
  const { db } = desk.store;
  let hasPushed = false;
  for (let step = 0; step < mostSteps && parts.mayGoOn(); step += 1) {
    const batch = nextBatch(desk);
    if (batch.length === 0) return hasPushed;
    result.hasWorked = true;
    const request = requestOf(desk, batch);
    const response = await central.push(request);
    if (!parts.mayGoOn()) return hasPushed;
    if (response.stopped === 'epoch' || response.epoch !== request.epoch) {
      result.mustAsk = true;
      return takeEpoch(db, response.epoch, desk.newId) || hasPushed;
    }
    if (response.stopped === 'forgotten') {
      takeForgotten(db, desk.newId);
      result.mustAsk = true;
      return true;
    }
    const taken = takePush(db, response, desk.newId, desk.now());
    tellPush(desk, taken);
    if (response.pulled) await takeScopes(parts, response.pulled, result);
    if (taken.accepted + taken.refused > 0) hasPushed = true;
    if (taken.isElsewhere) result.mustAsk = true;
    if (taken.missing) noteMissing(desk, taken.missing);
    if (taken.mustWait) result.mustWait = true;
    if (taken.isUnclear) result.problem = unclear;
    if (response.stopped === 'unknown') return hasPushed;
    const isStuck = taken.accepted + taken.refused === 0 && response.stopped === null;
    if (taken.mustWait || isStuck) return hasPushed;
  }
  return hasPushed;
}

/** Contents that are here are sent before the command is tried again; without them it can never be carried out. */
function noteMissing(desk: Desk, missing: { entry: OutboxEntry; sha256s: string[] }): void {
  const { blobs } = desk.store;
  if (!missing.sha256s.every((sha256) => blobs.has(sha256))) return giveUp(desk, missing.entry);
  for (const sha256 of missing.sha256s) blobs.markMissing(sha256);
}

/** Commands from the front of the outbox whose contents the centre has; the first without holds up those behind it, to keep the order. */
function nextBatch(desk: Desk): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  let bytes = 0;
  for (const entry of waitingEntries(desk.store.db, pushLimit)) {
    bytes += JSON.stringify(entry.args).length;
    if (batch.length > 0 && bytes > pushBytes) break;
    if (unsentContents(desk, entry).length > 0) break;
    batch.push(entry);
  }
  return batch;
}

function requestOf(desk: Desk, batch: readonly OutboxEntry[]): PushRequest {
  const { db } = desk.store;
  const commands = numberEntries(db, batch, (row, mid) => setMid(db, row, mid)).map((entry) => ({
    mid: entry.mid ?? 0,
    id: entry.id,
    name: entry.name,
    args: entry.args,
    at: entry.at,
    schema: entry.schema || schemaVersion,
  }));
  const { epoch, clientId, lastAcknowledged: after } = readMeta(db);
  const known = knownScopes(desk, batch);
  return { epoch: epoch ?? '', clientId, after, commands, ...(known.length > 0 ? { known } : {}) };
}

/** Scopes these commands write to, as far as all of them that the desk has heard of is here. */
function knownScopes(desk: Desk, batch: readonly OutboxEntry[]): NonNullable<PushRequest['known']> {
  const { db } = desk.store;
  const scopeIds = batch.flatMap(({ row }) => outboxScopesOf(db, row));
  const known = [...new Set(scopeIds)].flatMap((scopeId) => {
    const scope = readScope(db, scopeId);
    const isWhole = scope !== null && scope.known > 0 && scope.known === scope.head && isEnough(scope.level, 'read');
    return isWhole ? [{ scopeId, after: scope.known }] : [];
  });
  return known.slice(0, knownLimit);
}

function tellPush(desk: Desk, taken: ReturnType<typeof takePush>): void {
  tellPlaces(desk, taken.places);
  if (taken.refused > 0) {
    desk.changes.tell('clarifications', {});
    desk.changes.tell('acts', {});
  }
}

function tellPlaces(desk: Desk, places: readonly RecordPlace[]): void {
  if (places.length > 0) desk.changes.tell('records', touchedBy(desk.store.db, places));
}
