import { normaliseFileNumber } from '../../core/domain/file-number.ts';
import { foldedWords } from '../../core/domain/folding.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type CaseFileEntry, findCaseFiles, listCaseFiles } from '../../db/queries/case-files.ts';
import { caseFilesByNumber, openLetterTitle, scopeRowsOf, standingNote } from '../../db/queries/search/found.ts';
import { newestHits, type TextHit } from '../../db/queries/search/hits.ts';
import { type EntryKind, matchAll, type SearchTerm, searchTerms } from '../../db/queries/search/match.ts';
import { mayInScope } from '../../db/scopes.ts';
import { type OpenDesk, viewerOf } from '../context.ts';
import { matchedIn } from './matched-in.ts';
import { pageHits, pageTextHit, type PlacedHit } from './page-hits.ts';
import { rankDocuments } from './rank-documents.ts';
import { type Snippet, snippetOf, type Sought } from './snippet.ts';

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

const candidates = 200;

/** Finds case files, documents, letters and notes; never throws on whatever is typed. */
export function search(desk: OpenDesk, question: SearchQuestion) {
  const { db } = desk.store;
  const terms = searchTerms(db, question.text);
  const scopeRows = question.caseFileId ? scopeRowsOf(db, [question.caseFileId]) : null;
  const run: SearchRun = { desk, question, terms, sought: soughtOf(terms), scopeRows, mayShow: showable(desk) };
  const cases = question.caseFileId ? [] : findCases(run);
  if (terms.length === 0 || scopeRows?.length === 0) {
    const { limit } = question;
    return { cases: cases.slice(0, limit), documents: [], inbox: [], notes: [], isMore: cases.length > limit };
  }
  const pages = pageHits(run);
  const documents = rankDocuments(run, pages.documents);
  const inbox = question.caseFileId ? [] : findLetters(run, pages.letters);
  const notes = findNotes(run);
  const { limit } = question;
  return {
    cases: cases.slice(0, limit),
    documents: documents.slice(0, limit),
    inbox: inbox.slice(0, limit),
    notes: notes.slice(0, limit),
    isMore: [cases, documents, inbox, notes].some((found) => found.length > limit),
  };
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

/** Hits of a query in entries of one kind, those written last first. */
export function hitsOf(run: SearchRun, terms: readonly SearchTerm[], kind: EntryKind, rows = run.scopeRows): TextHit[] {
  const hits = newestHits(run.desk.store.db, matchAll(terms, [kind], rows), candidates);
  return hits.filter((hit) => run.mayShow(hit.scopeId));
}

/** The exact number first, then numbers that begin so; then own files before others, those opened lately before the rest. */
function findCases(run: SearchRun) {
  const { desk, terms, question } = run;
  const viewer = viewerOf(desk);
  const number = typedNumber(question.text);
  const byNumber = number ? caseFilesByNumber(desk.store.db, number, candidates) : [];
  const byText = terms.length > 0 ? hitsOf(run, terms, 'casefile').map((hit) => hit.scopeId) : [];
  const found =
    terms.length === 0 && byNumber.length === 0
      ? beginningWith(run)
      : findCaseFiles(desk.store.db, viewer, [...new Set([...byNumber, ...byText])]);
  const rank = (entry: CaseFileEntry) => {
    if (entry.fileNumber === number) return 0;
    if (byNumber.includes(entry.caseFileId)) return 1;
    const isOwn = entry.workerId === viewer.workerId;
    return (isOwn ? 2 : 4) + (startsTitle(run, entry) ? 0 : 1) + (entry.state === 'closed' ? 10 : 0);
  };
  const ranked = found.map((entry) => ({ entry, rank: rank(entry) }));
  ranked.sort(
    (left, right) =>
      left.rank - right.rank ||
      (right.entry.lastOpenedAt ?? '').localeCompare(left.entry.lastOpenedAt ?? '') ||
      left.entry.title.localeCompare(right.entry.title, 'de'),
  );
  return ranked.map(({ entry }) => ({
    caseFileId: entry.caseFileId,
    fileNumber: entry.fileNumber,
    title: entry.title,
    place: entry.place,
    workerName: entry.workerName,
    substitutedFor: entry.substitutedFor,
    state: entry.state,
    matched: matchedIn(desk.store.db, entry, run.sought, byNumber.includes(entry.caseFileId)),
  }));
}

/** A single letter: the case files whose title begins with it. */
function beginningWith(run: SearchRun): CaseFileEntry[] {
  const [letter] = foldedWords(run.question.text);
  if (!letter) return [];
  const entries = listCaseFiles(run.desk.store.db, viewerOf(run.desk), 'all', letter);
  return entries.filter((entry) => foldedWords(entry.title)[0]?.startsWith(letter)).slice(0, candidates);
}

function startsTitle(run: SearchRun, entry: CaseFileEntry): boolean {
  const [first] = foldedWords(entry.title);
  return first !== undefined && run.sought.beginnings.some((word) => first.startsWith(word));
}

/** What is typed as a file number begins: at least four signs with a digit among them; `//` stands for BG. Null when it is none. */
function typedNumber(text: string): string | null {
  const number = normaliseFileNumber(text.trim().replace(/\s*\/\/\s*/, 'BG')).replace(/[./-]/g, '');
  return number.length >= 4 && /^[\dA-Z]*\d[\dA-Z]*$/.test(number) ? number : null;
}

type FoundLetter = { inboxId: Id; itemId: Id; title: string; page: number | null; snippet: Snippet | null };

function findLetters(run: SearchRun, byPage: PlacedHit[]): FoundLetter[] {
  const { db } = run.desk.store;
  const letters = new Map<Id, FoundLetter>();
  for (const { scopeId, ownerId } of hitsOf(run, run.terms, 'inboxitem')) {
    const title = openLetterTitle(db, scopeId, ownerId);
    if (title !== null) letters.set(ownerId, { inboxId: scopeId, itemId: ownerId, title, page: null, snippet: null });
  }
  for (const hit of byPage) {
    if (letters.has(hit.ownerId) || letters.size > run.question.limit) continue;
    const title = openLetterTitle(db, hit.scopeId, hit.ownerId);
    if (title === null) continue;
    letters.set(hit.ownerId, { inboxId: hit.scopeId, itemId: hit.ownerId, title, ...pageTextHit(run, hit) });
  }
  return [...letters.values()];
}

function findNotes(run: SearchRun): { caseFileId: Id; noteId: Id; caseTitle: string; snippet: Snippet }[] {
  const { db } = run.desk.store;
  return hitsOf(run, run.terms, 'note').flatMap(({ scopeId, ownerId }) => {
    const note = standingNote(db, scopeId, ownerId);
    if (!note) return [];
    const snippet = snippetOf(note.text, run.sought);
    return [{ caseFileId: scopeId, noteId: ownerId, caseTitle: note.caseTitle, snippet }];
  });
}
