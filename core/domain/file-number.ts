/** Reads a number as people write it (blanks, `//`, lower case); null when it is none of the two known forms. */
export function parseFileNumber(text: string): { kind: 'household' | 'customer'; fileNumber: string } | null {
  const compact = text.toUpperCase().replace(/[\s./-]/g, '');
  if (/^\d{5}BG\d{7}$/.test(compact)) return { kind: 'household', fileNumber: compact };
  const slashed = /^(\d{5})\s*\/\/\s*(\d{7})$/.exec(text.trim());
  if (slashed) return { kind: 'household', fileNumber: `${slashed[1]}BG${slashed[2]}` };
  if (/^\d{3}[A-Z]\d{6}$/.test(compact)) return { kind: 'customer', fileNumber: compact };
  return null;
}

/** The form numbers are compared in: upper case without blanks and separators. */
export function normaliseFileNumber(text: string): string {
  return parseFileNumber(text)?.fileNumber ?? text.toUpperCase().replace(/\s+/g, '');
}
