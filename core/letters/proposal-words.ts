import { type Day, germanDay } from '../domain/moments.ts';
import { headingIn } from './find-heading.ts';
import type { KeywordGuess } from './keyword-model.ts';
import type { PageWords } from './page-words.ts';

/** Why a keyword is proposed, in one line. */
export function explainGuess({ line, documents }: KeywordGuess, name: string, isNamed: boolean): string {
  if (line) return `Überschrift „${shorten(line, 80)}“ auf Seite 1`;
  if (isNamed) return `„${name}“ steht über dem Schreiben`;
  return documents === 0
    ? 'Am ehesten dieses Schlagwort'
    : `Wortlaut wie bei ${documents === 1 ? 'einem' : documents} früheren Schreiben „${name}“`;
}

/** A title for a letter, and where it is from: what stands over it, else its keyword, with the day; never empty. */
export function proposeTitle(
  pages: readonly PageWords[],
  known: { keywordName: string | null; letterDate: Day | null; receivedOn: Day },
): { title: string; explanation: string } {
  const heading = headingIn(pages);
  if (heading) return { title: shorten(heading.text, 120), explanation: heading.explanation };
  const day = `vom ${germanDay(known.letterDate ?? known.receivedOn)}`;
  const explanation = keywordTitle;
  if (known.keywordName) return { title: `${known.keywordName} ${day}`, explanation };
  const count = pages.length;
  const title = count === 0 ? `Schreiben ${day}` : `Schreiben ${day}, ${count} ${count === 1 ? 'Seite' : 'Seiten'}`;
  return { title, explanation: 'Kein Betreff im Text gefunden' };
}

/** Where a title is from that is made of keyword and day. */
export const keywordTitle = 'Aus Schlagwort und Datum';

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
