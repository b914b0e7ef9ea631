import { foldedWords } from '../../core/domain/folding.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Connection, type Database, inTransaction, type Queryable } from '../store/database.ts';

// Words of pages and titles, kept beside the records: made some time after the commit, so that filing does not wait for it, and only
// while there is a machine that may search.

/** Longest word that is kept; PostgreSQL takes up to 2046 bytes. */
const longestWord = 200;
const scopesAtOnce = 500;
const documentsAtOnce = 200;

/** True while somebody may search. */
export async function isSearchWanted(database: Queryable): Promise<boolean> {
  const { rows } = await database.query(
    `select 1 from machine where 'search' = any (rights) and revoked_at is null and expires_at > clock_timestamp() limit 1`,
  );
  return rows.length > 0;
}

/** Case files with versions that were not read for the search yet, of those written since `cursor`; and the cursor for the next look. */
async function changedScopes(database: Queryable, cursor: string): Promise<{ scopeIds: Id[]; next: string }> {
  const { rows } = await database.query<{ id: Id | null; next: string }>(
    `with moment as (select pg_snapshot_xmin(pg_current_snapshot()) as next)
     select changed.id, moment.next::text as next from moment left join (
       select scope.id from scope left join search_scope read on read.scope_id = scope.id
       where scope.last_xid >= $1::xid8 and scope.kind = 'c' and scope.head > coalesce(read.ver, 0)
       order by scope.id limit ${scopesAtOnce}) changed on true`,
    [cursor],
  );
  const scopeIds = rows.flatMap((row) => row.id ?? []);
  const isWhole = scopeIds.length < scopesAtOnce;
  return { scopeIds, next: isWhole ? (rows[0]?.next ?? cursor) : cursor };
}

/**
 * Brings the words up to date with what was committed since `cursor` ('0': everything). Returns the cursor for the next time, and whether
 * there is more to do at once. Several services may do it beside each other.
 */
export async function refreshSearch(
  database: Database,
  cursor: string,
  shouldStop: () => boolean = () => false,
): Promise<{ cursor: string; isDone: boolean }> {
  const { scopeIds, next } = await changedScopes(database, cursor);
  for (const scopeId of scopeIds) {
    if (shouldStop()) return { cursor, isDone: true };
    await inTransaction(database, 'write', (connection) => refreshScope(connection, scopeId));
  }
  return { cursor: next, isDone: next !== cursor || scopeIds.length === 0 };
}

async function refreshScope(connection: Connection, scopeId: Id): Promise<void> {
  await connection.query('insert into search_scope (scope_id, ver) values ($1, 0) on conflict do nothing', [scopeId]);
  // The head is asked for with the lock held: whoever comes second sees what the first has done.
  const { rows } = await connection.query<{ ver: number; head: number }>(
    `select read.ver, scope.head from search_scope read join scope on scope.id = read.scope_id
     where read.scope_id = $1 for update of read`,
    [scopeId],
  );
  const [state] = rows;
  if (!state || state.ver >= state.head) return;
  const documents = await changedDocuments(connection, scopeId, state);
  for (let from = 0; from < documents.length; from += documentsAtOnce) {
    await refreshDocuments(connection, scopeId, documents.slice(from, from + documentsAtOnce));
  }
  await connection.query('update search_scope set ver = $2 where scope_id = $1', [scopeId, state.head]);
}

/** Documents of which something counts that was written after `ver`: their own record, a page, a keyword. */
async function changedDocuments(
  database: Queryable,
  scopeId: Id,
  { ver, head }: { ver: number; head: number },
): Promise<Id[]> {
  const { rows } = await database.query<{ id: Id }>(
    `select distinct case record.kind when 'document' then record.id when 'documentKeyword' then record.parent_id
       else (select (version.body ->> 'ownerId')::uuid from record version
             where version.scope_id = $1 and version.kind = 'version' and version.id = record.parent_id) end as id
     from record
     where record.scope_id = $1 and record.ver > $2 and record.ver <= $3 and record.kind in ('document', 'documentKeyword', 'page')`,
    [scopeId, ver, head],
  );
  return rows.flatMap((row) => row.id ?? []); // tombstones do not say under what they hung; the document's own record tells of that
}

async function refreshDocuments(connection: Connection, scopeId: Id, documentIds: Id[]): Promise<void> {
  await connection.query('delete from search_page where scope_id = $1 and document_id = any ($2::uuid[])', [
    scopeId,
    documentIds,
  ]);
  const { rows } = await connection.query<{ id: Id; number: number; text: string }>(
    `with shown as materialized (
       select document.id, document.body from record document
       where document.scope_id = $1 and document.kind = 'document' and document.id = any ($2::uuid[])
         and document.body ->> 'state' = 'filed' and not is_document_protected($1, document.id, document.body))
     select shown.id, 0 as number, concat_ws(' ', shown.body ->> 'title', shown.body ->> 'sender') as text from shown
     union all
     select shown.id, (page.body ->> 'number')::integer, page.body ->> 'text' from shown
     join record page on page.scope_id = $1 and page.kind = 'page' and page.parent_id = (shown.body ->> 'versionId')::uuid
       and not page.deleted`,
    [scopeId, documentIds],
  );
  await connection.query(
    `insert into search_page (scope_id, document_id, number, words)
     select $1, row.id, row.number, array_to_tsvector(array(select jsonb_array_elements_text(row.words::jsonb)))
     from unnest($2::uuid[], $3::integer[], $4::text[]) as row (id, number, words) on conflict do nothing`,
    [
      scopeId,
      rows.map((row) => row.id),
      rows.map((row) => row.number),
      rows.map((row) => JSON.stringify(wordsOf(row.text))),
    ],
  );
}

function wordsOf(text: string): string[] {
  return [...new Set(foldedWords(text))].filter((word) => word.length <= longestWord);
}
