import { normaliseFileNumber } from '../../core/domain/file-number.ts';

export const deepLinkScheme = 'aktenpult';

export type DeepLink =
  | { kind: 'caseFile'; fileNumber: string }
  | {
      kind: 'notice';
      fileNumber: string;
      title: string;
      keyword: string | null;
      letterDate: string | null;
      /** Address of the PDF; whether it may be fetched is decided elsewhere (notice-source.ts). */
      source: string;
    };

const longest = { link: 4000, fileNumber: 60, title: 300, keyword: 200 } as const;

/**
 * Reads `aktenpult://akte/NUMBER` and `aktenpult://ablegen?akte=…&titel=…&quelle=…`; null for anything else. Links come from other
 * programs and pages, so nothing is taken that is too long, doubled or incomplete.
 */
export function parseDeepLink(text: string): DeepLink | null {
  if (text.length > longest.link || !URL.canParse(text)) return null;
  const address = new URL(text);
  if (address.protocol !== `${deepLinkScheme}:`) return null;
  if (address.host === 'akte') return caseFileLink(address);
  if (address.host === 'ablegen') return noticeLink(address.searchParams);
  return null;
}

/** The deep link among the words a program was started with; Windows and a second start hand it over there. */
export function deepLinkInArguments(words: readonly string[]): string | null {
  return words.findLast((word) => word.toLowerCase().startsWith(`${deepLinkScheme}:`)) ?? null;
}

function caseFileLink(address: URL): DeepLink | null {
  const fileNumber = readFileNumber(decode(address.pathname.replace(/^\/+|\/+$/g, '')));
  return fileNumber ? { kind: 'caseFile', fileNumber } : null;
}

function noticeLink(words: URLSearchParams): DeepLink | null {
  const names = [...words.keys()];
  if (new Set(names).size !== names.length) return null;
  const fileNumber = readFileNumber(words.get('akte'));
  const title = words.get('titel')?.trim() ?? '';
  const source = words.get('quelle') ?? '';
  const keyword = words.get('schlagwort')?.trim() || null;
  const letterDate = words.get('datum') || null;
  if (!fileNumber || title === '' || title.length > longest.title || !URL.canParse(source)) return null;
  if ((keyword?.length ?? 0) > longest.keyword || (letterDate !== null && !/^\d{4}-\d{2}-\d{2}$/.test(letterDate))) {
    return null;
  }
  return { kind: 'notice', fileNumber, title, keyword, letterDate, source };
}

function readFileNumber(text: string | null): string | null {
  if (text === null || text.trim() === '' || text.length > longest.fileNumber) return null;
  const fileNumber = normaliseFileNumber(text);
  // Letters, digits and what file numbers of a house are separated with; nothing that could be markup or a path.
  return /^[\p{L}\d][\p{L}\d ./_-]*$/u.test(fileNumber) ? fileNumber : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
