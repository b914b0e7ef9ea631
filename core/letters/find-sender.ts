import { linesOf } from './letter-lines.ts';
import type { PageWords } from './page-words.ts';

const withAddress = /^(.{3,80}?)(?:\s*[,·•|]\s*|\s+[–-]\s+)[^,·•|]{3,60}\d+\s*[a-z]?\s*[,·•|]\s*\d{5}\s+\p{L}+/u;
const closing = /^(Mit freundlichen Gr|Freundliche Gr|Viele Gr|Hochachtungsvoll|Im Auftrag)/i;

/** Who wrote a letter, and where that stands, in one line. */
export type FoundSender = { name: string; explanation: string };

/** The name alone of who wrote a letter. */
export const findSender = (pages: readonly PageWords[]): string | null => senderIn(pages)?.name ?? null;

const found = (name: string | undefined, explanation: string): FoundSender | null =>
  name ? { name, explanation } : null;

/**
 * Who wrote a letter: the line above the window of the envelope ("Name, Straße 5, 12345 Ort"), else the name a form asks for, else the
 * letterhead or whoever signed; null where none of them is there.
 */
export function senderIn(pages: readonly PageWords[]): FoundSender | null {
  const lines = linesOf(pages);
  const mail = lines.slice(0, 8).find((line) => /^Von:\s/i.test(line));
  if (mail) return found(nameInMail(mail), 'Zeile „Von“ der Nachricht');
  const second = lines[1] ?? '';
  // The name and, below it, street and place: letters of people without a window.
  if (lines[0] && /\d{5}\s+\p{Lu}/u.test(second) && /\p{L}{3}/u.test(lines[0])) {
    return found(lines[0], 'Kopf des Schreibens auf Seite 1, oben');
  }
  const window = lines.slice(0, 14).flatMap((line) => withAddress.exec(line)?.[1]?.trim() ?? [])[0];
  if (window) return found(window, 'Absenderzeile über der Anschrift auf Seite 1');
  const [family, given] = [asked(lines, /^(Familienname|Nachname)\b/), asked(lines, /^Vorname\b/)];
  if (family && given) return found(`${given} ${family}`, 'Name im Formular auf Seite 1');
  const stamp = lines.findIndex((line) => /^(Vertragsarztstempel|Stempel)/i.test(line));
  if (stamp >= 0 && lines[stamp + 1]) return found(lines[stamp + 1], 'Stempel auf Seite 1');
  const end = lines.findLastIndex((line) => closing.test(line));
  const signed = end < 0 ? undefined : lines[end + 1];
  return signed && /^\p{Lu}/u.test(signed) && signed.length <= 80 ? found(signed, 'Unterschrift auf Seite 1') : null;
}

const nameInMail = (line: string): string =>
  line
    .replace(/^Von:\s*/i, '')
    .replace(/\s*<.*$/, '')
    .replace(/"/g, '');

/** What a form holds behind or below the name of a field. */
function asked(lines: readonly string[], name: RegExp): string | null {
  const at = lines.findIndex((line) => name.test(line));
  const value = at < 0 ? undefined : lines[at]?.replace(name, '').replace(/^[:\s]+/, '') || lines[at + 1];
  return value && /^\p{Lu}[\p{L} '-]+$/u.test(value) ? value : null;
}
