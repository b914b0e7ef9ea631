import { headingPlaces } from '../../core/letters/find-heading.ts';
import type { PageWords } from '../../core/letters/page-words.ts';
import { type ReadLetter, readLetter } from '../../core/letters/read-letter.ts';
import { dayOf } from '../../core/domain/moments.ts';
import type { ContentReport } from '../../intake/content/content-report.ts';

/** What a file says of itself beside its text. */
export type FileSays = Pick<ContentReport, 'subject' | 'from' | 'date'> & { fileName: string };

/** The part of a report that says what a file is about. */
export function saysOf({ subject, from, date }: ContentReport, fileName: string): FileSays {
  return {
    fileName,
    ...(subject === undefined ? {} : { subject }),
    ...(from === undefined ? {} : { from }),
    ...(date === undefined ? {} : { date }),
  };
}

/** What the worker probably wants to call a file, from what it says of itself and its first pages. `today` is a day. */
export function suggestFiling(says: FileSays, pages: readonly PageWords[], today: string): ReadLetter {
  const hasText = pages.some(({ text }) => text.trim() !== '');
  const read = readLetter(hasText ? pages : [], { keywordName: null, receivedOn: today });
  return asItSays(says, hasText ? read : { ...read, title: '' }, today);
}

/** What was read in a file, corrected by what it says of itself: a mail knows best, a name goes before a line that is only perhaps a heading. */
export function asItSays<Read extends ReadLetter>(says: FileSays, read: Read, today: string): Read {
  const named = titleFromName(says.fileName);
  const subject = says.subject?.trim() ?? '';
  const isHeading = read.reasons.title === headingPlaces.subject || read.reasons.title === headingPlaces.largest;
  const isByName = !subject && !isHeading && (read.title === '' || !isNumberOnly(named));
  const mailDate = mailDay(says);
  const nameDate = read.letterDate === null ? dayInName(says.fileName, today) : null;
  const mailSender = senderOfMail(says.from);
  const { title, letterDate, sender } = read.reasons;
  return {
    ...read,
    title: (subject || (isByName ? named : read.title)).slice(0, 300),
    letterDate: mailDate ?? read.letterDate ?? nameDate,
    sender: (mailSender ?? read.sender)?.slice(0, 200) ?? null,
    reasons: {
      title: subject ? 'Betreff der E-Mail' : isByName ? 'Name der Datei' : title,
      letterDate: mailDate ? 'Datum der E-Mail' : nameDate ? 'Datum im Namen der Datei' : letterDate,
      sender: mailSender ? 'Absender der E-Mail' : sender,
    },
  };
}

/** Names that cameras, scanners and programs give. */
const isNumberOnly = (title: string): boolean =>
  /^(?:scan|img|image|dsc|pxl|foto|photo|bild|screenshot|dokument|document|datei|file|seite|page|unbenannt|neu)?[^\p{L}]*$/iu.test(
    title,
  );

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
function mailDay({ date }: FileSays): string | null {
  const time = date ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? null : dayOf(new Date(time).toISOString());
}

function dayInName(fileName: string, today: string): string | null {
  const iso = isoDay.exec(fileName);
  if (iso) return realDay(iso[1], iso[2], iso[3], today);
  const german = germanDate.exec(fileName);
  return german ? realDay(german[3], german[2], german[1], today) : null;
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
