import { hash } from 'node:crypto';
import type { ChangesResponse, Manifest } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { levelSchema, scopeKindSchema } from '../../core/domain/levels.ts';
import type { Moment } from '../../core/domain/moments.ts';
import { manifestText } from '../../core/sync/manifest-text.ts';
import { sendAccessAgain } from '../../db/access-events.ts';
import { readMeta, updateMeta } from '../../db/meta.ts';
import { withoutWaitingForDisk } from '../../db/open.ts';
import { requeueSent } from '../../db/outbox.ts';
import { outboxEntries } from '../../db/outbox.ts';
import {
  compareStanding,
  expiredScopes,
  type ManifestScope,
  purgeScope,
  raiseHead,
  readScope,
  refetchAllScopes,
  replaceScopes,
} from '../../db/scopes.ts';
import { inTransaction, type WritableDb } from '../../db/sql.ts';
import { restoreImages } from '../../db/undo-images.ts';
import { dropSettled, replayAll } from './rebase.ts';

/** `isOdd`: the list of rights was not as the centre made it, and is asked for again. */
export type ChangesTaken = { isApplied: boolean; isOdd: boolean; gained: Id[]; lost: Id[] };

/**
 * Writes which scopes changed and which rights there are into the store, with the cursor, in one transaction. An answer that does
 * not start from our cursor or is older than our rights is dropped whole. Scopes that a complete manifest no longer names are purged.
 */
export function takeChanges(db: WritableDb, response: ChangesResponse): ChangesTaken {
  // Heads and cursor are told again if a power cut takes them back together; what a manifest purges must be gone for good.
  return response.manifest ? writeChanges(db, response) : withoutWaitingForDisk(db, () => writeChanges(db, response));
}

function writeChanges(db: WritableDb, response: ChangesResponse): ChangesTaken {
  return inTransaction(db, () => {
    const meta = readMeta(db);
    if (response.base !== meta.cursor || response.accessVersion < meta.accessVersion) {
      return { isApplied: false, isOdd: false, gained: [], lost: [] };
    }
    const { manifest } = response;
    const rights = manifest ? takeManifest(db, manifest) : { gained: [], lost: [] };
    for (const { scopeId, head, digest } of response.heads) {
      raiseHead(db, scopeId, head);
      // The same number with other rows: the centre was set back and has gone on from there.
      if (digest !== undefined) compareStanding(db, scopeId, head, digest);
    }
    const hasRights = manifest ? isWhole(manifest) : response.accessVersion === meta.accessVersion;
    // Without its manifest a new version of rights is asked for again.
    updateMeta(db, { cursor: response.cursor, accessVersion: hasRights ? response.accessVersion : -1 });
    return { isApplied: true, isOdd: manifest !== null && !hasRights, ...rights };
  });
}

function isWhole(manifest: Manifest): boolean {
  if (manifest.count !== manifest.scopes.length) return false;
  return manifest.hash === undefined || manifest.hash === hash('sha256', manifestText(manifest));
}

/** A list that is not whole, or not as the centre made it, takes nothing away. */
function takeManifest(db: WritableDb, manifest: Manifest): { gained: Id[]; lost: Id[] } {
  if (!isWhole(manifest)) return { gained: [], lost: [] };
  const { gained, lost } = replaceScopes(db, understoodScopes(db, manifest));
  for (const scopeId of lost) purgeScope(db, scopeId);
  if (lost.length > 0) dropSettled(db);
  return { gained, lost };
}

/**
 * A newer centre may name kinds of scopes and levels that this program does not know. A new kind is left out until the program is renewed,
 * which then asks for the whole list; a scope that is here keeps the level it had: what is not understood takes nothing away.
 */
function understoodScopes(db: WritableDb, { scopes }: Manifest): ManifestScope[] {
  return scopes.flatMap(({ scopeId: id, kind, level, ...times }) => {
    const standing = readScope(db, id);
    const known = {
      kind: scopeKindSchema.safeParse(kind).data ?? standing?.kind,
      level: levelSchema.safeParse(level).data ?? standing?.level,
    };
    return known.kind && known.level ? [{ id, kind: known.kind, level: known.level, ...times }] : [];
  });
}

/** Takes scopes off this desk whose time is over by its own clock. The next answer of the centre corrects a wrong clock. */
export function purgeExpired(db: WritableDb, now: Moment): Id[] {
  return inTransaction(db, () => {
    const expired = expiredScopes(db, now);
    for (const scopeId of expired) purgeScope(db, scopeId);
    if (expired.length > 0) {
      dropSettled(db);
      updateMeta(db, { accessVersion: -1 });
    }
    return expired;
  });
}

/**
 * The centre tells another epoch: it was restored from a copy. What it may have forgotten is pushed again, as a new client, and
 * everything is fetched anew. The first epoch a store hears of is only noted. Gives true when the store was turned over.
 */
export function takeEpoch(db: WritableDb, epoch: string, newId: () => Id): boolean {
  const meta = readMeta(db);
  if (meta.epoch === epoch) return false;
  if (meta.epoch === null) {
    updateMeta(db, { epoch });
    return false;
  }
  turnOver(db, epoch, newId());
  return true;
}

/**
 * The centre does not know what it acknowledged to this store: its data were set back and nobody told it, by a fail-over that lost the end or
 * a copy of the whole machine. Everything it may have forgotten is pushed again, as after a restore.
 */
export function takeForgotten(db: WritableDb, newId: () => Id): void {
  turnOver(db, readMeta(db).epoch, newId());
}

/** True for an answer from a time before the one it was asked from: the oldest open transaction of a database never becomes an older one. */
export function isFromBefore({ base, cursor }: Pick<ChangesResponse, 'base' | 'cursor'>): boolean {
  return BigInt(cursor) < BigInt(base);
}

function turnOver(db: WritableDb, epoch: string | null, clientId: Id): void {
  inTransaction(db, () => {
    restoreImages(
      db,
      outboxEntries(db).map((entry) => entry.row),
    );
    requeueSent(db);
    sendAccessAgain(db);
    replayAll(db);
    refetchAllScopes(db);
    updateMeta(db, { epoch, clientId, nextMid: 1, lastAcknowledged: null, cursor: '0', accessVersion: -1 });
  });
}
