import type { Id } from '../../../core/domain/ids.ts';
import type { BodyOf } from '../../../core/domain/records.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import type { Queryable } from '../../store/database.ts';

/** A case file whose version lies ahead of what was learned of it. */
export type AdvancedScope = { caseFileId: Id; head: number; learnedVer: number };

/** A document as it stands now, for learning; keywords in the order in which they were given. */
export type FiledDocument = {
  documentId: Id;
  caseFileId: Id;
  document: BodyOf<'document'>;
  keywordIds: Id[];
  isMail: boolean;
  /** The first two: what a letter is stands there. */
  pages: PageWords[];
  /** What was proposed in the Postkorb; null: nothing, or it did not come through one. */
  proposedKeywordId: Id | null;
  /** Title and sender it was proposed under there; null: it did not come through a Postkorb. */
  proposedNames: { title: string; sender: string | null } | null;
};

/** Case files that changed since they were learned from, a few at a time. */
export async function advancedScopes(database: Queryable, limit: number): Promise<AdvancedScope[]> {
  const { rows } = await database.query<{ id: Id; head: number; learned: number }>(
    `select scope.id, scope.head, coalesce(learned.ver, 0) as learned
     from scope left join letter_learned_scope learned on learned.scope_id = scope.id
     where scope.kind = 'c' and scope.head > coalesce(learned.ver, 0) order by scope.id limit $1`,
    [limit],
  );
  return rows.map(({ id, head, learned }) => ({ caseFileId: id, head, learnedVer: learned }));
}

/** The documents of these case files that are new or were changed, keywords included. */
export async function changedDocuments(
  database: Queryable,
  scopes: readonly AdvancedScope[],
): Promise<FiledDocument[]> {
  const { rows } = await database.query<Row>(
    `with advanced as (select * from unnest($1::uuid[], $2::bigint[]) as scope (scope_id, ver)),
     touched as (
       select distinct record.scope_id, case record.kind when 'document' then record.id else record.parent_id end as id
       from advanced join record on record.scope_id = advanced.scope_id and record.ver > advanced.ver
       where record.kind in ('document', 'documentKeyword', 'historyEntry')
     )
     select document.scope_id, document.id, document.body,
       array(select link.body ->> 'keywordId' from record link
         where link.scope_id = document.scope_id and link.kind = 'documentKeyword' and link.parent_id = document.id
           and not link.deleted order by link.body ->> 'addedAt', link.id) as keyword_ids,
       (select version.body ->> 'kind' from record version where version.scope_id = document.scope_id and version.kind = 'version'
         and version.id = (document.body ->> 'versionId')::uuid) as content_kind,
       (select item.body -> 'proposedKeyword' ->> 'keywordId' from record item
         where item.kind = 'inboxItem' and not item.deleted and item.body ->> 'filedDocumentId' = document.id::text limit 1)
         as proposed_keyword_id,
       (select jsonb_build_object('title', item.body -> 'title', 'sender', item.body -> 'sender') from record item
         where item.kind = 'inboxItem' and not item.deleted and item.body ->> 'filedDocumentId' = document.id::text limit 1)
         as proposed_names,
       array(select page.body ->> 'text' from record page
         where page.scope_id = document.scope_id and page.kind = 'page' and page.parent_id = (document.body ->> 'versionId')::uuid
           and not page.deleted order by (page.body ->> 'number')::integer limit 2) as texts
     from touched join record document on document.scope_id = touched.scope_id and document.kind = 'document'
       and document.id = touched.id and not document.deleted`,
    [scopes.map(({ caseFileId }) => caseFileId), scopes.map(({ learnedVer }) => learnedVer)],
  );
  return rows.map(toDocument);
}

type Row = {
  scope_id: Id;
  id: Id;
  body: BodyOf<'document'>;
  keyword_ids: Id[];
  content_kind: string | null;
  proposed_keyword_id: Id | null;
  proposed_names: FiledDocument['proposedNames'];
  texts: string[];
};

const toDocument = (row: Row): FiledDocument => ({
  documentId: row.id,
  caseFileId: row.scope_id,
  document: row.body,
  keywordIds: row.keyword_ids,
  isMail: row.content_kind === 'mail',
  pages: row.texts.map((text, index) => ({ number: index + 1, text, words: [] })),
  proposedKeywordId: row.proposed_keyword_id,
  proposedNames: row.proposed_names,
});
