import type { FlowWords } from './office-flow.ts';

const none: ReadonlySet<string> = new Set();

/** WordprocessingML: `w:p`, `w:t`, `w:tbl`; deleted text and field codes are not read. */
export const WORD: FlowWords = {
  paragraph: new Set(['p']),
  table: 'tbl',
  row: 'tr',
  cell: new Set(['tc']),
  characters: new Set(['t']),
  // Drawings repeat their text in a fallback for old programs.
  skipped: new Set(['Fallback', 'instrText', 'delText', 'del']),
  tab: new Set(['tab']),
  lineBreak: new Set(['br', 'cr']),
  headingLevel: (name, attributes) => {
    if (name !== 'pStyle') return undefined;
    const level = /^(?:heading|berschrift|Überschrift)\s*([1-6])$/i.exec(attributes('val') ?? '')?.[1];
    return level ? Number(level) : undefined;
  },
};

/** PresentationML: text of one slide. */
export const SLIDE: FlowWords = {
  paragraph: new Set(['p']),
  table: 'tbl',
  row: 'tr',
  cell: new Set(['tc']),
  characters: new Set(['t']),
  skipped: new Set(['Fallback']),
  tab: none,
  lineBreak: new Set(['br']),
  headingLevel: () => undefined,
};

/** OpenDocument text; deleted text kept in tracked changes is not read. */
export const OPEN_DOCUMENT: FlowWords = {
  paragraph: new Set(['p', 'h']),
  table: 'table',
  row: 'table-row',
  cell: new Set(['table-cell', 'covered-table-cell']),
  skipped: new Set(['tracked-changes', 'annotation', 'forms', 'scripts', 'automatic-styles', 'font-face-decls']),
  tab: new Set(['tab']),
  lineBreak: new Set(['line-break']),
  spaces: 's',
  repeated: 'number-columns-repeated',
  headingLevel: (name, attributes) => (name === 'h' ? Number(attributes('outline-level')) || 1 : undefined),
};

/** OpenDocument presentation: one page per slide. */
export const OPEN_DOCUMENT_SLIDES: FlowWords = {
  ...OPEN_DOCUMENT,
  page: 'page',
  pageTitle: (attributes) => attributes('name'),
};

/** OpenDocument spreadsheet: one page per sheet. */
export const OPEN_DOCUMENT_SHEETS: FlowWords = {
  ...OPEN_DOCUMENT,
  page: 'table',
  pageTitle: (attributes) => attributes('name'),
};
