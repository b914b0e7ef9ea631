import type { Id } from '../../../core/domain/ids.ts';
import type { Day } from '../../../core/domain/moments.ts';
import type { CoverSheet } from '../../../core/letters/cover-sheet.ts';
import type { Letter } from './stack-documents.ts';

/** What whoever hands a file in says of it. */
export type Told = { fileNumber: string | null; keywordId: Id | null; title: string | null; letterDate: Day | null };

const explanation = 'Angabe bei der Einlieferung';

/** What was said counts like a cover sheet, for documents that have none of their own. */
export function sheetOf(own: CoverSheet | null, told: Told | null): CoverSheet | null {
  if (own || !told || (told.fileNumber === null && told.keywordId === null)) return own;
  return { fileNumber: told.fileNumber, keywordId: told.keywordId, inboxId: null, explanation };
}

/** Title and date as they were said go before what was read, for documents that have no cover sheet of their own. */
export function letterAsTold(letter: Letter, own: CoverSheet | null, told: Told | null): Letter {
  if (own || !told) return letter;
  return { ...letter, title: told.title ?? letter.title, letterDate: told.letterDate ?? letter.letterDate };
}
