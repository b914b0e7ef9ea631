import { knownLimit, type PushRequest, pushLimit, schemaVersion } from '../../core/contract/central.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { readMeta } from '../../db/meta.ts';
import { type OutboxEntry, outboxScopesOf, setMid, waitingEntries } from '../../db/outbox.ts';
import { readScope } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import { mostSteps, type RoundParts, type RoundResult } from './round-parts.ts';
import { takeEpoch, takeForgotten } from './take-changes.ts';
import { numberEntries, takePush } from './take-push.ts';
import { takeScopes, tellPlaces } from './take-scopes.ts';
import { giveUp, unsentContents } from './uploads.ts';

const pushBytes = 1024 * 1024;
const unclear =
  'Die Zentrale ist neuer als dieses Programm und hat auf eine Ihrer Änderungen etwas geantwortet, das es nicht versteht. Die Änderung ist hier aufbewahrt und wird wieder gesendet. Bitte lassen Sie Aktenpult erneuern.';

/** Sends waiting commands in order, a batch at a time; true when the centre took a decision on any. */
export async function pushAll(parts: RoundParts, result: RoundResult): Promise<boolean> {
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
