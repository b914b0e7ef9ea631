import { isAddressLine, isSalutation, linesBeforeSalutation, oneBlank } from './letter-lines.ts';
import type { PageWords } from './page-words.ts';
import { isFull, isRightUnder, type WordLine, wordLinesOf } from './word-lines.ts';

const mostLines = 4;
const named = /^(?:Betreff|Betrifft|Betr\.)(?:\s*:\s*|$)/i;
/** Lines beside a subject that only say under which number something is kept. */
const reference =
  /^(?:Az\b|Akten-?zeichen\b|Geschäfts-?zeichen\b|(?:Ihr|Unser|Mein)e?\s+(?:Zeichen|Nachricht)\b|[\p{L} -]{0,30}(?:nummer|Nummer|Nr\.?)\s*:)/u;
const ofDay = /\S.*\b(?:vom|zum|bis|ab|am|seit)(?:\s+den)?\s+\d{1,2}\.\s?\d{1,2}\.\s?\d{4}$/u;
const dayAtEnd = /\d{1,2}\.\s?\d{1,2}\.\s?\d{4}$/u;
/** After these words a line is not at its end. */
const openEnd =
  /(?:[-–,;:/(]|\b(?:und|oder|bzw\.|der|die|das|des|dem|den|ein|eine|einer|eines|Ihr|Ihre|Ihren|Ihrer|Ihres|für|von|vom|zu|zum|zur|mit|nach|auf|in|im|an|am|aus|bei|wegen|gegen|über|gemäß|§|§§|Nr\.|Abs\.|Absatz))$/u;
const openBegin = /^(?:\p{Ll}|\(|§)/u;

/** A line of a page: what it says and, where that is known, where it stands. */
type Line = { text: string; place: WordLine | null };
type Page = { lines: Line[]; rightEdge: number };

/**
 * What a letter says it is about, in one line however many it has on the paper: what stands after "Betreff", else what stands before the
 * salutation. Null where there is neither.
 */
export function findSubject(pages: readonly PageWords[]): string | null {
  const [first] = pages;
  if (!first) return null;
  const page = placedLines(first);
  const label = page.lines.slice(0, 30).findIndex(({ text }) => named.test(text));
  if (label !== -1) return afterLabel(page, label);
  const texts = page.lines.map(({ text }) => text);
  const salutation = texts.findIndex(isSalutation);
  const before = linesBeforeSalutation(texts.filter((text) => text !== ''));
  const last = before.findLast((text) => isSubject(text));
  if (!last) return null;
  const at = texts.lastIndexOf(last, salutation);
  return joined(page, [...upwards(page, at), ...downwards(page, at).slice(1)]);
}

/** Lines of the text, blank ones too, each with its place on the paper. */
function placedLines({ text, words }: PageWords): Page {
  const seen = wordLinesOf(words);
  const byText = new Map(seen.map((line) => [withoutBlanks(line.text), line]));
  const lines = text.split('\n').map((line) => {
    const shown = oneBlank(line);
    return { text: shown, place: byText.get(withoutBlanks(shown)) ?? null };
  });
  return { lines, rightEdge: Math.max(0, ...seen.map(({ right }) => right)) };
}

const withoutBlanks = (text: string): string => text.replace(/\s+/g, '');

/** Says what a letter is about; a line that ends with the day of what it is about does, too. */
function isSubject(text: string): boolean {
  return text.length > 3 && !reference.test(text) && (!isAddressLine(text) || isOfDay(text));
}

/** "Ihr Bescheid vom 12.03.2026", not "Husum, den 12.03.2026". */
const isOfDay = (text: string): boolean => ofDay.test(text) && !isAddressLine(text.replace(dayAtEnd, ''));

function afterLabel(page: Page, label: number): string | null {
  const [line] = page.lines.slice(label);
  const rest = line?.text.replace(named, '') ?? '';
  const lines = page.lines.with(label, { text: rest, place: line?.place ?? null });
  const from = rest === '' ? label + 1 : label;
  return lines[from]?.text ? joined({ ...page, lines }, downwards({ ...page, lines }, from)) : null;
}

function upwards(page: Page, last: number): number[] {
  const found = [last];
  for (let at = last; found.length < mostLines; ) {
    const before = nextLine(page, at, -1);
    if (before === null || !goesOn(page, before, at)) break;
    found.unshift(before);
    at = before;
  }
  return found;
}

function downwards(page: Page, first: number): number[] {
  const found = [first];
  for (let at = first; found.length < mostLines; ) {
    const next = nextLine(page, at, 1);
    if (next === null || !goesOn(page, at, next)) break;
    found.push(next);
    at = next;
  }
  return found;
}

/** The next line that holds anything; a blank one between is an end where the paper does not say how far apart they are. */
function nextLine({ lines }: Page, from: number, step: 1 | -1): number | null {
  let at = from + step;
  while (lines[from]?.place && lines[at]?.text === '') at += step;
  return lines[at]?.text ? at : null;
}

function goesOn({ lines }: Page, upper: number, lower: number): boolean {
  const [one, other] = [lines[upper], lines[lower]];
  if (!one || !other || isSalutation(one.text) || isSalutation(other.text)) return false;
  const isText = isSentence(one.text, other.text);
  const isBroken = [one, other].some(({ text }) => reference.test(text) || (isAddressLine(text) && !isOfDay(text)));
  if (isBroken && !(isText && dayAtEnd.test(other.text))) return false;
  return one.place && other.place ? isRightUnder(one.place, other.place) : isText;
}

/** The words themselves say that they belong together. */
const isSentence = (upper: string, lower: string): boolean => openEnd.test(upper) || openBegin.test(lower);

function joined({ lines, rightEdge }: Page, chosen: readonly number[]): string {
  let text = '';
  let before: Line | null = null;
  for (const at of chosen) {
    const line = lines[at];
    if (!line) continue;
    text = before ? joinTexts(text, line.text, isPaperBreak(before, line, rightEdge)) : line.text;
    before = line;
  }
  return text;
}

const isPaperBreak = (upper: Line, lower: Line, rightEdge: number): boolean =>
  upper.place !== null && lower.place !== null && isFull(upper.place, lower.place, rightEdge);

/** Two lines as one would read them out: a parted word is put together, a line that stands for itself is set off by a comma. */
function joinTexts(upper: string, lower: string, isBrokenByPaper: boolean): string {
  if (/\p{L}-$/u.test(upper) && !/^(?:und|oder|bzw\.)\s/u.test(lower)) {
    return /^\p{Ll}/u.test(lower) ? upper.slice(0, -1) + lower : upper + lower;
  }
  if (/^hier:/i.test(lower)) return `${upper.replace(/[,;–-]$/, '').trimEnd()}, ${lower}`;
  return isBrokenByPaper || isSentence(upper, lower) ? `${upper} ${lower}` : `${upper}, ${lower}`;
}
