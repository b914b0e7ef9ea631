import { type Day, germanDay } from '../domain/moments.ts';
import { findHeading } from './find-heading.ts';
import type { KeywordGuess } from './keyword-model.ts';
import type { PageWords } from './page-words.ts';

/** Why a keyword is proposed, in one line. */
export function explainGuess({ line, documents }: KeywordGuess, name: string, isNamed: boolean): string {
  if (line) return `Überschrift „${shorten(line, 80)}“ auf Seite 1`;
  if (isNamed) return `„${name}“ steht über dem Schreiben`;
  return documents === 0
    ? 'Am ehesten dieses Schlagwort'
    : `Wortlaut wie bei ${documents} früheren Schreiben „${name}“`;
}

/** A title for a letter: what stands over it, else its keyword, with the day; never empty. */
export function proposeTitle(
  pages: readonly PageWords[],
  known: { keywordName: string | null; letterDate: Day | null; receivedOn: Day },
): string {
  const heading = findHeading(pages);
  if (heading) return shorten(heading, 120);
  const day = `vom ${germanDay(known.letterDate ?? known.receivedOn)}`;
  if (known.keywordName) return `${known.keywordName} ${day}`;
  const count = pages.length;
  return count === 0 ? `Schreiben ${day}` : `Schreiben ${day}, ${count} ${count === 1 ? 'Seite' : 'Seiten'}`;
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
