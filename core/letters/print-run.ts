import { findNumbers } from './find-numbers.ts';
import { isSalutation, linesOf } from './letter-lines.ts';
import type { PageWords } from './page-words.ts';

// A print run without sheets between its letters. It is parted only where nothing else can be meant: every page says which of how many it
// is, and a letter begins with a first page that is addressed to another household than the one before. Never on a guess.

/** The letters of a run, by the numbers of their pages, each with what stays doubtful about it. */
export type PrintRun = { letters: { pages: number[]; concerns: string[] }[] };

type Page = {
  number: number;
  /** "Seite 2 von 3"; null where it says nothing or several things. */
  counted: { at: number; of: number } | null;
  /** The one household a first page is about; null where there is none or several. */
  household: string | null;
  isAddressed: boolean;
};

const count = /\bSeite\s+(\d{1,4})\s*(?:von|\/)\s*(\d{1,4})(?!\d)/giu;
const postcode = /^\d{5}\s+\p{Lu}\p{L}/u;

/** Parts a run into letters. Null where it holds one letter, as far as can be seen. */
export function splitPrintRun(pages: readonly PageWords[]): PrintRun | null {
  const read = pages.map(readPage);
  const parts = countedParts(read);
  if (!parts) return doubtful(read);
  if (parts.length < 2) return null;
  const isSure = parts.every(([first]) => first !== undefined && first.household !== null && first.isAddressed);
  return isSure ? byHousehold(parts) : doubtful(read);
}

function readPage(page: PageWords): Page {
  const found = new Map(Array.from(page.text.matchAll(count), (match) => [`${match[1]}/${match[2]}`, match]));
  const [only] = found.values();
  const households = new Set(
    findNumbers([page])
      .filter(({ kind }) => kind === 'household')
      .map(({ number, isClear }) => (isClear ? number : '')),
  );
  const [household] = households;
  const lines = linesOf([page]);
  return {
    number: page.number,
    counted: found.size === 1 && only ? { at: Number(only[1]), of: Number(only[2]) } : null,
    household: households.size === 1 && household ? household : null,
    isAddressed: lines.slice(0, 25).some((line) => postcode.test(line)) && lines.some(isSalutation),
  };
}

/** Pages from "1 von n" to "n von n", one after the other to the end; null where the counting has a gap. */
function countedParts(pages: readonly Page[]): Page[][] | null {
  const parts: Page[][] = [];
  for (const page of pages) {
    if (!page.counted) return null;
    const last = parts.at(-1);
    const before = last?.at(-1)?.counted;
    const isNext = before?.of === page.counted.of && page.counted.at === before.at + 1;
    if (last && isNext) last.push(page);
    else if (page.counted.at === 1 && (!before || before.at === before.of)) parts.push([page]);
    else return null;
  }
  const end = parts.at(-1)?.at(-1)?.counted;
  return end && end.at === end.of ? parts : null;
}

/** An annex may count its pages anew: what begins with the number of the letter before stays with it, and that is said. */
function byHousehold(parts: Page[][]): PrintRun | null {
  const letters: { household: string | null; pages: number[]; again: number[] }[] = [];
  for (const part of parts) {
    const [first] = part;
    const numbers = part.map(({ number }) => number);
    const last = letters.at(-1);
    const household = first?.household ?? null;
    if (last && last.household === household) {
      last.again.push(last.pages.length + 1);
      last.pages.push(...numbers);
    } else letters.push({ household, pages: numbers, again: [] });
  }
  return { letters: letters.map(({ pages, again }) => ({ pages, concerns: again.map(sameHousehold) })) };
}

const sameHousehold = (page: number): string =>
  `Auf Seite ${page} beginnt eine neue Zählung mit derselben BG-Nummer: eine Anlage oder ein zweites Schreiben. Es wurde nicht getrennt.`;

const mostNamed = 8;

/** Where several letters seem to begin and cannot be parted without doubt, they stay together, and that is said. */
function doubtful(pages: readonly Page[]): PrintRun | null {
  const starts = pages.filter(({ counted, household, isAddressed }) => counted?.at === 1 || (household && isAddressed));
  if (starts.length < 2) return null;
  const named = starts.slice(0, mostNamed).map(({ number }) => number);
  const places = `${named.slice(0, -1).join(', ')} und ${named.at(-1)}${starts.length > mostNamed ? ' und weiteren' : ''}`;
  const concern = `Diese Datei enthält vermutlich mehrere Schreiben (Anfänge auf den Seiten ${places}). Ohne Trennblätter war nicht sicher, wo sie zu trennen sind; sie ist zusammen geblieben.`;
  return { letters: [{ pages: pages.map(({ number }) => number), concerns: [concern] }] };
}
