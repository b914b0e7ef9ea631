import type { Id } from '../domain/ids.ts';
import type { Feature, LetterFeatures } from './letter-features.ts';

/** How many documents (weighed) of a keyword have a feature. */
export type FeatureCount = { feature: Feature; keywordId: Id; documents: number };
/** What was learned that concerns one letter: the counts of its features, and of all keywords. */
export type LearnedCounts = { features: readonly FeatureCount[]; keywords: ReadonlyMap<Id, number> };
/** A keyword that may be meant, the likeliest first. */
export type KeywordGuess = {
  keywordId: Id;
  isSure: boolean;
  /** The line of the head that speaks for it most, where one does. */
  line: string | null;
  /** How many documents of this keyword were learned from. */
  documents: number;
};

// Found by trying on held-out documents (npm run bench letters): how much a feature that was never seen counts, and how far the
// first must lie before the second to be sure.
const smoothing = 0.0025;
const sureAhead = 8;
const sureDocuments = 4;

/**
 * Naive Bayes over what a letter has, each feature against how common it is in all documents. `named`: keywords whose name stands in
 * the head of the letter; that counts as much as a word few others have.
 */
export function guessKeywords(letter: LetterFeatures, counts: LearnedCounts, named: ReadonlySet<Id>): KeywordGuess[] {
  const total = [...counts.keywords.values()].reduce((sum, documents) => sum + documents, 0);
  const byFeature = Map.groupBy(counts.features, ({ feature }) => feature);
  const scores = new Map<Id, number>();
  const keywords = new Set([...counts.keywords.keys(), ...named]);
  for (const keywordId of keywords) {
    const documents = counts.keywords.get(keywordId) ?? 0;
    scores.set(keywordId, Math.log(documents + 0.5) * 0.5 + (named.has(keywordId) ? 4 : 0));
  }
  for (const own of byFeature.values()) {
    const everywhere = own.reduce((sum, { documents }) => sum + documents, 0);
    const background = (everywhere + smoothing) / (total + 2 * smoothing);
    const seen = new Map(own.map(({ keywordId, documents }) => [keywordId, documents]));
    for (const keywordId of keywords) {
      const documents = counts.keywords.get(keywordId) ?? 0;
      const share = ((seen.get(keywordId) ?? 0) + smoothing * background * 4) / (documents + smoothing * 4);
      scores.set(keywordId, (scores.get(keywordId) ?? 0) + Math.log(share / background));
    }
  }
  const ranked = [...scores].toSorted((left, right) => right[1] - left[1]);
  const ahead = (ranked[0]?.[1] ?? 0) - (ranked[1]?.[1] ?? Number.NEGATIVE_INFINITY);
  return ranked.slice(0, 3).map(([keywordId], place) => {
    const documents = Math.round(counts.keywords.get(keywordId) ?? 0);
    // A name in the head that is not this keyword's own speaks against it, however little was learned of that other one.
    const isContradicted = named.size > 0 && !named.has(keywordId);
    const isSure = place === 0 && ahead >= sureAhead && documents >= sureDocuments && !isContradicted;
    return { keywordId, isSure, documents, line: tellingLine(letter, keywordId, byFeature) };
  });
}

/** A line that at least two documents of this keyword have, and hardly any of another. */
function tellingLine(letter: LetterFeatures, keywordId: Id, byFeature: Map<Feature, FeatureCount[]>): string | null {
  let best: { line: string; documents: number } | null = null;
  for (const [feature, line] of letter.lines) {
    const own = byFeature.get(feature) ?? [];
    const all = own.reduce((sum, { documents }) => sum + documents, 0);
    const documents = own.find((one) => one.keywordId === keywordId)?.documents ?? 0;
    if (documents >= 2 && documents >= 0.9 * all && documents > (best?.documents ?? 0)) best = { line, documents };
  }
  return best?.line ?? null;
}

/** Of the keywords those whose whole name stands in a line of the head that says what the letter is. */
export function namedKeywords(
  letter: LetterFeatures,
  keys: readonly { keywordId: Id; key: string }[],
  keyOf: (line: string) => string,
): Set<Id> {
  const lines = [...letter.lines.values()];
  const heads = lines
    .map((line, index) => (line === letter.subject ? line : headingIn(line, lines[index + 1] ?? '')))
    .map((line) => ` ${keyOf(line)} `);
  return new Set(
    keys
      .filter(({ key }) => key.length > 3 && heads.some((head) => head.includes(` ${key} `)))
      .map(({ keywordId }) => keywordId),
  );
}

const account = /\b(?:IBAN|BIC)\b|\b[A-Z]{2}\d{2}(?:\s?\d{4}){3}/u;
const field = /^[^:]{1,60}:(?=\s*\S)/u;
const mostWordsOfHeading = 7;

/**
 * What of a line may say what a letter is. Not the name of a field before its value ("Bankverbindung: DE02 …"), also where the account
 * stands on the next line, and no sentence: a contract names many things it is not about.
 */
function headingIn(line: string, next: string): string {
  const isOneWord = !line.trim().includes(' ');
  if (account.test(line) || (isOneWord && account.test(next))) return '';
  const isSentence = line.endsWith('.') && line.split(' ').length > mostWordsOfHeading;
  return isSentence ? '' : line.replace(field, '');
}
