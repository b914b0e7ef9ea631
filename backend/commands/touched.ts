import type { Id } from '../../core/domain/ids.ts';
import type { RecordKind } from '../../core/domain/records.ts';
import { readRecord, type RecordPlace } from '../../db/records.ts';
import { readScope } from '../../db/scopes.ts';
import type { ReadableDb } from '../../db/sql.ts';
import type { RecordsChanged } from './changes.ts';

/** A worker's own marks lie in her own scope and count for the files they are about. */
export const ownMarks: ReadonlySet<RecordKind> = new Set(['readMark', 'visit', 'pin']);

/** Which case files and Postkörbe records belong to, for telling what has changed. Own marks count for the file they are about. */
export function touchedBy(db: ReadableDb, places: readonly RecordPlace[]): RecordsChanged {
  const caseFileIds = new Set<Id>();
  const visitedIds = new Set<Id>();
  const inboxIds = new Set<Id>();
  const kinds = new Set<RecordKind>();
  const scopeKinds = new Map<Id, string | undefined>();
  for (const place of places) {
    kinds.add(place.kind);
    if (!scopeKinds.has(place.scopeId)) scopeKinds.set(place.scopeId, readScope(db, place.scopeId)?.kind);
    const kind = scopeKinds.get(place.scopeId);
    if (kind === 'c') caseFileIds.add(place.scopeId);
    else if (kind === 'o') inboxIds.add(place.scopeId);
    else if (ownMarks.has(place.kind)) {
      const mark = readRecord(db, place.kind as 'readMark' | 'visit' | 'pin', place.scopeId, place.id);
      if (mark) (place.kind === 'visit' ? visitedIds : caseFileIds).add(mark.caseFileId);
    }
  }
  const house = [...scopeKinds.values()].includes('g');
  return {
    caseFileIds: [...caseFileIds],
    visitedIds: [...visitedIds],
    inboxIds: [...inboxIds],
    house,
    kinds: [...kinds],
  };
}
