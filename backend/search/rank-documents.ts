import type { Id } from '../../core/domain/ids.ts';
import { type FoundDocument, findFiledDocument, keywordNamesOf, scopeRowsOf } from '../../db/queries/search/found.ts';
import type { SearchTerm } from '../../db/queries/search/match.ts';
import { viewerOf } from '../context.ts';
import { documentOfHit, findPages, pageTextHit, type PlacedHit, placeHits } from './page-hits.ts';
import { hitsOf, type SearchRun } from './search-run.ts';
import type { Snippet } from './snippet.ts';

type Ranked = { document: FoundDocument; rank: number; order: number; hit: PlacedHit | null };
const mostCases = 40;

/**
 * Documents in the order they are shown: those whose title, sender or keyword is a hit; then those of a case file that a part of the query
 * names ("petersen mietvertrag"); then those with the words in their text. Own files come before others each time.
 */
export function rankDocuments(run: SearchRun, byPage: readonly PlacedHit[]) {
  const { workerId } = viewerOf(run.desk);
  const found = new Map<Id, Ranked>();
  const add = (document: FoundDocument | null, rank: number, order: number, hit: PlacedHit | null) => {
    if (!document || found.has(document.documentId)) return;
    const isOwn = document.caseWorkerId === workerId;
    found.set(document.documentId, { document, rank: rank * 2 + (isOwn ? 0 : 1), order, hit });
  };
  const { db } = run.desk.store;
  const byTitle = (hits: { scopeId: Id; ownerId: Id }[], rank: number) => {
    for (const { scopeId, ownerId } of hits) add(findFiledDocument(db, scopeId, ownerId), rank, 0, null);
  };
  const byText = (hits: readonly PlacedHit[], rank: number) => {
    for (const [order, hit] of hits.entries()) add(documentOfHit(run, hit), rank, order, hit);
  };
  byTitle(hitsOf(run, run.terms, 'document'), 0);
  for (const { rest, rows } of splitByCase(run)) {
    byTitle(hitsOf(run, rest, 'document', rows), 1);
    if (found.size <= run.question.limit) byText(placeHits(run, findPages(run, rest, rows)).documents, 2);
  }
  byText(byPage, 3);
  return [...found.values()]
    .sort(inOrder)
    .slice(0, run.question.limit + 1)
    .map((ranked) => toResult(run, ranked));
}

function inOrder(left: Ranked, right: Ranked): number {
  const dateOf = ({ document }: Ranked) => document.letterDate ?? document.filedAt.slice(0, 10);
  return left.rank - right.rank || left.order - right.order || dateOf(right).localeCompare(dateOf(left));
}

function toResult(run: SearchRun, { document, hit }: Ranked) {
  const place: { page: number | null; snippet: Snippet | null } = hit
    ? pageTextHit(run, hit)
    : { page: null, snippet: null };
  const { caseWorkerId: _, filedAt: __, isProtected: ___, ...shown } = document;
  const keywordNames = keywordNamesOf(run.desk.store.db, document.caseFileId, document.documentId);
  return { ...shown, keywordNames, ...place };
}

/** Ways to read a query as words for a case file and words for what is in it. */
function splitByCase(run: SearchRun): { rest: SearchTerm[]; rows: number[] }[] {
  const { terms } = run;
  if (terms.length < 2 || run.question.caseFileId) return [];
  const casesOf = terms.map((term) => new Set(hitsOf(run, [term], 'casefile').map((hit) => hit.scopeId)));
  const named = terms.map((_, index) => (casesOf[index]?.size ?? 0) > 0);
  const readings = named.every(Boolean)
    ? terms.map((_, left) => terms.map((__, index) => index !== left)).slice(0, 3)
    : [named];
  return readings.flatMap((isCase) => {
    const sets = casesOf.filter((_, index) => isCase[index]);
    const [first, ...others] = sets;
    if (!first) return [];
    const both = [...first].filter((scopeId) => others.every((set) => set.has(scopeId))).slice(0, mostCases);
    if (both.length === 0) return [];
    return [{ rest: terms.filter((_, index) => !isCase[index]), rows: scopeRowsOf(run.desk.store.db, both) }];
  });
}
