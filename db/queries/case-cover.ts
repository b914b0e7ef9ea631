import type { Id } from '../../core/domain/ids.ts';
import { idBytes, idText } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import { missingDocuments } from './take-along.ts';
import type { Viewer } from './viewer.ts';

export type Household = {
  street: string;
  postcode: string;
  place: string;
  phone: string | null;
  mail: string | null;
  rent: number | null;
  heating: number | null;
};
export type Person = {
  id: Id;
  familyName: string;
  givenName: string;
  birthDate: string | null;
  customerNumber: string | null;
  relation: string;
};

type CoverFacts = {
  approvedFrom: string | null;
  openedOn: string;
  teamName: string | null;
  sheetCount: number;
  household: Household | null;
};

/** What the cover says beyond the line of the list; null when the file is not on this desk. Rents in cents a month. */
export function coverFacts(db: ReadableDb, caseFileId: Id): CoverFacts | null {
  const id = idBytes(caseFileId);
  const row = first<Record<string, never> & { approved_from: string | null; opened_on: string; next_sheet: number }>(
    db,
    `SELECT case_file.approved_from, case_file.opened_on, case_file.next_sheet, team.name AS team_name,
       household.id AS household_id, street, postcode, place, phone, mail, rent, heating
     FROM case_file
     LEFT JOIN household ON household.scope_id = case_file.scope_id AND household.id = case_file.household_id
     LEFT JOIN worker ON worker.id = case_file.worker_id
     LEFT JOIN team ON team.scope_id = worker.scope_id AND team.id = worker.team_id
     WHERE case_file.scope_id = ? AND case_file.id = ?`,
    id,
    id,
  );
  if (!row) return null;
  const { street, postcode, place, phone, mail, rent, heating } = row;
  return {
    approvedFrom: row.approved_from,
    openedOn: row.opened_on,
    teamName: row.team_name ?? null,
    sheetCount: row.next_sheet - 1,
    household: row.household_id
      ? {
          street: street!,
          postcode: postcode!,
          place: place!,
          phone: phone!,
          mail: mail!,
          rent: rent!,
          heating: heating!,
        }
      : null,
  };
}

/** The persons of a case file, the oldest first. */
export function listPersons(db: ReadableDb, caseFileId: Id): Person[] {
  const rows = all<{
    id: Buffer;
    family_name: string;
    given_name: string;
    birth_date: string | null;
    customer_number: string | null;
    relation: string;
  }>(
    db,
    `SELECT id, family_name, given_name, birth_date, customer_number, relation FROM person
     WHERE scope_id = ? ORDER BY birth_date IS NULL, birth_date, given_name`,
    idBytes(caseFileId),
  );
  return rows.map((row) => ({
    id: idText(row.id),
    familyName: row.family_name,
    givenName: row.given_name,
    birthDate: row.birth_date,
    customerNumber: row.customer_number,
    relation: row.relation,
  }));
}

export type RegisterCount = { registerId: Id; count: number; keywords: { keywordId: Id; count: number }[] };

/** How many filed documents there are under each register and keyword; a document under two keywords of a register counts once there. */
export function countByRegister(db: ReadableDb, caseFileId: Id): RegisterCount[] {
  const counts = all<{ id: Buffer; register_id: Buffer }>(db, selectKeywordPlaces).map((row) => ({
    key: keyOf(row.id),
    register: keyOf(row.register_id),
    ids: row,
    count: 0,
  }));
  const byKeyword = new Map(counts.map((entry) => [entry.key, entry]));
  const registers = new Map(counts.map(({ register }) => [register, { count: 0, lastDocument: '' }]));
  // One document's links come one after the other.
  for (const row of all<{ keyword_id: Buffer; document_id: Buffer }>(db, selectKeywordLinks, idBytes(caseFileId))) {
    const keyword = byKeyword.get(keyOf(row.keyword_id));
    const register = keyword && registers.get(keyword.register);
    if (!keyword || !register) continue;
    keyword.count += 1;
    const document = keyOf(row.document_id);
    if (register.lastDocument !== document) register.count += 1;
    register.lastDocument = document;
  }
  const used = Map.groupBy(
    counts.filter(({ count }) => count > 0),
    ({ register }) => register,
  );
  return [...used].map(([register, keywords]) => ({
    registerId: idText(keywords[0]!.ids.register_id),
    count: registers.get(register)?.count ?? 0,
    keywords: keywords.map(({ ids, count }) => ({ keywordId: idText(ids.id), count })),
  }));
}

const keyOf = (id: Buffer): string => id.toString('latin1');

const selectKeywordPlaces = `SELECT keyword.id, keyword.register_id
  FROM keyword LEFT JOIN register ON register.scope_id = keyword.scope_id AND register.id = keyword.register_id
  ORDER BY register.number, keyword.name`;

export const selectKeywordLinks = `SELECT link.keyword_id, link.document_id
  FROM document_keyword AS link
  JOIN document ON document.scope_id = link.scope_id AND document.id = link.document_id AND document.state = 'filed'
  WHERE link.scope_id = ? ORDER BY link.document_id`;

/** When somebody last heard from the household or wrote to it: letters either way and noted telephone calls. */
export function lastContact(db: ReadableDb, caseFileId: Id): string | null {
  const id = idBytes(caseFileId);
  const row = first<{ at: string | null }>(
    db,
    `SELECT max(at) AS at FROM (
       SELECT max(filed_at) AS at FROM document WHERE scope_id = ? AND state = 'filed' AND direction <> 'internal'
       UNION ALL SELECT max(created_at) FROM note WHERE scope_id = ? AND is_phone_call = 1 AND retracted_at IS NULL)`,
    id,
    id,
  );
  return row?.at ?? null;
}

/** The moment of the worker's visit before today's, and what others have filed since; null when she was never here before. */
export function newSince(db: ReadableDb, viewer: Viewer, caseFileId: Id): { since: string; count: number } | null {
  const since = visitBefore(db, viewer, caseFileId);
  if (since === null) return null;
  const row = first<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM document WHERE scope_id = ? AND state = 'filed' AND filed_at > ? AND filed_by <> ?`,
    idBytes(caseFileId),
    since,
    idBytes(viewer.workerId),
  );
  return { since, count: row?.count ?? 0 };
}

/** When the worker last had the file open before today (UTC day, as the command that keeps visits counts); null: never. */
export function visitBefore(db: ReadableDb, viewer: Viewer, caseFileId: Id): string | null {
  const visit = first<{ seen_at: string; previous_seen_at: string | null }>(
    db,
    'SELECT seen_at, previous_seen_at FROM visit WHERE case_file_id = ? AND scope_id = ?',
    idBytes(caseFileId),
    idBytes(viewer.workerId),
  );
  if (!visit) return null;
  return visit.seen_at.slice(0, 10) === viewer.now.slice(0, 10) ? visit.previous_seen_at : visit.seen_at;
}

export type OnDesk = { documents: number; withContent: number; missing: { documentId: Id; title: string }[] };

/** How many filed documents the file has, of how many the bytes are here, and the newest of those whose are not. */
export function countOnDesk(db: ReadableDb, caseFileId: Id, mostMissing: number): OnDesk {
  const id = idBytes(caseFileId);
  const filed = first<{ documents: number }>(
    db,
    `SELECT count(*) AS documents FROM document WHERE scope_id = ? AND state = 'filed'`,
    id,
  );
  const documents = filed?.documents ?? 0;
  const missing = missingDocuments(db, caseFileId);
  return { documents, withContent: documents - missing.length, missing: missing.slice(0, mostMissing) };
}
