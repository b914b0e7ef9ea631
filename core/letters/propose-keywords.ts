import type { Id } from '../domain/ids.ts';
import { type CoverSheet, coverSheetWords } from './cover-sheet.ts';
import { guessKeywords, type LearnedCounts, namedKeywords } from './keyword-model.ts';
import type { LetterFeatures } from './letter-features.ts';
import { lineKey } from './letter-lines.ts';
import { explainGuess } from './proposal-words.ts';

export type KeywordProposal = { keywordId: Id; confidence: 'sure' | 'likely'; explanation: string };

export type LetterToName = {
  letter: LetterFeatures;
  /** False: nothing can be read in it, and nothing is guessed. */
  hasText: boolean;
  coverSheet: CoverSheet | null;
};

/** Up to three keywords a letter may be filed under, the likeliest first, each with its reason in one line; `names`: the valid ones. */
export function proposeKeywords(
  { letter, hasText, coverSheet }: LetterToName,
  counts: LearnedCounts,
  names: ReadonlyMap<Id, string>,
): KeywordProposal[] {
  const valid = new Map([...counts.keywords].filter(([keywordId]) => names.has(keywordId)));
  const keys = [...names].map(([keywordId, name]) => ({ keywordId, key: lineKey(name) }));
  const named = namedKeywords(letter, keys, lineKey);
  const guesses = hasText ? guessKeywords(letter, { ...counts, keywords: valid }, named) : [];
  const proposals = guesses.map((guess): KeywordProposal => {
    const { keywordId, isSure } = guess;
    const explanation = explainGuess(guess, names.get(keywordId) ?? '', named.has(keywordId)).slice(0, 300);
    return { keywordId, confidence: isSure ? 'sure' : 'likely', explanation };
  });
  const given = coverSheet?.keywordId;
  if (!given || !names.has(given)) return proposals;
  const explanation = coverSheet.explanation ?? coverSheetWords;
  const cover: KeywordProposal = { keywordId: given, confidence: 'sure', explanation };
  const others = proposals.filter(({ keywordId }) => keywordId !== given);
  return [cover, ...others.map((one) => ({ ...one, confidence: 'likely' as const }))].slice(0, 3);
}
