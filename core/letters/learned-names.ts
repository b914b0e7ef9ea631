import type { Id } from '../domain/ids.ts';
import { findHeading } from './find-heading.ts';
import { findSender } from './find-sender.ts';
import { type Feature, hashOf } from './letter-features.ts';
import { isAddressLine, lineKey, linesOf } from './letter-lines.ts';
import type { PageWords } from './page-words.ts';

/** How many documents (weighed) with a feature were filed under a name or title; both as numbers only. */
export type NameCount = { feature: Feature; value: number; documents: number };

const headLines = 6;
const footLines = 4;
const leastDocuments = 4;
const shareOfFound = 0.5;
const shareOfLines = 0.8;

/** By what letters of the same sender are known: what was found as sender first; without, the lines of head and foot. */
export function senderFeatures(pages: readonly PageWords[], salt: string): Feature[] {
  const found = findSender(pages);
  if (found) return [hashOf(`from ${lineKey(found)}`, salt)];
  const lines = linesOf(pages);
  const own = [...lines.slice(0, headLines), ...lines.slice(headLines).slice(-footLines)];
  const keys = own.filter((line) => !isAddressLine(line)).map(lineKey);
  return [...new Set(keys.filter((key) => key.length > 5))].map((key) => hashOf(`line of sender ${key}`, salt));
}

/** By what letters of the same kind are known: keyword and heading, then the keyword alone. */
export function titleFeatures(pages: readonly PageWords[], keywordId: Id, salt: string): Feature[] {
  const heading = findHeading(pages);
  const headed = heading ? [hashOf(`headed ${keywordId} ${lineKey(heading)}`, salt)] : [];
  return [...headed, hashOf(`titled ${keywordId}`, salt)];
}

/** The name most letters with the first feature that says anything were filed under; null where none clearly was. `isFound`: the first is what was found itself. */
export function chooseName(
  features: readonly Feature[],
  counts: readonly NameCount[],
  isFound: boolean,
): number | null {
  for (const feature of features) {
    const own = counts.filter((one) => one.feature === feature);
    const all = own.reduce((sum, { documents }) => sum + documents, 0);
    const [best] = own.toSorted((left, right) => right.documents - left.documents);
    if (!best || best.documents < leastDocuments) continue;
    if (best.documents >= all * (isFound ? shareOfFound : shareOfLines)) return best.value;
  }
  return null;
}
