import { handleOf, inTransaction, run, type WritableDb } from '../sql.ts';
import { sweepWords } from './vocabulary.ts';

const pagesAtOnce = 200;
const wordsAtOnce = 300;

/**
 * Clears words of purged texts out of the index, in steps of a few milliseconds; `pause` lets other work go between. Until then their
 * postings are only marked as gone.
 */
export async function sweepSearch(db: WritableDb, pause: () => Promise<void>): Promise<void> {
  for (const index of ['search_text', 'head_text'] as const) while (mergeSome(db, index)) await pause();
  for (let row: number | null = 0; row !== null; ) {
    const from: number = row;
    row = inTransaction(db, () => sweepWords(db, from, wordsAtOnce));
    await pause();
  }
  handleOf(db).pragma('wal_checkpoint(TRUNCATE)');
}

/** A negative number of pages also merges what is merged already; false when nothing is left to do. */
function mergeSome(db: WritableDb, index: 'search_text' | 'head_text'): boolean {
  const before = changesSoFar(db);
  run(db, `INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`, -pagesAtOnce);
  return changesSoFar(db) - before >= 2;
}

function changesSoFar(db: WritableDb): number {
  return (handleOf(db).prepare('SELECT total_changes() AS n').get() as { n: number }).n;
}
