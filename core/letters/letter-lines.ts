import { foldGerman } from '../domain/folding.ts';
import type { PageWords } from './page-words.ts';

/** The lines of the first page that hold anything, without blanks around them. */
export function linesOf(pages: readonly PageWords[]): string[] {
  const [first] = pages;
  return (first?.text ?? '').split('\n').flatMap((line) => oneBlank(line) || []);
}

/** A line without blanks around it and with single ones in it. */
export const oneBlank = (line: string): string => line.trim().replace(/\s+/g, ' ');

const salutation = /^(Sehr geehrte|Guten Tag|Hallo|Moin|Liebe[rs]? |Hiermit )/;
const postcode = /\b\d{5}\s+\p{Lu}\p{L}/u;
const street = /(stra(ß|ss)e|str\.|weg|allee|platz|ring|damm|gasse|chaussee|deich)\s*\d+\s*[a-z]?$/i;
const label =
  /^(Datum|Zeichen|Ihr Zeichen|Unser Zeichen|Telefon|Tel\.|Fax|E-?Mail|BG-Nummer|Kundennummer|Seite|Von|An|Betreff|Gesendet)\b/i;

/** A line of an address, a date or a number: says nothing about what the letter is. */
export function isAddressLine(line: string): boolean {
  return postcode.test(line) || street.test(line) || label.test(line) || /\d{1,2}\.\d{1,2}\.\d{4}$/.test(line);
}

/** How a letter begins to speak to its reader. */
export const isSalutation = (line: string): boolean => salutation.test(line);

/** The line before the salutation: what business letters say they are about. Null where there is no salutation in the upper part. */
export function subjectLine(lines: readonly string[]): string | null {
  const named = lines.slice(0, 12).find((line) => /^Betreff:/i.test(line));
  if (named) return named.replace(/^Betreff:\s*/i, '') || null;
  const found = linesBeforeSalutation(lines).findLast((line) => !isAddressLine(line) && line.length > 3);
  return found ?? null;
}

/** The three lines before the salutation: a subject may be longer than one. None where there is no salutation in the upper part. */
export function linesBeforeSalutation(lines: readonly string[]): string[] {
  const at = lines.findIndex(isSalutation);
  return at < 1 || at > 30 ? [] : lines.slice(Math.max(0, at - 3), at);
}

/** A line as lines of many letters are compared: folded, numbers and dates left out. */
export function lineKey(line: string): string {
  return foldGerman(line)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
