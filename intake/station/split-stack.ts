import { type CoverSheet, isSameCoverSheet, type SheetCode } from '../../core/letters/cover-sheet.ts';

/** What was found on one page of a stack; `number` from 1. */
export type StackPage = { number: number; isBlank: boolean; sheetCodes: SheetCode[]; hasPatchBars: boolean };

export type PageUse = 'document' | 'blank' | 'separator' | 'coverSheet';

/** Which pages make a document, and the cover sheet that lay before them. */
export type StackPart = { pages: number[]; coverSheet: CoverSheet | null; concerns: string[] };

export type SplitStack = { uses: PageUse[]; parts: StackPart[] };

/**
 * Parts a stack into documents. Separator and cover sheets begin a new one and are left out, blank pages are left out; every page is in
 * exactly one document or has another use. A cover sheet without pages behind it is told at the document next to it.
 */
export function splitStack(pages: StackPage[]): SplitStack {
  const uses = pages.map(useOf);
  const parts: StackPart[] = [];
  const lonely: string[] = [];
  let current: StackPart | null = null;
  let sheet: { number: number; coverSheet: CoverSheet } | null = null;
  for (const [index, page] of pages.entries()) {
    const use = uses[index];
    if (use === 'separator' || use === 'coverSheet') current = null;
    if (use === 'coverSheet') {
      if (sheet) lonely.push(lonelySheet(sheet.number));
      sheet = { number: page.number, coverSheet: sheetsOf(page)[0] ?? emptySheet };
    }
    if (use !== 'document') continue;
    if (!current) {
      current = { pages: [], coverSheet: sheet?.coverSheet ?? null, concerns: lonely.splice(0) };
      parts.push(current);
      sheet = null;
    }
    current.pages.push(page.number);
  }
  if (sheet) lonely.push(lonelySheet(sheet.number));
  parts.at(-1)?.concerns.push(...lonely);
  return { uses, parts };
}

const emptySheet: CoverSheet = { fileNumber: null, keywordId: null, inboxId: null };

function useOf(page: StackPage): PageUse {
  const sheets = sheetsOf(page);
  const [first] = sheets;
  // Two sheets on one page that differ are no sheet of ours: a photograph of several, for example.
  if (first) return sheets.every((other) => isSameCoverSheet(first, other)) ? 'coverSheet' : 'document';
  if (page.hasPatchBars || page.sheetCodes.length > 0) return 'separator';
  return page.isBlank ? 'blank' : 'document';
}

function sheetsOf(page: StackPage): CoverSheet[] {
  return page.sheetCodes.flatMap((code) => (code.kind === 'coverSheet' ? [code.sheet] : []));
}

function lonelySheet(number: number): string {
  return `Auf das Deckblatt (Seite ${number} des Stapels) folgt kein Schriftstück.`;
}
