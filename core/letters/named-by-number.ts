import { compactNumber } from './find-references.ts';
import type { LetterFinds } from './letter-finds.ts';
import type { CaseFacts } from './weigh-finds.ts';

/**
 * Whether a letter names this file by a number that leaves no doubt: on its cover sheet, or in text that was in the file from the beginning
 * and not recognised from a picture. Any other BG number in it is a doubt. Names, however well they fit, are not enough: what is filed by
 * this is seen by nobody before.
 */
export function isNamedByNumber(finds: LetterFinds, { caseFile, persons }: CaseFacts): boolean {
  const own = compactNumber(caseFile.fileNumber);
  const customers = persons.flatMap(({ customerNumber }) => (customerNumber ? [compactNumber(customerNumber)] : []));
  const names = (number: string) => number === own || customers.includes(number);
  const others = finds.numbers.filter(({ kind, number }) => kind === 'household' && number !== own);
  if (others.some(({ isClear }) => isClear)) return false;
  if (finds.coverNumber !== null) return names(finds.coverNumber);
  if (finds.isRecognised) return false;
  return (
    finds.numbers.some(({ number, isClear }) => isClear && names(number)) ||
    finds.references.some(({ number }) => number === own)
  );
}
