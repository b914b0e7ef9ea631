import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import { countPurges, readMeta, updateMeta } from '../../db/meta.ts';
import { denyScope, readScope, scopesBehind, scopesToPull } from '../../db/scopes.ts';
import { inTransaction } from '../../db/sql.ts';
import type { RecordPlace } from '../../db/records.ts';
import type { Desk } from '../commands/desk.ts';
import { fetchWhole } from './fetch-whole.ts';
import { pushAll } from './push-all.ts';
import { mostSteps, type RoundParts, type RoundResult } from './round-parts.ts';
import { isFromBefore, takeChanges, takeEpoch, takeForgotten } from './take-changes.ts';
import { sendAccess } from './send-access.ts';
import { again, takeScopes, tellPlaces } from './take-scopes.ts';

const scopesAtOnce = 200;

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
    if (isTooOld(error)) {
      // A desk that was never told anything hears in the first answer of which timeline the centre is, and sends then.
      if (readMeta(db).epoch === null) await pushAll(parts, result);
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
    if ((await readChanges(parts, result)) && (await pullAll(parts, result))) return;
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

const oddRights =
  'Die Liste der Akten, die Sie sehen dürfen, kam anders an, als die Zentrale sie gesendet hat. Sie wird noch einmal geholt; bis dahin bleibt hier alles, wie es ist.';

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

/** False when the centre turned out to have been set back: its changes have to be read anew. */
async function pullAll(parts: RoundParts, result: RoundResult): Promise<boolean> {
  const { db } = parts.desk.store;
  result.waitForRest = null;
  if (!(await takeWhole(parts, result))) return true;
  for (let step = 0; step < mostSteps && parts.mayGoOn(); step += 1) {
    const need = scopesToPull(db, scopesAtOnce, result.waitForRest === null);
    if (need.length === 0) return true;
    const outcome = await pull(parts, need, result);
    if (outcome === 'setBack' || outcome === 'nothing') return outcome === 'nothing';
  }
  return true;
}

/**
 * One pull; `nothing` when no further one makes sense now, `denied` when the rights must be asked for, `setBack` when the centre does not
 * know what it had told before.
 */
async function pull(
  parts: RoundParts,
  need: { scopeId: Id; after: number }[],
  result: RoundResult,
): Promise<'taken' | 'denied' | 'nothing' | 'setBack'> {
  const { desk, central } = parts;
  const { db } = desk.store;
  result.hasWorked = true;
  const told = new Map(need.map(({ scopeId }) => [scopeId, readScope(db, scopeId)?.head ?? 0]));
  const response = await central.pull({ need });
  if (!parts.mayGoOn() || takeEpoch(db, response.epoch, desk.newId)) return 'nothing';
  // It had told that number before it was asked: numbers only grow.
  if (response.scopes.some(({ scopeId, head }) => head < (told.get(scopeId) ?? 0))) {
    takeForgotten(db, desk.newId);
    return 'setBack';
  }
  refuseDenied(desk, response.denied);
  await takeScopes(parts, response.scopes, result);
  if (response.denied.length > 0) return 'denied';
  return response.scopes.length === 0 ? 'nothing' : 'taken';
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
