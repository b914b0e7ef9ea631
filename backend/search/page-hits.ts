import type { Id } from '../../core/domain/ids.ts';
import { pageTextOf } from '../../db/queries/contents.ts';
import { findFiledDocument, openLetterTitle, ownerOfVersion } from '../../db/queries/search/found.ts';
import { tellingHits, type TextHit } from '../../db/queries/search/hits.ts';
import { matchAll, type SearchTerm } from '../../db/queries/search/match.ts';
import type { SearchRun } from './search-run.ts';
import { type Snippet, snippetOf } from './snippet.ts';

/** A page that is a hit, with the document or letter it belongs to. */
export type PlacedHit = { scopeId: Id; ownerId: Id; versionId: Id; page: number };

/** Above this many hits ranking takes too long to type along with; then the newest come first. */
const mostToRank = 2_000;
const candidates = 200;

/** Pages that are hits, by document and letter: of each the best page, the best first. */
export function pageHits(run: SearchRun): { documents: PlacedHit[]; letters: PlacedHit[] } {
  return placeHits(run, findPages(run, run.terms, run.scopeRows));
}

/** Pages that are hits for these terms in these scopes (null: all). */
export function findPages(run: SearchRun, terms: readonly SearchTerm[], scopeRows: number[] | null): TextHit[] {
  const { db } = run.desk.store;
  const hits = tellingHits(db, matchAll(terms, ['page'], scopeRows), candidates, mostToRank);
  return hits.filter((hit) => run.mayShow(hit.scopeId));
}

/** Finds out whose pages these are; of each owner only the first page stays. */
export function placeHits(run: SearchRun, hits: readonly TextHit[]): { documents: PlacedHit[]; letters: PlacedHit[] } {
  const { db } = run.desk.store;
  const documents = new Map<Id, PlacedHit>();
  const letters = new Map<Id, PlacedHit>();
  const owners = new Map<Id, Id | null>();
  for (const { scopeId, ownerId: versionId, pageNumber } of hits) {
    if (owners.has(versionId)) continue;
    const ownerId = ownerOfVersion(db, scopeId, versionId);
    owners.set(versionId, ownerId);
    if (!ownerId) continue;
    const hit = { scopeId, ownerId, versionId, page: pageNumber };
    const isLetter = openLetterTitle(db, scopeId, ownerId) !== null;
    (isLetter ? letters : documents).set(ownerId, hit);
  }
  return { documents: [...documents.values()], letters: [...letters.values()] };
}

/** The page of a hit with the words around it. */
export function pageTextHit(run: SearchRun, hit: PlacedHit): { page: number; snippet: Snippet | null } {
  const text = pageTextOf(run.desk.store.db, hit.scopeId, hit.versionId, hit.page);
  return { page: hit.page, snippet: text === null ? null : snippetOf(text, run.sought) };
}

/** The document of a hit, if it may be shown: the text of a protected one only after a reason was given. */
export function documentOfHit(run: SearchRun, hit: PlacedHit) {
  const document = findFiledDocument(run.desk.store.db, hit.scopeId, hit.ownerId);
  if (!document || (document.isProtected && !run.desk.openedProtected.has(document.documentId))) return null;
  return document;
}
