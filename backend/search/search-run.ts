import type { Id } from '../../core/domain/ids.ts';
import { scopeRowsOf } from '../../db/queries/search/found.ts';
import { newestHits, type TextHit } from '../../db/queries/search/hits.ts';
import { type EntryKind, matchAll, type SearchTerm, searchTerms } from '../../db/queries/search/match.ts';
import { mayInScope } from '../../db/scopes.ts';
import type { OpenDesk } from '../context.ts';
import type { Sought } from './snippet.ts';

export type SearchQuestion = { text: string; caseFileId: Id | null; limit: number };

/** One run of a search: what is looked for, where, and which scopes may be shown. */
export type SearchRun = {
  desk: OpenDesk;
  question: SearchQuestion;
  terms: SearchTerm[];
  sought: Sought;
  /** Rows of the scopes to look in; null: all. */
  scopeRows: number[] | null;
  mayShow(scopeId: Id): boolean;
};

/** Most hits of one kind that are looked at. */
export const candidates = 200;

/** Reads a question. */
export function startRun(desk: OpenDesk, question: SearchQuestion): SearchRun {
  const { db } = desk.store;
  const terms = searchTerms(db, question.text);
  const scopeRows = question.caseFileId ? scopeRowsOf(db, [question.caseFileId]) : null;
  return { desk, question, terms, sought: soughtOf(terms), scopeRows, mayShow: showable(desk) };
}

function soughtOf(terms: readonly SearchTerm[]): Sought {
  return {
    beginnings: terms.flatMap((term) => term.words),
    compounds: new Set(terms.flatMap((term) => term.compounds)),
  };
}

function showable(desk: OpenDesk): (scopeId: Id) => boolean {
  const known = new Map<Id, boolean>();
  const now = desk.now();
  return (scopeId) => {
    const before = known.get(scopeId);
    if (before !== undefined) return before;
    const may = mayInScope(desk.store.db, scopeId, 'read', now);
    known.set(scopeId, may);
    return may;
  };
}

/** Hits of a query in entries of these kinds, those written last first. */
export function hitsOf(
  run: SearchRun,
  terms: readonly SearchTerm[],
  kinds: readonly EntryKind[],
  rows = run.scopeRows,
): TextHit[] {
  const hits = newestHits(run.desk.store.db, matchAll(terms, kinds, rows), candidates);
  return hits.filter((hit) => run.mayShow(hit.scopeId));
}
