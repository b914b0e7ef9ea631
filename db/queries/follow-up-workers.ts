import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, type ReadableDb } from '../sql.ts';
import type { Viewer } from './viewer.ts';

export type FollowUpWorker = { workerId: Id; name: string; isResponsible: boolean };

/**
 * Who may be given a follow-up of a case file, because she works in it: the one responsible first, those who stand in for her now, those
 * who lead her team, and the viewer; by name, without those shut out of the file.
 */
export function listFollowUpWorkers(db: ReadableDb, viewer: Viewer, caseFileId: Id): FollowUpWorker[] {
  const rows = all<{ id: Buffer; family_name: string; given_name: string; is_responsible: number }>(
    db,
    `SELECT worker.id, worker.family_name, worker.given_name, worker.id = owner.id AS is_responsible
     FROM case_file JOIN worker AS owner ON owner.id = case_file.worker_id JOIN worker ON worker.is_active = 1
     WHERE case_file.scope_id = ?1 AND case_file.id = ?1
       AND (worker.id = owner.id OR worker.id = ?2 OR (worker.role = 'teamLead' AND worker.team_id = owner.team_id)
         OR worker.id IN (SELECT substitute_worker_id FROM substitution
           WHERE absent_worker_id = owner.id AND ended_at IS NULL AND "from" <= ?3 AND "to" > ?3))
       AND worker.id NOT IN (SELECT worker_id FROM case_access
         WHERE scope_id = ?1 AND cause <> 'audit' AND ended_at IS NULL)
     ORDER BY is_responsible DESC, worker.family_name, worker.given_name`,
    idBytes(caseFileId),
    idBytes(viewer.workerId),
    viewer.now,
  );
  return rows.map((row) => ({
    workerId: idText(row.id),
    name: `${row.family_name}, ${row.given_name}`,
    isResponsible: row.is_responsible === 1,
  }));
}
