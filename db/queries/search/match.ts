import { foldedWords } from '../../../core/domain/folding.ts';
import { compoundsOf } from '../../full-text/vocabulary.ts';
import type { ReadableDb } from '../../sql.ts';

/**
 * One part of a query between blanks. Several words in it (a date, a name with a hyphen) must stand side by side; every text is a hit in
 * which the last word begins as typed, and for a single word also one in which a compound contains it.
 */
export type SearchTerm = { words: string[]; compounds: string[]; isWhole: boolean };

const mostTerms = 8;
const mostWordsInTerm = 8;
const mostCompounds = 16;

/**
 * The terms of a query, folded. A single letter is left out: it is a word on its way, and nearly every text has one that begins with it.
 * A single digit must stand alone in the text ("Raum 5"). Empty when there is nothing to look for.
 */
export function searchTerms(db: ReadableDb, text: string): SearchTerm[] {
  const groups = text
    .split(/\s+/)
    .map((chunk) => foldedWords(chunk).slice(0, mostWordsInTerm))
    .filter((words) => words.length > 0);
  const telling = groups.filter((words) => words.join('').length > 1 || /\d/.test(words[0] ?? ''));
  return telling.slice(0, mostTerms).map((words) => {
    const [only] = words;
    const compounds = words.length === 1 && only ? rememberedCompounds(db, only) : [];
    return { words, compounds, isWhole: words.join('').length === 1 };
  });
}

// As one types, all words but the last stay the same from query to query.
const remembered = new WeakMap<object, Map<string, { compounds: string[]; until: number }>>();
const rememberedFor = 60_000; // milliseconds; words that come in meanwhile are found a little later
const mostRemembered = 500;

function rememberedCompounds(db: ReadableDb, word: string): string[] {
  const known = remembered.get(db) ?? new Map<string, { compounds: string[]; until: number }>();
  remembered.set(db, known);
  const now = performance.now();
  const before = known.get(word);
  if (before && before.until > now) return before.compounds;
  if (known.size >= mostRemembered) known.clear();
  const compounds = compoundsOf(db, word, mostCompounds);
  known.set(word, { compounds, until: now + rememberedFor });
  return compounds;
}

/** Kinds of entries in the full text as its filter column names them. */
export type EntryKind = 'casefile' | 'document' | 'page' | 'inboxitem' | 'note';

/** An FTS5 query: all terms; only these kinds and, if given, these scopes (by `scope.row`). */
export function matchAll(
  terms: readonly SearchTerm[],
  kinds: readonly EntryKind[],
  scopeRows: readonly number[] | null = null,
): string {
  const parts = terms.map(({ words, compounds, isWhole }) => {
    const choices = [`${quoted(words.join(' '))}${isWhole ? '' : ' *'}`, ...compounds.map(quoted)];
    return choices.length > 1 ? `(${choices.join(' OR ')})` : choices[0];
  });
  const filters = [`k : (${kinds.map((kind) => quoted(`t${kind}`)).join(' OR ')})`];
  if (scopeRows) filters.push(`k : (${scopeRows.map((row) => quoted(`s${row}`)).join(' OR ')})`);
  return [`text : (${parts.join(' AND ')})`, ...filters].join(' AND ');
}

/** Words are letters and digits only, so quoting is enough to keep them from being read as operators. */
const quoted = (words: string) => `"${words}"`;
