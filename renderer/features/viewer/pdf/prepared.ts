import type { OpenPdf } from './open-pdf.ts';

// Documents opened ahead of being shown: the one that comes next. Whoever takes one closes it.

type Prepared = { opening: Promise<OpenPdf>; abort: AbortController };
const prepared = new Map<string, Prepared>();

/** Opens a document ahead; nothing happens when it is open ahead already. */
export function prepare(key: string, open: (signal: AbortSignal) => Promise<OpenPdf>): void {
  if (prepared.has(key)) return;
  const abort = new AbortController();
  const opening = open(abort.signal);
  opening.catch(() => prepared.delete(key)); // told when it is opened to be read
  prepared.set(key, { opening, abort });
}

/** The document opened ahead under a key, if there is one; it is the caller's from now on. */
export function takePrepared(key: string): Promise<OpenPdf> | null {
  const found = prepared.get(key);
  prepared.delete(key);
  return found?.opening ?? null;
}

/** Closes all documents opened ahead but those still wanted. */
export function dropPrepared(wanted: string | null): void {
  for (const [key, { opening, abort }] of prepared) {
    if (key === wanted) continue;
    prepared.delete(key);
    abort.abort();
    opening.then(({ close }) => close()).catch(() => undefined);
  }
}
