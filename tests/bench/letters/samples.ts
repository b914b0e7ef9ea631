import type { PageWords } from '../../../core/letters/page-words.ts';
import type { SampleDocument, SampleHousehold } from '../../../demo/sample/types.ts';
import { generateOffice, type SampleOffice } from '../../../demo/sample/generate.ts';

/** An incoming letter of the sample office as a person would read it, with whose it is. */
export type SampleLetter = {
  document: SampleDocument;
  household: SampleHousehold;
  pages: PageWords[];
  isHeldOut: boolean;
};

/** All incoming letters of an office; every fifth, chosen by its key, is held out. */
export function sampleLetters(office: SampleOffice): SampleLetter[] {
  return [...office.caseFiles()].flatMap(({ household, documents }) =>
    documents
      .filter(
        ({ direction, printedText }) => direction === 'incoming' && printedText.some((text) => text.trim() !== ''),
      )
      .map((document) => ({
        ...{ document, household, isHeldOut: sumOf(document.key) % 5 === 0 },
        pages: document.printedText.map((text, index): PageWords => ({ number: index + 1, text, words: [] })),
      })),
  );
}

export const officeFor = (households: number): SampleOffice => generateOffice({ households, today: '2026-11-27' });

function sumOf(text: string): number {
  let sum = 7;
  for (const character of text) sum = (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum >>> 4;
}

const confusions: Record<string, string> = {
  ...{
    O: '0',
    '0': 'O',
    I: '1',
    l: '1',
    '1': 'l',
    B: '8',
    '8': 'B',
    S: '5',
    '5': 'S',
    Z: '2',
    ä: 'a',
    ö: 'o',
    ü: 'u',
    ß: 'B',
  },
  ...{ e: 'c', c: 'e', n: 'u', h: 'b', t: 'f', m: 'rn', '3': '8', '6': '5', '7': '1', '4': '9', '9': '4', '2': '7' },
};

/** A page as bad recognition gives it: about one letter in forty is another, blanks go, lines are torn; every word is unsure. */
export function withNoise(pages: readonly PageWords[], seed: string): PageWords[] {
  let state = sumOf(seed) + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  return pages.map(({ number, text }) => {
    const noisy = Array.from(text, (character) => {
      const chance = random();
      if (chance < 0.025) return confusions[character] ?? character;
      if (chance < 0.028 && character === ' ') return '';
      return chance > 0.999 && character === ' ' ? '\n' : character;
    }).join('');
    const lines = noisy.split('\n');
    const words = lines.flatMap((line, row) =>
      line.split(' ').map((word, column, all) => ({
        ...{ text: word, left: column / all.length, right: (column + 0.9) / all.length },
        ...{ top: row / lines.length, bottom: (row + 0.8) / lines.length, confidence: 82 },
      })),
    );
    return { number, text: noisy, words };
  });
}
