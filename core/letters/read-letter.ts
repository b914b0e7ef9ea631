import type { LetterReasons } from '../domain/inbox-item.ts';
import type { Day } from '../domain/moments.ts';
import { findDeadlines } from './find-deadlines.ts';
import { letterDateIn } from './find-letter-date.ts';
import { senderIn } from './find-sender.ts';
import type { PageWords } from './page-words.ts';
import { proposeTitle } from './proposal-words.ts';

/** What a letter says of itself, as it is proposed for filing, each part with where it was found. */
export type ReadLetter = {
  title: string;
  letterDate: Day | null;
  sender: string | null;
  reasons: LetterReasons;
  deadlines: { day: Day; explanation: string }[];
};

const longestReason = 300;

/** Reads title, day, sender and deadlines out of a letter; the same at the centre and at the desk. `keywordName`: of the keyword proposed for it. */
export function readLetter(
  pages: readonly PageWords[],
  { keywordName, receivedOn }: { keywordName: string | null; receivedOn: Day },
): ReadLetter {
  const date = letterDateIn(pages, receivedOn);
  const sender = senderIn(pages);
  const letterDate = date?.day ?? null;
  const { title, explanation } = proposeTitle(pages, { keywordName, letterDate, receivedOn });
  return {
    ...{ title, letterDate, sender: sender?.name.slice(0, 200) ?? null },
    reasons: {
      title: explanation,
      letterDate: date && `„${date.asWritten}“ auf ${date.place}`.slice(0, longestReason),
      sender: sender?.explanation ?? null,
    },
    deadlines: findDeadlines(pages, receivedOn).map(({ day, asWritten, place }) => ({
      day,
      explanation: `„${asWritten}“ auf ${place}`.slice(0, longestReason),
    })),
  };
}
