import type { CoverSheet } from '../../core/letters/cover-sheet.ts';
import type { PageFinding, ReadDocument, StackReader } from '../../intake/station/stack-reading.ts';

// A reader for tests of everything around it: a "scan" is text, pages end with a form feed. `#` is a separator, `#{...}` a cover sheet;
// `@180 words` can only be read by whoever knows that the page has to be turned by so many degrees.

const report = {
  ...{ kind: 'pdf' as const, mediaType: 'application/pdf', encrypted: 'no' as const, attachments: [] },
  ...{ state: 'showable' as const, hasText: true, warnings: [] },
};

/** Bytes of a scan with these pages. */
export const scanOf = (...pages: string[]): Buffer => Buffer.from(`SCAN\n${pages.join('\f')}`);

export const coverPage = (sheet: Partial<CoverSheet>): string =>
  `#${JSON.stringify({ fileNumber: null, keywordId: null, inboxId: null, ...sheet })}`;

/** Reads such scans; `onPage` is asked before each page, so that a test can hold it or make it fail. */
export function createTextReader(onPage: (text: string) => Promise<void> | void = () => undefined): StackReader {
  return {
    close: async () => undefined,
    readText: async (bytes) => {
      const text = Buffer.from(bytes).toString('utf8');
      const texts = text.startsWith('SCAN\n') ? text.slice(5).split('\f') : [];
      return texts.map((page, index) => ({ number: index + 1, text: page, words: [] }));
    },
    // Its pages are words, and so are its pictures.
    drawPage: async ({ bytes, page }) => {
      const text = Buffer.from(await bytes())
        .toString('utf8')
        .slice(5)
        .split('\f')[page - 1];
      const explanation = { code: 'damaged' as const, message: 'Die Datei ist beschädigt.' };
      return text === undefined ? { explanation } : { jpeg: Buffer.from(text) };
    },
    async readStack(bytes, _fileName, options = {}) {
      const text = Buffer.from(bytes).toString('utf8');
      if (!text.startsWith('SCAN\n')) {
        const explanation = { code: 'damaged' as const, message: 'Die Datei ist beschädigt.' };
        const broken = { ...report, pageCount: null, state: 'explained' as const, explanation };
        return { report: broken, pageCount: 0, pages: [], documents: [] };
      }
      const texts = text.slice(5).split('\f');
      const pages: PageFinding[] = [];
      const documents: ReadDocument[] = [];
      let sheet: CoverSheet | null = null;
      let isOpen = false;
      for (const [index, page] of texts.entries()) {
        options.signal?.throwIfAborted();
        await onPage(page);
        options.signal?.throwIfAborted();
        const number = index + 1;
        const use = useOf(page, options.onlyPages?.includes(number));
        const read = asTurned(page, options.turns?.get(number) ?? 0);
        pages.push({
          page: number,
          use,
          codes: [],
          turned: options.turns?.get(number) ?? 0,
          skew: 0,
          resolution: 300,
          confidence: read.includes('unleserlich') ? 20 : 90,
          milliseconds: 1,
        });
        options.onProgress?.(number, texts.length);
        if (use === 'separator' || use === 'coverSheet') {
          isOpen = false;
          sheet = use === 'coverSheet' ? (JSON.parse(page.slice(1)) as CoverSheet) : null;
        }
        if (use !== 'document') continue;
        if (!isOpen) documents.push(emptyDocument(sheet));
        isOpen = true;
        addPage(documents.at(-1) as ReadDocument, number, read);
      }
      return { report: { ...report, pageCount: texts.length }, pageCount: texts.length, pages, documents };
    },
  };
}

function asTurned(page: string, turned: number): string {
  const [, needed, words] = /^@(\d+) (.*)$/s.exec(page) ?? [];
  if (words === undefined) return page;
  return Number(needed) === turned ? words : 'unleserlich';
}

function useOf(page: string, isAskedFor: boolean | undefined): PageFinding['use'] {
  if (isAskedFor !== undefined) return isAskedFor ? 'document' : 'blank';
  if (page.startsWith('#{')) return 'coverSheet';
  if (page === '#') return 'separator';
  return page === '' ? 'blank' : 'document';
}

function emptyDocument(coverSheet: CoverSheet | null): ReadDocument {
  const facts = { mediaType: 'application/pdf', isAsItCame: false, confidence: 90 };
  return { pages: [], coverSheet, bytes: new Uint8Array(), words: [], concerns: [], ...facts };
}

function addPage(document: ReadDocument, number: number, text: string): void {
  document.pages.push(number);
  document.words.push({ number: document.pages.length, text, words: [] });
  document.bytes = Buffer.from(document.words.map((page) => page.text).join('\f'));
  if (text.includes('unleserlich')) document.concerns.push(`Seite ${document.pages.length} ist kaum lesbar.`);
}
