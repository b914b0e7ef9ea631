import type { Id } from '../../core/domain/ids.ts';
import { scopeRowsOf } from '../../db/queries/search/found.ts';
import { newestHits, type TextHit } from '../../db/queries/search/hits.ts';
import { type EntryKind, matchAll, type SearchTerm, searchTerms } from '../../db/queries/search/match.ts';
import { mayInScope } from '../../db/scopes.ts';
import { changeStamp, type ReadableDb } from '../../db/sql.ts';
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

// Of the kinds with few texts one question finds all: each question puts together the words that begin as typed, and that costs.
const smallKinds: readonly EntryKind[] = ['casefile', 'inboxitem', 'note'];
const ownerKinds: Record<EntryKind, TextHit['ownerKind']> = {
  casefile: 'case_file',
  inboxitem: 'inbox_item',
  note: 'note',
  document: 'document',
  page: 'page',
};

/** Hits of a query in documents' titles, or in one of the kinds with few texts; those written last first. */
export function hitsOf(
  run: SearchRun,
  terms: readonly SearchTerm[],
  kind: Exclude<EntryKind, 'page'>,
  rows = run.scopeRows,
): TextHit[] {
  const isSmall = smallKinds.includes(kind);
  const match = matchAll(terms, isSmall ? smallKinds : [kind], rows);
  const hits = rememberedHits(run.desk.store.db, match, isSmall ? candidates * smallKinds.length : candidates);
  return hits.filter((hit) => hit.ownerKind === ownerKinds[kind] && run.mayShow(hit.scopeId));
}

// As one types, all words but the last stay the same from question to question.
const remembered = new WeakMap<object, { stamp: string; hits: Map<string, TextHit[]> }>();
const mostRemembered = 60;

/** Hits of a question that was asked before, as long as nothing was written since. */
function rememberedHits(db: ReadableDb, match: string, limit: number): TextHit[] {
  const stamp = changeStamp(db);
  let known = remembered.get(db);
  if (known?.stamp !== stamp || known.hits.size >= mostRemembered) {
    known = { stamp, hits: new Map() };
    remembered.set(db, known);
  }
  const before = known.hits.get(match);
  if (before) return before;
  const hits = newestHits(db, match, limit);
  known.hits.set(match, hits);
  return hits;
}
