import { all, first, onRollback, type ReadableDb, run, type WritableDb } from '../sql.ts';

// German puts words together: whoever looks for "vertrag" means the Mietvertrag, too. Each long word of the store is kept once with
// its trigrams, and a query asks for the long words that contain its own.

const longWord = /\p{Letter}{7,40}/gu;
const known = new WeakMap<object, Set<string>>();
const mostWordsInMind = 400_000;

/** Learns the long words of a folded text. */
export function learnWords(db: WritableDb, foldedText: string): void {
  const words = wordsInMind(db);
  for (const word of foldedText.match(longWord) ?? []) {
    if (words.has(word)) continue;
    const { changes, row } = run(db, 'INSERT OR IGNORE INTO vocabulary (word) VALUES (?)', word);
    if (changes > 0) run(db, 'INSERT INTO vocabulary_part (rowid, word) VALUES (?, ?)', row, word);
    words.add(word);
  }
}

function wordsInMind(db: WritableDb): Set<string> {
  let words = known.get(db);
  if (!words || words.size > mostWordsInMind) {
    words = new Set();
    known.set(db, words);
  }
  onRollback(db, 'vocabulary', () => known.delete(db));
  return words;
}

/** Words of the store that contain `word` (folded, at least 4 letters) but do not begin with it: ends first, then short ones. */
export function compoundsOf(db: ReadableDb, word: string, limit: number): string[] {
  if (word.length < 4 || !/^\p{Letter}+$/u.test(word)) return [];
  return all<{ word: string }>(
    db,
    `SELECT word FROM vocabulary_part WHERE vocabulary_part MATCH ?1 AND substr(word, 1, length(?2)) <> ?2
     ORDER BY substr(word, -length(?2)) = ?2 DESC, length(word) LIMIT ?3`,
    `"${word}"`,
    word,
    limit,
  ).map((row) => row.word);
}

/**
 * Forgets words that no text has any more, a few at a time: looks at `count` words after `row`. Gives the row to go on after, null at
 * the end.
 */
export function sweepWords(db: WritableDb, row: number, count: number): number | null {
  const words = all<{ row: number; word: string }>(
    db,
    'SELECT row, word FROM vocabulary WHERE row > ? ORDER BY row LIMIT ?',
    row,
    count,
  );
  for (const found of words) {
    if (first(db, 'SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT 1', `"${found.word}"`)) continue;
    run(
      db,
      `INSERT INTO vocabulary_part (vocabulary_part, rowid, word) VALUES ('delete', ?, ?)`,
      found.row,
      found.word,
    );
    run(db, 'DELETE FROM vocabulary WHERE row = ?', found.row);
    known.get(db)?.delete(found.word);
  }
  return words.length < count ? null : (words.at(-1)?.row ?? null);
}
