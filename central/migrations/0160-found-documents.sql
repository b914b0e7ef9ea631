-- What programs search: the newest documents first, and no more of them than an answer holds.
create index search_page_by_document on search_page (document_id);

/*
 Documents with a page or title that bears the words, newest first, in the case files a machine may read; each with its first twenty pages.
 A word that stands nearly everywhere is found among the newest pages, without putting together all the places where it stands; every
 other one is looked up. The words of a page lie apart from its row and are expensive to read, which the planner does not know: so it is
 told not to go through all pages, and looks up apart from order and rights.
*/
create function found_documents(asked_machine uuid, asked tsquery, before uuid, most integer)
returns table (scope_id uuid, document_id uuid, pages integer[]) language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
declare
  newest constant integer := 500;
  mine uuid[] := array(select machine.scope_id from machine_scopes(asked_machine, statement_timestamp()) machine);
  files uuid[];
  documents uuid[];
begin
  select array_agg(found.file order by found.document desc), array_agg(found.document order by found.document desc)
  into files, documents from (
    select page.file, page.document from (
      select one.scope_id as file, one.document_id as document, one.words from search_page one
      where one.scope_id = any (mine) and (before is null or one.document_id < before)
      order by one.document_id desc limit newest) page
    where page.words @@ asked group by page.document, page.file order by page.document desc limit most) found;
  if coalesce(cardinality(documents), 0) < most then
    select array_agg(found.file order by found.document desc), array_agg(found.document order by found.document desc)
    into files, documents from (
      with page as materialized (
        select one.scope_id as file, one.document_id as document from search_page one where one.words @@ asked)
      select page.file, page.document from page
      where page.file = any (mine) and (before is null or page.document < before)
      group by page.document, page.file order by page.document desc limit most) found;
  end if;
  return query
    select found.file, found.document, array(
      select page.number from search_page page
      where page.scope_id = found.file and page.document_id = found.document and page.words @@ asked
      order by page.number limit 20)
    from unnest(files, documents) with ordinality as found (file, document, place) order by found.place;
end $$;
