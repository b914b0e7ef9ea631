import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import type { Day } from '../../core/domain/moments.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';

export type Worker = {
  id: Id;
  familyName: string;
  givenName: string;
  signature: string;
  role: Role;
  teamId: Id | null;
  teamName: string | null;
  inboxId: Id | null;
  isActive: boolean;
};
type WorkerRow = {
  id: Buffer;
  family_name: string;
  given_name: string;
  signature: string;
  role: Role;
  team_id: Buffer | null;
  team_name: string | null;
  inbox_id: Buffer | null;
  is_active: number;
};

const house = idBytes(houseScopeId);

const selectWorkers = `SELECT worker.id, worker.family_name, worker.given_name, worker.signature, worker.role, worker.team_id,
  team.name AS team_name, worker.inbox_id, worker.is_active
  FROM worker LEFT JOIN team ON team.scope_id = worker.scope_id AND team.id = worker.team_id`;

/** All workers of the house by family name, also those who have left. */
export function listWorkers(db: ReadableDb): Worker[] {
  return all<WorkerRow>(db, `${selectWorkers} ORDER BY worker.family_name, worker.given_name`).map(toWorker);
}

function toWorker(row: WorkerRow): Worker {
  return {
    id: idText(row.id),
    familyName: row.family_name,
    givenName: row.given_name,
    signature: row.signature,
    role: row.role,
    teamId: row.team_id ? idText(row.team_id) : null,
    teamName: row.team_name,
    inboxId: row.inbox_id ? idText(row.inbox_id) : null,
    isActive: row.is_active === 1,
  };
}

/** The name of the house; empty before the first fetch. */
export function officeName(db: ReadableDb): string {
  return first<{ name: string }>(db, 'SELECT name FROM office ORDER BY id LIMIT 1')?.name ?? '';
}

export function listTeams(db: ReadableDb): { id: Id; name: string; branchOfficeName: string; inboxId: Id | null }[] {
  const rows = all<{ id: Buffer; name: string; branch_name: string | null; inbox_id: Buffer | null }>(
    db,
    `SELECT team.id, team.name, branch_office.name AS branch_name, team.inbox_id FROM team
     LEFT JOIN branch_office ON branch_office.scope_id = team.scope_id AND branch_office.id = team.branch_office_id
     ORDER BY branch_office.name, team.name`,
  );
  return rows.map((row) => ({
    id: idText(row.id),
    name: row.name,
    branchOfficeName: row.branch_name ?? '',
    inboxId: row.inbox_id ? idText(row.inbox_id) : null,
  }));
}

/** Registers that are valid on a day, in the order of their numbers. */
export function listRegisters(
  db: ReadableDb,
  today: Day,
): { id: Id; number: number; name: string; isProtected: boolean }[] {
  const rows = all<{ id: Buffer; number: number; name: string; is_protected: number }>(
    db,
    `SELECT id, number, name, is_protected FROM register
     WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY number, name`,
    today,
    today,
  );
  return rows.map((row) => ({
    id: idText(row.id),
    number: row.number,
    name: row.name,
    isProtected: row.is_protected === 1,
  }));
}

export type Keyword = { id: Id; registerId: Id; name: string; rules: BodyOf<'keyword'>['rules']; isValid: boolean };

/** All keywords by register and name; those not valid on the day stay for documents that bear them. */
export function listKeywords(db: ReadableDb, today: Day): Keyword[] {
  const rows = all<{ id: Buffer; register_id: Buffer; name: string; rules: string; is_valid: number }>(
    db,
    `SELECT keyword.id, keyword.register_id, keyword.name, keyword.rules,
       keyword.valid_from <= ? AND (keyword.valid_to IS NULL OR keyword.valid_to >= ?) AS is_valid
     FROM keyword LEFT JOIN register ON register.scope_id = keyword.scope_id AND register.id = keyword.register_id
     ORDER BY register.number, keyword.name`,
    today,
    today,
  );
  return rows.map((row) => ({
    id: idText(row.id),
    registerId: idText(row.register_id),
    name: row.name,
    rules: JSON.parse(row.rules),
    isValid: row.is_valid === 1,
  }));
}

/** Whether documents under these keywords are protected: by a keyword's own rule or by its register. */
export function isAnyProtected(db: ReadableDb, keywordIds: readonly Id[]): boolean {
  return keywordIds.some((keywordId) => {
    const row = first<{ is_protected: number }>(
      db,
      `SELECT coalesce(json_extract(keyword.rules, '$.isProtected'), 0) OR coalesce(register.is_protected, 0) AS is_protected
       FROM keyword LEFT JOIN register ON register.scope_id = keyword.scope_id AND register.id = keyword.register_id
       WHERE keyword.scope_id = ? AND keyword.id = ?`,
      house,
      idBytes(keywordId),
    );
    return row?.is_protected === 1;
  });
}
