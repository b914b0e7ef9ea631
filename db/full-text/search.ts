import { foldedWords } from '../../core/domain/folding.ts';
import { idBytes } from '../record-tables.ts';
import { all, first, type ReadableDb } from '../sql.ts';
import type { TextOwner } from './entries.ts';
import { compoundsOf } from './vocabulary.ts';

export type TextHit = TextOwner & { row: number };
export type TextSearch = {
  /** As typed; words match from their beginning or inside a compound, all must be there. */
  text: string;
  scopeId?: string;
  ownerKinds?: readonly TextOwner['ownerKind'][];
  limit: number;
};

const mostCompounds = 40;
/** Above this many hits ranking takes too long to type along with; then the newest come first. */
const mostToRank = 4_000;

/** Finds texts; best first. Empty when nothing to look for is typed. */
export function searchText(db: ReadableDb, search: TextSearch): TextHit[] {
  const words = matchOfWords(db, search.text);
  if (words === null) return [];
  const filter = filterOf(db, search);
  if (filter === null) return [];
  const match = `${filter}{text} : (${words})`;
  const order = hasMoreThan(db, match, mostToRank) ? 'search_text.rowid DESC' : 'search_text.rank';
  const rows = all<{
    row: number;
    scope_id: Uint8Array;
    owner_kind: string;
    owner_id: Uint8Array;
    page_number: number;
  }>(
    db,
    `SELECT text_entry.row, scope_id, owner_kind, owner_id, page_number FROM (
       SELECT rowid AS found, rank AS place FROM search_text WHERE search_text MATCH ? ORDER BY ${order} LIMIT ?
     ) JOIN text_entry ON text_entry.row = found ORDER BY ${order === 'search_text.rank' ? 'place' : 'found DESC'}`,
    match,
    search.limit,
  );
  return rows.map((row) => ({
    row: row.row,
    scopeId: row.scope_id,
    ownerKind: row.owner_kind as TextOwner['ownerKind'],
    ownerId: row.owner_id,
    pageNumber: row.page_number,
  }));
}

function hasMoreThan(db: ReadableDb, match: string, count: number): boolean {
  const found = first<{ n: number }>(
    db,
    'SELECT count(*) AS n FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ?)',
    match,
    count + 1,
  );
  return (found?.n ?? 0) > count;
}

/** What is typed as an FTS5 expression: `12.03.2024` is a phrase, each word may go on; null when there is no word. */
function matchOfWords(db: ReadableDb, text: string): string | null {
  const groups = text
    .split(/\s+/)
    .map((chunk) => foldedWords(chunk))
    .filter((words) => words.length > 0)
    .slice(0, 12)
    .map((words) => groupOf(db, words));
  return groups.length > 0 ? groups.join(' AND ') : null;
}

function groupOf(db: ReadableDb, words: string[]): string {
  const phrase = `"${words.join(' ')}" *`;
  const [word] = words;
  if (words.length > 1 || word === undefined) return phrase;
  const compounds = compoundsOf(db, word, mostCompounds).map((compound) => `"${compound}"`);
  return compounds.length > 0 ? `(${[phrase, ...compounds].join(' OR ')})` : phrase;
}

/** Null when the scope is not on this desk. */
function filterOf(db: ReadableDb, search: TextSearch): string | null {
  const parts: string[] = [];
  if (search.scopeId !== undefined) {
    const scope = first<{ row: number }>(db, 'SELECT row FROM scope WHERE id = ?', idBytes(search.scopeId));
    if (!scope) return null;
    parts.push(`"s${scope.row}"`);
  }
  if (search.ownerKinds) {
    parts.push(`(${search.ownerKinds.map((kind) => `"t${kind.replace('_', '')}"`).join(' OR ')})`);
  }
  return parts.length > 0 ? `{k} : (${parts.join(' AND ')}) AND ` : '';
}

/** The folded words and compounds a text is looked for with, for marking hits in a text that is shown. */
export function wordsLookedFor(db: ReadableDb, text: string): { beginnings: string[]; compounds: string[] } {
  const beginnings = foldedWords(text);
  return { beginnings, compounds: beginnings.flatMap((word) => compoundsOf(db, word, mostCompounds)) };
}
