import { normaliseFileNumber } from '../../core/domain/file-number.ts';
import { foldedWords } from '../../core/domain/folding.ts';
import type { Id } from '../../core/domain/ids.ts';
import {
  caseFilesBeginningWith,
  caseFilesByNumber,
  type FoundCaseFile,
  findFoundCaseFiles,
  openLetterTitle,
  standingNote,
} from '../../db/queries/search/found.ts';
import type { TextHit } from '../../db/queries/search/hits.ts';
import { type OpenDesk, viewerOf } from '../context.ts';
import { matchedIn } from './matched-in.ts';
import { pageHits, pageTextHit, type PlacedHit } from './page-hits.ts';
import { rankDocuments } from './rank-documents.ts';
import { candidates, hitsOf, type SearchQuestion, type SearchRun, startRun } from './search-run.ts';
import { type Snippet, snippetOf } from './snippet.ts';

/** Finds case files, documents, letters and notes; never throws on whatever is typed. */
export function search(desk: OpenDesk, question: SearchQuestion) {
  const run = startRun(desk, question);
  const { terms, scopeRows } = run;
  const cases = question.caseFileId ? [] : findCases(run);
  if (terms.length === 0 || scopeRows?.length === 0) {
    const { limit } = question;
    return { cases: cases.slice(0, limit), documents: [], inbox: [], notes: [], isMore: cases.length > limit };
  }
  const pages = pageHits(run);
  const documents = rankDocuments(run, pages.documents);
  const inbox = question.caseFileId ? [] : findLetters(run, hitsOf(run, terms, 'inboxitem'), pages.letters);
  const notes = findNotes(run, hitsOf(run, terms, 'note'));
  const { limit } = question;
  return {
    cases: cases.slice(0, limit),
    documents: documents.slice(0, limit),
    inbox: inbox.slice(0, limit),
    notes: notes.slice(0, limit),
    isMore: [cases, documents, inbox, notes].some((found) => found.length > limit),
  };
}

/** The exact number first, then numbers that begin so; then own files before others, those opened lately before the rest. */
function findCases(run: SearchRun) {
  const { db } = run.desk.store;
  const viewer = viewerOf(run.desk);
  const number = typedNumber(run.question.text);
  const byNumber = number ? caseFilesByNumber(db, number, candidates) : [];
  const byText = run.terms.length > 0 ? hitsOf(run, run.terms, 'casefile').map((hit) => hit.scopeId) : [];
  const found = findFoundCaseFiles(db, viewer, [...new Set([...byNumber, ...byText, ...bySingleLetter(run)])]);
  const rankOf = (entry: FoundCaseFile) => {
    if (entry.fileNumber === number) return 0;
    if (byNumber.includes(entry.caseFileId)) return 1;
    const isOwn = entry.workerId === viewer.workerId;
    return (isOwn ? 2 : 4) + (startsTitle(run, entry.title) ? 0 : 1) + (entry.state === 'closed' ? 10 : 0);
  };
  const ranked = found.map((entry) => ({ entry, rank: rankOf(entry) }));
  ranked.sort(
    (left, right) =>
      left.rank - right.rank ||
      (right.entry.lastOpenedAt ?? '').localeCompare(left.entry.lastOpenedAt ?? '') ||
      left.entry.title.localeCompare(right.entry.title, 'de'),
  );
  return ranked.slice(0, run.question.limit + 1).map(({ entry }) => {
    const { workerId: _, lastOpenedAt: __, ...shown } = entry;
    return { ...shown, matched: matchedIn(db, entry, run.sought, byNumber.includes(entry.caseFileId)) };
  });
}

/** A single letter is too little for the full text: the case files whose title begins with it. */
function bySingleLetter(run: SearchRun): Id[] {
  const [letter] = foldedWords(run.question.text);
  return run.terms.length === 0 && letter ? caseFilesBeginningWith(run.desk.store.db, letter, candidates) : [];
}

function startsTitle(run: SearchRun, title: string): boolean {
  const [first] = foldedWords(title);
  return first !== undefined && run.sought.beginnings.some((word) => first.startsWith(word));
}

/** What is typed as a file number begins: at least four signs with a digit among them; `//` stands for BG. Null when it is none. */
function typedNumber(text: string): string | null {
  const number = normaliseFileNumber(text.trim().replace(/\s*\/\/\s*/, 'BG')).replace(/[./-]/g, '');
  return number.length >= 4 && /^[\dA-Z]*\d[\dA-Z]*$/.test(number) ? number : null;
}

type FoundLetter = { inboxId: Id; itemId: Id; title: string; page: number | null; snippet: Snippet | null };

function findLetters(run: SearchRun, hits: readonly TextHit[], byPage: readonly PlacedHit[]): FoundLetter[] {
  const { db } = run.desk.store;
  const letters = new Map<Id, FoundLetter>();
  for (const { scopeId, ownerId, ownerKind } of hits) {
    if (ownerKind !== 'inbox_item') continue;
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

function findNotes(
  run: SearchRun,
  hits: readonly TextHit[],
): { caseFileId: Id; noteId: Id; caseTitle: string; snippet: Snippet }[] {
  const { db } = run.desk.store;
  return hits.flatMap(({ scopeId, ownerId, ownerKind }) => {
    const note = ownerKind === 'note' ? standingNote(db, scopeId, ownerId) : null;
    if (!note) return [];
    const snippet = snippetOf(note.text, run.sought);
    return [{ caseFileId: scopeId, noteId: ownerId, caseTitle: note.caseTitle, snippet }];
  });
}
