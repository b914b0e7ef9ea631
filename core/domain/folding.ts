const folded: Record<string, string> = { ä: 'a', ö: 'o', ü: 'u', ß: 'ss', ae: 'a', oe: 'o', ue: 'u' };

/** Makes spellings comparable: Müller, Mueller and Muller become one; Straße and Strasse; other accents go, too. */
export function foldGerman(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüß]|ae|oe|(?<![aeq])ue/g, (match) => folded[match] ?? match)
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '');
}

/** The words of a text or query, folded; what is not a letter or digit separates. */
export function foldedWords(text: string): string[] {
  return foldGerman(text).match(/[\p{Letter}\p{Number}]+/gu) ?? [];
}
