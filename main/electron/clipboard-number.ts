import { parseFileNumber } from '../../core/domain/file-number.ts';

const forms = [/\b\d{5}\s?BG\s?\d{7}\b/gi, /\b\d{5}\s?\/\/\s?\d{7}\b/g, /\b\d{3}\s?[A-Z]\s?\d{6}\b/gi];

/** The one file number in a text that was copied from another program; null when there is none or more than one. */
export function fileNumberInText(text: string): string | null {
  const found = new Set<string>();
  for (const form of forms) {
    for (const [match] of text.slice(0, 2000).matchAll(form)) {
      const number = parseFileNumber(match)?.fileNumber;
      if (number) found.add(number);
    }
  }
  return found.size === 1 ? ([...found][0] as string) : null;
}
