import { foldedWords } from '../../core/domain/folding.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Database, Queryable } from '../store/database.ts';
import { readableBy, readJournalled } from './case-file-reads.ts';

export type Hit = { caseFileId: Id; fileNumber: string; documentId: Id; title: string; pages: number[] };
export type Hits = { hits: Hit[]; nextCursor: Id | null };

const hitsAtOnce = 25;
const shortestPrefix = 3;

/** All words must stand on one page (or in the title), whatever their spelling; the last may be only a beginning. Null without words. */
export function queryOf(text: string): string | null {
  const words = [...new Set(foldedWords(text))].slice(0, 12);
  if (words.length === 0) return null;
  return words
    .map((word, index) => (index === words.length - 1 && word.length >= shortestPrefix ? `'${word}':*` : `'${word}'`))
    .join(' & ');
}

type FoundDocument = { scope_id: Id; document_id: Id; pages: number[] };

/** Documents with a page or title that bears the words, newest first, in the case files a machine may read. */
async function findDocuments(
  database: Queryable,
  machineId: Id,
  asked: { query: string; after: Id | null; limit: number },
): Promise<FoundDocument[]> {
  const { rows } = await database.query<FoundDocument>(
    'select scope_id, document_id, pages from found_documents($1, $2::tsquery, $3, $4)',
    [machineId, asked.query, asked.after, asked.limit],
  );
  return rows;
}

/** Searches for a machine. Each case file in the answer has a line in its journal; what has become protected meanwhile is left out. */
export async function searchFor(database: Database, machineId: Id, text: string, cursor: Id | null): Promise<Hits> {
  const query = queryOf(text);
  if (!query) return { hits: [], nextCursor: null };
  const found = await findDocuments(database, machineId, { query, after: cursor, limit: hitsAtOnce + 1 });
  const shown = found.slice(0, hitsAtOnce);
  const nextCursor = found.length > hitsAtOnce ? (shown.at(-1)?.document_id ?? null) : null;
  const hits = await readJournalled(database, machineId, 'caseFile.found', async (connection) => {
    const scopeIds = [...new Set(shown.map((one) => one.scope_id))];
    const readable = await readableBy(connection, machineId, scopeIds);
    const answer = await readHits(
      connection,
      shown.filter((one) => readable.has(one.scope_id)),
    );
    return { answer, caseFileIds: answer.map((hit) => hit.caseFileId) };
  });
  return { hits, nextCursor };
}

async function readHits(database: Queryable, found: FoundDocument[]): Promise<Hit[]> {
  if (found.length === 0) return [];
  const { rows } = await database.query<{ id: Id; title: string; file_number: string }>(
    `select document.id, document.body ->> 'title' as title, file.body ->> 'fileNumber' as file_number
     from unnest($1::uuid[], $2::uuid[]) as asked (scope_id, id)
     join record document on document.scope_id = asked.scope_id and document.kind = 'document' and document.id = asked.id
     join record file on file.scope_id = asked.scope_id and file.kind = 'caseFile' and file.id = asked.scope_id
     where document.body ->> 'state' = 'filed' and not is_document_protected(document.scope_id, document.id, document.body)`,
    [found.map((one) => one.scope_id), found.map((one) => one.document_id)],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ scope_id: caseFileId, document_id: documentId, pages }) => {
    const row = known.get(documentId);
    if (!row) return [];
    const withText = pages.filter((number) => number > 0);
    return [{ caseFileId, fileNumber: row.file_number, documentId, title: row.title, pages: withText }];
  });
}
