import { type FoundPlace, placeOf } from './find-place.ts';
import type { PageWords } from './page-words.ts';

/** A file number behind a word such as "Aktenzeichen": ours or that of a court, a health insurance, an energy supplier. */
export type FoundReference = FoundPlace & { number: string; asWritten: string };

const labels = [
  'Akten(?:zeichen|nummer|-Nr\\.?)',
  'Az\\.?:?',
  'Gesch(?:äfts|\\.-?)\\s?(?:zeichen|Z\\.?|nummer|Nr\\.?)',
  '(?:Unser|Ihr|Mein)e?\\s+(?:Zeichen|Aktenzeichen)',
  'Zeichen',
  '(?:Kassen|Buchungs|Vertragskonto)(?:zeichen|nummer)?',
  '(?:Kunden|Versicherten|Versicherungs|Vertrags|Mitglieds|Mieter|Vorgangs|Rentenversicherungs|Kindergeld|Schaden)-?\\s?(?:nummer|[Nn]r\\.?)',
  'Vertragskonto',
];
const pattern = new RegExp(`(?<![\\p{L}])(?:${labels.join('|')})[ \\t]*[:.]?[ \\t]*([^\\n]{3,60})`, 'gu');

/** The form in which file numbers are compared: capital letters and digits only. */
export function compactNumber(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}

/** File numbers of all kinds that are called so in a letter; each once. */
export function findReferences(pages: readonly PageWords[]): FoundReference[] {
  const found = new Map<string, FoundReference>();
  for (const page of pages) {
    for (const match of page.text.matchAll(pattern)) {
      const asWritten = numberIn(match[1] ?? '');
      const number = compactNumber(asWritten);
      if (!isNumber(number) || found.has(number)) continue;
      found.set(number, { ...placeOf(page, asWritten, match.index), number, asWritten });
    }
  }
  return [...found.values()];
}

/** The words that still belong to the number: with a digit, or short and in capitals as in "S 12 AS 345/26 ER". */
function numberIn(rest: string): string {
  const taken: string[] = [];
  for (const word of rest.split(/[ \t]+/)) {
    const bare = word.replace(/[,;.]+$/, '');
    if (/^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(bare)) break;
    if (!/\d/.test(bare) && !/^[A-ZÄÖÜ]{1,4}$/.test(bare)) break;
    taken.push(bare);
    if (bare !== word) break;
  }
  return taken.join(' ');
}

const isNumber = (number: string): boolean =>
  number.length >= 5 && number.length <= 30 && (number.match(/\d/g)?.length ?? 0) >= 3;
