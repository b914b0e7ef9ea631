/** Characters kept of one page of text; beyond it the page says that it goes on. */
export const MAX_PAGE_CHARACTERS = 2_000_000;
const SAMPLE = 64 * 1024;
// Bidi overrides and isolates can make text read differently from what it is.
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
const VISIBLE_CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g;
const SILENT_CONTROLS = /[\u0080-\u009f\ufeff\ufffe\uffff]/g;

/** Encoding of bytes that look like text, `null` if they look like anything else. Byte order marks decide first. */
export function textEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = countZeros(sample);
  if (zeros.even + zeros.odd > 0) return utf16WithoutMark(sample, zeros);
  if (countControls(sample) > sample.length / 100) return null;
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** Text of bytes in the encoding found by `textEncoding`; windows-1252 when it finds none. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(textEncoding(bytes) ?? 'windows-1252').decode(bytes);
}

/** Text to show: line ends unified, control characters as their visible pictures, direction overrides removed. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(VISIBLE_CONTROLS, (control) =>
      control === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0)),
    )
    .replace(SILENT_CONTROLS, '')
    .replace(BIDI_CONTROLS, '');
}

/** Text for the search index: composed letters, no control characters, soft hyphens joined, blank runs shortened. */
export function searchableText(text: string): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0002\ufffe\u00ad]\n?/g, '')
    .replace(VISIBLE_CONTROLS, ' ')
    .replace(SILENT_CONTROLS, '')
    .replace(BIDI_CONTROLS, '')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .toWellFormed();
  return (clean.length > MAX_PAGE_CHARACTERS ? clean.slice(0, MAX_PAGE_CHARACTERS) : clean).normalize('NFC');
}

/** Pages of a plain text: form feeds separate them, otherwise it is one. */
export function textPages(bytes: Uint8Array): string[] {
  const pages = decodeText(bytes).split('\f');
  if (pages.length > 1 && pages.at(-1)?.trim() === '') pages.pop();
  return pages.slice(0, 10_000);
}

function countZeros(sample: Uint8Array): { even: number; odd: number } {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  return { even, odd };
}

function utf16WithoutMark(sample: Uint8Array, zeros: { even: number; odd: number }) {
  const half = sample.length / 2;
  if (zeros.odd > half * 0.6 && zeros.even < half * 0.05) return 'utf-16le';
  if (zeros.even > half * 0.6 && zeros.odd < half * 0.05) return 'utf-16be';
  return null;
}

function countControls(sample: Uint8Array): number {
  let controls = 0;
  for (const byte of sample) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) controls += 1;
  }
  return controls;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
