import { findDeadlines } from '../../../core/letters/find-deadlines.ts';
import type { Day } from '../../../core/domain/moments.ts';
import { addDays, addMonths } from '../../../demo/sample/dates.ts';
import type { Figure } from '../figures.ts';
import type { SampleLetter } from './samples.ts';

/** What the letters of the sample office ask for until when, by how they are made: counted from their own day, or from their arrival. */
const asked: [words: RegExp, day: (dates: { written: Day; received: Day }) => Day][] = [
  [/Bitte überweisen Sie den Betrag von [\d., ]+€ bis zum/, ({ written }) => addDays(written, 30)],
  [/Einwendungen teilen Sie bitte innerhalb von zwölf Monaten mit/, ({ received }) => workday(addMonths(received, 12))],
  [/Einwendungen sind innerhalb von sechs Wochen zu erheben/, ({ received }) => workday(addDays(received, 42))],
  [/Blattzählung bis zum/, ({ written }) => addDays(written, 14)],
  [/binnen eines Monats zur Klage Stellung zu nehmen/, ({ received }) => workday(addMonths(received, 1))],
  [/Stellungnahme binnen fünf Tagen/, ({ received }) => workday(addDays(received, 5))],
  [/innerhalb eines Monats nach Bekanntgabe/, ({ received }) => workday(addMonths(received, 1))],
  [/Aufenthaltserlaubnis wird bis zum/, ({ written }) => addMonths(written, 36)],
];

/** No end of a term on a Saturday or Sunday (§ 193 BGB). */
function workday(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/** Days by which letters ask for something: how many of them are found, and how many are found that no letter sets. */
export function measureDeadlines(letters: readonly SampleLetter[], how: string): Figure {
  const sum = { asked: 0, found: 0, letters: 0, wrong: 0 };
  for (const { document, pages } of letters) {
    const { letterDate, receivedDate: received } = document;
    const text = document.printedText.join(' ').replace(/\s+/g, ' ');
    const days = asked.flatMap(([words, day]) => (words.test(text) ? day({ written: letterDate, received }) : []));
    const right = new Set(days.filter((day) => day >= received));
    const found = findDeadlines(pages, received).map(({ day }) => day);
    sum.asked += right.size;
    sum.letters += right.size > 0 ? 1 : 0;
    sum.found += found.filter((day) => right.has(day)).length;
    sum.wrong += found.filter((day) => !right.has(day)).length;
  }
  const share = ((100 * sum.found) / Math.max(1, sum.asked)).toFixed(1);
  return {
    what: `days by which ${sum.letters} of ${letters.length} letters ask for something, ${how}`,
    ours: `${share} % of ${sum.asked} found, ${sum.wrong} found that are none`,
    budget: '—',
    beside: 'by hand: all',
    ratio: '—',
  };
}
