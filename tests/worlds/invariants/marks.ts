import type { Id } from '../../../core/domain/ids.ts';
import type { Transaction } from '../database/transaction.ts';

const letters = 'abcdefghij';
/** The words made here, in any text. */
export const wordPattern = /kanarie[a-j]+/g;
const pattern = /kanarie[a-j]+|"sha256": ?"[0-9a-f]{64}/g;

/** Words and contents by which it shows where a text has been: each is written once, and all its places at the centre are noted. */
export class Marks {
  private made = 0;
  private readonly authors = new Map<string, Id>();
  private readonly places = new Map<string, Set<Id>>();

  /** A long word that nobody has written yet. */
  newWord(author: Id): string {
    this.made += 1;
    const word = `kanarie${[...String(this.made)].map((digit) => letters[Number(digit)]).join('')}`;
    this.authors.set(word, author);
    return word;
  }

  noteContent(sha256: string, author: Id): void {
    this.authors.set(sha256, author);
  }

  /** Notes where records stand that are committed at the centre. */
  noteCommit(overlay: Transaction['overlay']): void {
    for (const [table, rows] of overlay) {
      if (!table.startsWith('record ')) continue;
      const scopeId = table.slice('record '.length) as Id;
      for (const row of rows.values()) {
        if (!row || !('body' in row) || typeof row.body !== 'string') continue;
        for (const found of row.body.match(pattern) ?? []) {
          const mark = found.startsWith('kanarie') ? found : found.slice(-64);
          const places = this.places.get(mark) ?? new Set();
          this.places.set(mark, places.add(scopeId));
        }
      }
    }
  }

  authorOf(mark: string): Id | undefined {
    return this.authors.get(mark);
  }

  placesOf(mark: string): Iterable<Id> {
    return this.places.get(mark) ?? [];
  }
}
