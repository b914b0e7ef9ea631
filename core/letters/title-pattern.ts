import { type Day, germanDay } from '../domain/moments.ts';
import { findHeading } from './find-heading.ts';
import type { PageWords } from './page-words.ts';

// How this office calls letters of one kind: its titles with the parts that differ from letter to letter left open.

/** The parts of a title that differ from letter to letter, as one letter has them; what it does not have is missing. */
export type TitleParts = Partial<Record<(typeof partNames)[number], string>>;

const partNames = ['heading', 'sender', 'keyword', 'since', 'subjectDay', 'day', 'month', 'year'] as const;
const monthOfYear =
  /\b(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s+(?:19|20)\d{2}\b/u;
const dayOfYear = /\b\d{2}\.\d{2}\.\d{4}\b/u;
const since =
  /\bab\s+(?:dem\s+)?(\d{2}\.\d{2}\.\d{4}|(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s+\d{4})/u;
const yearAlone = /\b(?:19|20)\d{2}\b/u;
const shortest = 4; // signs; shorter parts are found in words they have nothing to do with

/** The parts one letter has for a title. */
export function titleParts(
  pages: readonly PageWords[],
  known: { keywordName: string | null; letterDate: Day | null; sender: string | null },
): TitleParts {
  const heading = findHeading(pages);
  const text = pages[0]?.text ?? '';
  const found: Record<(typeof partNames)[number], string | null | undefined> = {
    heading,
    sender: known.sender,
    keyword: known.keywordName,
    since: since.exec(heading ?? '')?.[1] ?? since.exec(text)?.[1],
    subjectDay: dayOfYear.exec(heading ?? '')?.[0],
    day: known.letterDate && germanDay(known.letterDate),
    month: monthOfYear.exec(heading ?? '')?.[0] ?? monthOfYear.exec(text)?.[0],
    year: yearAlone.exec(heading ?? '')?.[0],
  };
  return Object.fromEntries(Object.entries(found).filter(([, part]) => part && part.length >= shortest));
}

/** A title with the parts of its letter left open: "Lohnabrechnung {month}". */
export function patternOf(title: string, parts: TitleParts): string {
  let pattern = title.replace(/[{}]/g, '');
  for (const name of partNames) {
    const part = parts[name];
    if (part) pattern = pattern.split(part).join(`{${name}}`);
  }
  return pattern;
}

/** A pattern with the parts of another letter; null where that does not have one of them. */
export function titleFrom(pattern: string, parts: TitleParts): string | null {
  let isWhole = true;
  const title = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = parts[name as keyof TitleParts];
    isWhole &&= part !== undefined;
    return part ?? '';
  });
  return isWhole ? title : null;
}
