import { dayOf } from '../../core/domain/moments.ts';
import type { ContentReport } from '../../intake/content/content-report.ts';

export type Suggestions = {
  suggestedTitle: string;
  suggestedDate: string | null;
  suggestedSender: string | null;
};

/** What the worker probably wants to call a file: from the headers of a mail, else from the file name and the first page. `today` is a day. */
export function suggestFiling(report: ContentReport, fileName: string, firstPage: string, today: string): Suggestions {
  return {
    suggestedTitle: (report.subject?.trim() || titleFromName(fileName)).slice(0, 300),
    suggestedDate: mailDay(report) ?? dayInName(fileName, today) ?? dayInText(firstPage, today),
    suggestedSender: (senderOfMail(report.from) ?? senderInText(firstPage))?.slice(0, 200) ?? null,
  };
}

/** `Mietvertrag_Petersen 2026-11-02.pdf` to `Mietvertrag Petersen`; names of cameras and scanners stay as they are. */
function titleFromName(fileName: string): string {
  const stem = fileName.replace(/\.[\p{L}\p{N}]{1,12}$/u, '');
  const words = stem
    .replace(isoDay, ' ')
    .replace(germanDate, ' ')
    .replace(/[_\s]+/g, ' ')
    .replace(/^[\s\-–.,]+|[\s\-–.,]+$/g, '');
  const title = /\p{Letter}/u.test(words) ? words : stem;
  return title.slice(0, 1).toUpperCase() + title.slice(1);
}

const isoDay = /(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/;
const germanDate = /(?<!\d)(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.\s?(20\d{2}|\d{2})(?!\d)/;
const monthNames = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ');
const spelledDate = new RegExp(`(?<!\\d)(0?[1-9]|[12]\\d|3[01])\\.\\s?(${monthNames.join('|')})\\s(20\\d{2})(?!\\d)`);

function mailDay(report: ContentReport): string | null {
  const time = report.date ? Date.parse(report.date) : Number.NaN;
  return Number.isNaN(time) ? null : dayOf(new Date(time).toISOString());
}

function dayInName(fileName: string, today: string): string | null {
  const iso = isoDay.exec(fileName);
  if (iso) return realDay(iso[1], iso[2], iso[3], today);
  return germanDay(fileName, today);
}

/** The date of a letter stands near its top; one in the future is a deadline, not the date of the letter. */
function dayInText(text: string, today: string): string | null {
  const top = text.slice(0, 2_000);
  const named = /(?:Datum|Date|, den|, im|Stand)\s*:?\s{0,5}(.{6,24})/.exec(top)?.[1];
  return (named ? germanDay(named, today) : null) ?? germanDay(top, today);
}

function germanDay(text: string, today: string): string | null {
  const spelled = spelledDate.exec(text);
  const numeric = germanDate.exec(text);
  if (spelled && (!numeric || spelled.index < numeric.index)) {
    const month = String(monthNames.indexOf(spelled[2] ?? '') + 1);
    return realDay(spelled[3], month, spelled[1], today);
  }
  return numeric ? realDay(numeric[3], numeric[2], numeric[1], today) : null;
}

function realDay(year = '', month = '', day = '', today: string): string | null {
  const fullYear = year.length === 2 ? `20${year}` : year;
  const text = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return null;
  return text <= today ? text : null;
}

/** `"Vermietung Nord" <post@example.org>` to `Vermietung Nord`. */
function senderOfMail(from: string | undefined): string | null {
  if (!from) return null;
  const name = from.replace(/<[^>]*>/g, '').replace(/^[\s"']+|[\s"']+$/g, '');
  return name || from.replace(/[<>]/g, '').trim() || null;
}

/** The small line above the address of German letters: `Wohnungsbau Husum · Norderstraße 4 · 25813 Husum`. */
function senderInText(text: string): string | null {
  for (const line of text.slice(0, 1_500).split('\n')) {
    const parts = line.split(/\s*[·•|∙]\s*/).map((part) => part.trim());
    const hasPlace = parts.some((part) => /^(D-)?\d{5}\s+\p{Letter}/u.test(part));
    const [first] = parts;
    if (parts.length >= 2 && hasPlace && first && /\p{Letter}{2}/u.test(first) && first.length <= 80) return first;
  }
  return null;
}
