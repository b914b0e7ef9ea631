import { normaliseFileNumber } from '../../core/domain/file-number.ts';

const mark = '{fileNumber}';

/**
 * The file number in an address of the Fachverfahren, by its pattern (`https://fach.example/fall/{fileNumber}`); tabs below a case
 * belong to it. Null when the address shows no case.
 */
export function fileNumberInAddress(pattern: string, address: string): string | null {
  const at = pattern.indexOf(mark);
  if (at < 0 || !URL.canParse(address)) return null;
  const before = pattern.slice(0, at);
  const after = pattern.slice(at + mark.length);
  const { origin, pathname, search } = new URL(address);
  const place = `${origin}${pathname}${before.includes('?') ? search : ''}`;
  if (!place.startsWith(before)) return null;
  const rest = place.slice(before.length);
  const raw = /^[^/?&#]+/.exec(rest)?.[0] ?? '';
  if (after !== '' && !rest.slice(raw.length).startsWith(after)) return null;
  try {
    const text = decodeURIComponent(raw);
    return text !== '' && text.length <= 60 ? normaliseFileNumber(text) : null;
  } catch {
    return null;
  }
}

/**
 * Tells which case the Fachverfahren opened: once per case, not again for its tabs, and not when the desk itself asked for it.
 * Otherwise a slow page would call the desk back to a file the worker has left already.
 */
export class CaseFollower {
  readonly #pattern: string;
  #shown: string | null = null;
  #asked: string | null = null;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** The desk opens this address itself. */
  asks(address: string): void {
    this.#asked = fileNumberInAddress(this.#pattern, address);
  }

  /** The page arrived at an address; answers the file number to open, or null. */
  arrived(address: string): string | null {
    const fileNumber = fileNumberInAddress(this.#pattern, address);
    const isNews = fileNumber !== null && fileNumber !== this.#shown && fileNumber !== this.#asked;
    this.#shown = fileNumber;
    this.#asked = null;
    return isNews ? fileNumber : null;
  }
}
