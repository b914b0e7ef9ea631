import { proposeFiling } from '../../../central/intake/proposals/propose-filing.ts';
import type { Database } from '../../../central/store/database.ts';
import { readLetter } from '../../../core/letters/read-letter.ts';
import { sampleId } from '../../../demo/filling/sample-ids.ts';
import type { Figure } from '../figures.ts';
import type { SampleLetter } from './samples.ts';

type Rights = Record<'title' | 'letterDate' | 'sender', number>;

/**
 * Title, day and sender of letters that were not learned, as they would be filed, beside what is read in them without learning; and how
 * many would be filed with all of it and the keyword unchanged. What the sample office filed them under is what counts as right.
 */
export async function measureNames(
  database: Database,
  letters: readonly SampleLetter[],
  how: string,
): Promise<Figure[]> {
  const [learned, read] = [none(), none()];
  const unchanged = { learned: 0, read: 0 };
  for (const { document, pages } of letters) {
    const receivedOn = document.receivedDate;
    const isMail = document.form === 'mail';
    const found = await proposeFiling(database, { pages, isMail, coverSheet: null, receivedOn });
    const isKeywordRight = found.proposedKeyword?.keywordId === sampleId(document.keywordKey);
    const alone = readLetter(pages, { keywordName: null, receivedOn });
    if (count(learned, found, document) && isKeywordRight) unchanged.learned += 1;
    if (count(read, alone, document) && isKeywordRight) unchanged.read += 1;
  }
  const share = (right: number) => `${((100 * right) / Math.max(1, letters.length)).toFixed(1)} %`;
  const words = (rights: Rights, all: number) =>
    `title ${share(rights.title)}, day ${share(rights.letterDate)}, sender ${share(rights.sender)}, all and keyword unchanged ${share(all)}`;
  return [
    {
      what: `title, day and sender of ${letters.length} letters that were not learned, ${how}`,
      ours: words(learned, unchanged.learned),
      budget: '—',
      beside: `read in the letter alone: ${words(read, unchanged.read)}`,
      ratio: `${(unchanged.learned / Math.max(1, unchanged.read)).toFixed(1)}×`,
    },
  ];
}

const none = (): Rights => ({ title: 0, letterDate: 0, sender: 0 });

type Names = { title: string; letterDate: string | null; sender: string | null };

/** Adds what is right; true when all is. */
function count(rights: Rights, found: Names, right: Names): boolean {
  const keys = ['title', 'letterDate', 'sender'] as const;
  const own = keys.filter((key) => found[key] === right[key]);
  for (const key of own) rights[key] += 1;
  return own.length === keys.length;
}
