const FALLBACK = 'Unbenannt';
const MAX_CHARACTERS = 120;
const MAX_BYTES = 200;
const MAX_EXTENSION = 12;
// Control, format (bidi overrides, zero width), lone surrogates, private use, unassigned, line separators.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const FORBIDDEN_ON_WINDOWS = /[<>:"|?*/\\]/g;
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\s*\.|\s*$)/i;

/** Any string made into one file name that is safe to show and to save on Windows, macOS and Linux; never empty, idempotent. */
export function safeFileName(name: string): string {
  let cleaned = name.normalize('NFC').replace(INVISIBLE, '').normalize('NFC');
  cleaned = lastSegment(cleaned).replace(FORBIDDEN_ON_WINDOWS, '_').replace(/\s+/g, ' ');
  cleaned = trimEdges(cleaned);
  if (RESERVED_ON_WINDOWS.test(cleaned)) cleaned = `_${cleaned}`;
  cleaned = shorten(cleaned);
  return cleaned === '' ? FALLBACK : cleaned;
}

/** Lower-case extension without the dot, `''` if there is none. */
export function fileExtension(name: string): string {
  return /\.([\p{L}\p{N}]{1,12})\s*$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}

function lastSegment(name: string): string {
  const segments = name.split(/[/\\]/).filter((segment) => trimEdges(segment) !== '');
  return segments.at(-1) ?? '';
}

function trimEdges(name: string): string {
  return name.replace(/^[\s.]+|[\s.]+$/g, '');
}

function shorten(name: string): string {
  if (fits(name)) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION + 1 ? name.slice(dot) : '';
  const stem = [...name.slice(0, name.length - extension.length)];
  let kept = stem.slice(0, MAX_CHARACTERS);
  let shortened = '';
  do {
    shortened = trimEdges(kept.join('')).normalize('NFC') + extension;
    kept = kept.slice(0, -1);
  } while (!fits(shortened) && kept.length > 0);
  return trimEdges(shortened);
}

function fits(name: string): boolean {
  return name.length <= MAX_CHARACTERS && new TextEncoder().encode(name).length <= MAX_BYTES;
}
