import { foldGerman, foldedWords } from '../../../core/domain/folding.ts';
import type { OutputOf } from '../backend.tsx';

type Directory = OutputOf<'office', 'directory'>;
export type Keyword = Directory['keywords'][number];
export type Register = Directory['registers'][number];
export type KeywordOption = { keyword: Keyword; register: Register };

/** The keywords in force whose words (or register) begin with all typed words, by register and name; best fits are not moved, the list stays in order. */
export function findKeywords(
  { keywords, registers }: Pick<Directory, 'keywords' | 'registers'>,
  text: string,
): KeywordOption[] {
  const wanted = foldedWords(text);
  const byId = new Map(registers.map((register) => [register.id, register]));
  return keywords
    .flatMap((keyword) => {
      const register = byId.get(keyword.registerId);
      return keyword.isValid && register && fits(keyword, register, wanted) ? [{ keyword, register }] : [];
    })
    .sort((a, b) => a.register.number - b.register.number || a.keyword.name.localeCompare(b.keyword.name, 'de'));
}

function fits(keyword: Keyword, register: Register, wanted: string[]): boolean {
  const name = foldGerman(keyword.name);
  const words = [...foldedWords(keyword.name), ...foldedWords(register.name)];
  // Within a long German word too ("abrechnung" in "Nebenkostenabrechnung"), once three letters are typed.
  return wanted.every(
    (part) => words.some((word) => word.startsWith(part)) || (part.length >= 3 && name.includes(part)),
  );
}
