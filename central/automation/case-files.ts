import { normaliseFileNumber } from '../../core/domain/file-number.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { BodyOf } from '../../core/domain/records.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import type { Database } from '../store/database.ts';
import { readableBy, readJournalled } from './case-file-reads.ts';

/** What finding a number tells: no names. */
export type FoundCaseFile = Pick<BodyOf<'caseFile'>, 'fileNumber' | 'kind' | 'state'> & { caseFileId: Id };
/** What stands on the cover, without address, persons and notes. */
export type CaseFileCover = FoundCaseFile &
  Pick<BodyOf<'caseFile'>, 'title' | 'workerId' | 'approvedFrom' | 'approvedUntil' | 'openedOn'> & {
    workerName: string | null;
    documentCount: number;
  };
/** Of protected documents only that they are there. */
export type ListedDocument = {
  documentId: Id;
  isProtected: boolean;
  title: string | null;
  keywords: string[] | null;
  letterDate: string | null;
  receivedDate: string | null;
  direction: string | null;
  pageCount: number | null;
  sheetFrom: number;
  sheetTo: number;
  filedAt: string;
};

const mostFound = 20;

/** Case files that bear a number, in whatever way it is written; those the machine may read. */
export async function findByNumber(database: Database, machineId: Id, number: string): Promise<FoundCaseFile[]> {
  return readJournalled(database, machineId, 'caseFile.lookedUp', async (connection) => {
    const { rows } = await connection.query<{ id: Id; body: BodyOf<'caseFile'> }>(
      `select id, body from record
       where kind = 'caseFile' and not deleted and letter_number_key(body ->> 'fileNumber') = letter_number_key($1)
       order by id limit 200`,
      [normaliseFileNumber(number)],
    );
    const readable = await readableBy(
      connection,
      machineId,
      rows.map(({ id }) => id),
    );
    const found = rows.filter(({ id }) => readable.has(id)).slice(0, mostFound);
    const answer = found.map(({ id, body: { fileNumber, kind, state } }) => ({
      ...{ caseFileId: id, fileNumber, kind, state },
    }));
    return { answer, caseFileIds: answer.map(({ caseFileId }) => caseFileId) };
  });
}

/** The cover of a case file; null when there is none or the machine may not read it: the answer is the same. */
export async function readCover(database: Database, machineId: Id, caseFileId: Id): Promise<CaseFileCover | null> {
  return readJournalled(database, machineId, 'caseFile.coverRead', async (connection) => {
    const isReadable = (await readableBy(connection, machineId, [caseFileId])).has(caseFileId);
    if (!isReadable) return { answer: null, caseFileIds: [] };
    type Row = { body: BodyOf<'caseFile'>; worker: BodyOf<'worker'> | null; document_count: number };
    const { rows } = await connection.query<Row>(
      `select file.body, worker.body as worker, (
         select count(*) from record document
         where document.scope_id = file.scope_id and document.kind = 'document' and document.body ->> 'state' = 'filed'
       ) as document_count
       from record file
       left join record worker on worker.scope_id = $2 and worker.kind = 'worker' and worker.id = (file.body ->> 'workerId')::uuid
       where file.scope_id = $1 and file.kind = 'caseFile' and file.id = $1 and not file.deleted`,
      [caseFileId, houseScopeId],
    );
    const [row] = rows;
    return row ? { answer: coverOf(caseFileId, row), caseFileIds: [caseFileId] } : { answer: null, caseFileIds: [] };
  });
}

function coverOf(
  caseFileId: Id,
  row: { body: BodyOf<'caseFile'>; worker: BodyOf<'worker'> | null; document_count: number },
): CaseFileCover {
  const { fileNumber, kind, state, title, workerId, approvedFrom, approvedUntil, openedOn } = row.body;
  const workerName = row.worker ? `${row.worker.givenName} ${row.worker.familyName}`.trim() : null;
  return {
    ...{ caseFileId, fileNumber, kind, state, title, workerId, workerName, approvedFrom, approvedUntil, openedOn },
    documentCount: row.document_count,
  };
}

type DocumentRow = { id: Id; body: BodyOf<'document'>; is_protected: boolean; keywords: string[] | null };

/** The filed documents of a case file, newest first, after the document `after`; null as in `readCover`. */
export async function listDocuments(
  database: Database,
  machineId: Id,
  caseFileId: Id,
  page: { after: Id | null; limit: number },
): Promise<ListedDocument[] | null> {
  return readJournalled(database, machineId, 'caseFile.documentsListed', async (connection) => {
    const isReadable = (await readableBy(connection, machineId, [caseFileId])).has(caseFileId);
    if (!isReadable) return { answer: null, caseFileIds: [] };
    const { rows } = await connection.query<DocumentRow>(
      `select document.id, document.body, is_document_protected($1, document.id, document.body) as is_protected, (
         select array_agg(keyword.body ->> 'name' order by keyword.body ->> 'name') from record link
         join record keyword on keyword.scope_id = $2 and keyword.kind = 'keyword' and keyword.id = (link.body ->> 'keywordId')::uuid
         where link.scope_id = $1 and link.kind = 'documentKeyword' and link.parent_id = document.id and not link.deleted
       ) as keywords
       from record document
       where document.scope_id = $1 and document.kind = 'document' and document.body ->> 'state' = 'filed'
         and ($3::uuid is null or document.id < $3)
       order by document.id desc limit $4`,
      [caseFileId, houseScopeId, page.after, page.limit],
    );
    return { answer: rows.map(listedDocument), caseFileIds: [caseFileId] };
  });
}

function listedDocument({ id, body, is_protected: isProtected, keywords }: DocumentRow): ListedDocument {
  const always = {
    documentId: id,
    isProtected,
    sheetFrom: body.sheetFrom,
    sheetTo: body.sheetTo,
    filedAt: body.filedAt,
  };
  if (isProtected) {
    const nothing = { title: null, keywords: null, letterDate: null, receivedDate: null, direction: null };
    return { ...always, ...nothing, pageCount: null };
  }
  const { title, letterDate, receivedDate, direction, pageCount } = body;
  return { ...always, title, keywords: keywords ?? [], letterDate, receivedDate, direction, pageCount };
}
