import { type CoverSheet, coverSheetWords } from './cover-sheet.ts';
import { type FoundDate, findDates } from './find-dates.ts';
import { type FoundName, findNames, wordsOfLetter } from './find-names.ts';
import { type FoundNumber, findNumbers } from './find-numbers.ts';
import { compactNumber, type FoundReference, findReferences } from './find-references.ts';
import type { PageWords } from './page-words.ts';

/** All that may tell whose letter this is. */
export type LetterFinds = {
  coverNumber: string | null;
  coverExplanation: string;
  numbers: FoundNumber[];
  references: FoundReference[];
  names: FoundName[];
  dates: FoundDate[];
  words: ReadonlySet<string>;
  /** Recognised from pictures: single letters and digits may be wrong. */
  isRecognised: boolean;
  /** The address a mail came from, in lower case. */
  mailAddress: string | null;
};

/** Reads a letter once for everything that is asked of it. `sender`: a mail address, or null for paper. */
export function findInLetter(
  pages: readonly PageWords[],
  coverSheet: CoverSheet | null,
  sender: string | null,
): LetterFinds {
  return {
    coverNumber: coverSheet?.fileNumber ? compactNumber(coverSheet.fileNumber) : null,
    coverExplanation: coverSheet?.explanation ?? coverSheetWords,
    numbers: findNumbers(pages),
    references: findReferences(pages),
    names: findNames(pages),
    dates: findDates(pages),
    words: wordsOfLetter(pages),
    isRecognised: pages.some((page) => page.words.some(({ confidence }) => confidence < 100)),
    mailAddress: /[^\s<>,;"]+@[^\s<>,;"]+/.exec(sender ?? '')?.[0].toLowerCase() ?? null,
  };
}
