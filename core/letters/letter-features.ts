import { foldedWords } from '../domain/folding.ts';
import { findSender } from './find-sender.ts';
import { isAddressLine, lineKey, linesOf, subjectLine } from './letter-lines.ts';
import type { PageWords } from './page-words.ts';

/** One thing a letter has that others of its keyword have, too; as a number only, so that the model holds no words. */
export type Feature = number;
export type LetterFeatures = {
  features: Feature[];
  /** Lines of the head by the number of their feature, for explaining. */
  lines: Map<Feature, string>;
  /** Of these the one before the salutation. */
  subject: string | null;
};

/** What is known of a letter besides its text. */
export type Coming = { isMail: boolean; pageCount: number | null };

const mostWords = 250;
const headLines = 14;
const ignored = new Set(
  'der die das und oder ein eine einer eines einem den dem des ist sind war wird werden wurde nicht auf fur von vom mit bei zum zur als auch sich sie ihr ihre ihren ihnen ich wir uns bis aus nach uber unter durch dass wenn hat haben'.split(
    ' ',
  ),
);

/** 52 bits of a text under a salt, as a whole number. */
export function hashOf(text: string, salt: string): Feature {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  const salted = `${salt}/${text}`;
  for (let at = 0; at < salted.length; at += 1) {
    const code = salted.charCodeAt(at);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (0xfffff & low) + (high >>> 0);
}

/** What a letter has: its words, the lines of its head, its subject, its sender, how long it is and how it came. */
export function featuresOf(pages: readonly PageWords[], coming: Coming, salt: string): LetterFeatures {
  const words = new Set(pages.slice(0, 2).flatMap(({ text }) => foldedWords(text)));
  const texts = [...words]
    .filter((word) => word.length > 2 && !/\d/.test(word) && !ignored.has(word))
    .slice(0, mostWords);
  const lines = linesOf(pages);
  const found = new Set(texts.map((word) => hashOf(`word ${word}`, salt)));
  const heads = new Map<Feature, string>();
  const subject = subjectLine(lines);
  for (const line of [...(subject ? [subject] : []), ...lines.slice(0, headLines)]) {
    const key = lineKey(line);
    if (key.length < 4 || key.length > 80 || isAddressLine(line)) continue;
    const feature = hashOf(`line ${key}`, salt);
    heads.set(feature, line);
    found.add(feature);
    for (const word of key.split(' ')) if (word.length > 3) found.add(hashOf(`head ${word}`, salt));
  }
  const sender = findSender(pages);
  if (sender) found.add(hashOf(`sender ${lineKey(sender)}`, salt));
  found.add(hashOf(`pages ${Math.min(4, coming.pageCount ?? 0)}`, salt));
  found.add(hashOf(`source ${coming.isMail}`, salt));
  return { features: [...found], lines: heads, subject };
}
