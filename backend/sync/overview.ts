import { schemaVersion } from '../../core/contract/central.ts';
import type { Shape } from '../../core/contract/desk.ts';
import type { arrivedRow, syncOverview, waitingRow } from '../../core/contract/sync-shapes.ts';
import { bytesOnDesk } from '../../db/blob-table.ts';
import { isDamaged } from '../../db/damage-mark.ts';
import { countWaiting, type OutboxEntry, waitingEntries } from '../../db/outbox.ts';
import {
  contentsByState,
  countNewerWaiting,
  countUnread,
  missingContents,
  scopeCounts,
} from '../../db/queries/sync-overview.ts';
import { countMismatched } from '../../db/scopes.ts';
import type { Desk } from '../commands/desk.ts';
import { contentLimit, freeBytes } from './content-room.ts';
import type { SyncEngine } from './engine.ts';
import { failureWords } from './failure-words.ts';
import { placeOfCommand, placeOfScope } from './place-words.ts';
import type { Arrival, ArrivingKind } from './sync-log.ts';
import { unsentContents } from './uploads.ts';

const rowsShown = 200;

/** Everything the page about the sync shows: what waits, what came, what is missing, what failed. */
export function readOverview(
  desk: Desk,
  sync: Pick<SyncEngine, 'log' | 'state' | 'peaks'>,
): Shape<typeof syncOverview> {
  const { db } = desk.store;
  const { arrivals, failures } = sync.log();
  const scopes = scopeCounts(db);
  const sum = (of: 'complete' | 'total' | 'behind') => scopes.reduce((total, scope) => total + scope[of], 0);
  const { present, uploading } = contentsByState(db);
  const peaks = sync.peaks();
  const missing = missingContents(db);
  return {
    waiting: waitingEntries(db, rowsShown).map((entry) => waitingRowOf(desk, entry)),
    waitingCount: countWaiting(db),
    newer: { unread: countUnread(db), waiting: countNewerWaiting(db, schemaVersion) },
    unsent: { ...uploading, most: Math.max(peaks.sending, uploading.count) },
    arrived: arrivals.flatMap((arrival) => arrivedRowOf(desk, arrival)),
    scopes: {
      ...{ complete: sum('complete'), total: sum('total'), behind: sum('behind') },
      differing: countMismatched(db),
    },
    missing: {
      ...missing,
      onDesk: { count: present.count + uploading.count, bytes: present.bytes + uploading.bytes },
    },
    // What the queue counts is told now and then only.
    fetching: { count: Math.min(sync.state().missingBlobs, missing.all.count), most: peaks.fetching },
    storage: {
      usedBytes: bytesOnDesk(db),
      limitBytes: Math.floor(contentLimit(desk.store)),
      freeBytes: freeBytes(desk.store),
    },
    isDamaged: isDamaged(desk.store.folder),
    failures: failures.map((failure) => ({ at: failure.at, words: failureWords(failure), count: failure.count })),
  };
}

function waitingRowOf(desk: Desk, entry: OutboxEntry): Shape<typeof waitingRow> {
  const { db, blobs } = desk.store;
  const contents = unsentContents(desk, entry);
  return {
    commandId: entry.id,
    label: entry.label,
    at: entry.at,
    ...placeOfCommand(db, entry.args),
    isOrphan: entry.state === 'orphan',
    contents: {
      count: contents.length,
      bytes: contents.reduce((sum, sha256) => sum + (blobs.info(sha256)?.size ?? 0), 0),
    },
  };
}

const names: Record<ArrivingKind, [one: string, many: string]> = {
  inboxItem: ['Schreiben', 'Schreiben'],
  document: ['Dokument', 'Dokumente'],
  note: ['Vermerk', 'Vermerke'],
  followUp: ['Wiedervorlage', 'Wiedervorlagen'],
  lateWork: ['Nachlauf', 'Nachläufe'],
};

/** Nothing for a file that has gone from this desk since. */
function arrivedRowOf({ store: { db } }: Desk, { at, scopeId, counts }: Arrival): Shape<typeof arrivedRow>[] {
  const { caseFileId, place } = placeOfScope(db, scopeId);
  if (place === null || (caseFileId === null && !place.startsWith('Postkorb'))) return [];
  const words = Object.entries(counts).map(([kind, count]) => {
    const [one, many] = names[kind as ArrivingKind];
    return `${count} ${count === 1 ? one : many}`;
  });
  return [{ at, caseFileId, place, words: words.join(', ') }];
}
