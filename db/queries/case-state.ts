import type { Id } from '../../core/domain/ids.ts';
import { readRecord } from '../records.ts';
import type { ReadableDb } from '../sql.ts';
import { listHistory } from './document-detail.ts';
import { workerNames } from './names.ts';

export type StateChange = {
  stateChange: { at: string; byName: string; reason: string | null } | null;
  stateChangeId: Id | null;
};

/** Who closed or opened the file last; of before that was kept on the cover, what its history says. */
export function lastStateChange(db: ReadableDb, caseFileId: Id): StateChange {
  const kept = readRecord(db, 'caseFile', caseFileId, caseFileId)?.stateChange;
  if (kept) {
    const { id, at, by, reason } = kept;
    return { stateChange: { at, byName: workerNames(db)(by), reason }, stateChangeId: id };
  }
  const line = listHistory(db, caseFileId, caseFileId).find(({ field }) => field === 'caseFile/state');
  return { stateChange: line ? { at: line.at, byName: line.byName, reason: null } : null, stateChangeId: null };
}
