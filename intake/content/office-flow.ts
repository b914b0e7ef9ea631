import { MAX_OFFICE_CHARACTERS } from './office-blocks.ts';
import type { OfficeBlock, OfficePage } from './office-blocks.ts';
import { readXml } from './xml-reading.ts';
import type { XmlOutcome } from './xml-reading.ts';

/** Which XML elements mean what in a family of text documents. */
export type FlowWords = {
  paragraph: ReadonlySet<string>;
  table: string;
  row: string;
  cell: ReadonlySet<string>;
  page?: string;
  /** Elements that hold characters; if undefined every character inside a paragraph counts. */
  characters?: ReadonlySet<string>;
  skipped: ReadonlySet<string>;
  tab: ReadonlySet<string>;
  lineBreak: ReadonlySet<string>;
  headingLevel: (name: string, attributes: (name: string) => string | undefined) => number | undefined;
  pageTitle?: (attributes: (name: string) => string | undefined) => string | undefined;
  spaces?: string;
  repeated?: string;
};

const MAX_REPEATED = 50;

/** Reads paragraphs, headings and tables from the XML of a document into pages; stops adding at the character limit. */
export function readFlow(
  xml: string,
  words: FlowWords,
): { outcome: XmlOutcome; pages: OfficePage[]; truncated: boolean } {
  const reader = createReader(words);
  const outcome = readXml(xml, reader.listener);
  return { outcome, pages: reader.finish(), truncated: reader.isFull() };
}

function createReader(words: FlowWords) {
  const pages: OfficePage[] = [];
  let page: OfficePage = { blocks: [] };
  let paragraph: { text: string; heading?: number } | null = null;
  // Only the outermost table is kept as one; tables inside cells become text of the cell.
  let table: { rows: string[][]; row: string[] | null; cell: string[] | null; repeat: number } | null = null;
  let depth = 0;
  let skipping = 0;
  let characters = 0;
  let reading = words.characters === undefined;

  const add = (block: OfficeBlock) => page.blocks.push(block);
  const write = (text: string) => {
    if (paragraph === null || skipping > 0 || characters > MAX_OFFICE_CHARACTERS) return;
    characters += text.length;
    paragraph.text += text;
  };
  const endParagraph = () => {
    if (paragraph === null) return;
    if (table?.cell) table.cell.push(paragraph.text);
    else add(paragraph);
    paragraph = null;
  };
  const open = (name: string, attributes: (name: string) => string | undefined) => {
    if (words.skipped.has(name)) skipping += 1;
    if (skipping > 0) return;
    if (name === words.page && depth === 0) {
      if (page.blocks.length > 0 || page.title) pages.push(page);
      page = { title: words.pageTitle?.(attributes), blocks: [] };
    }
    if (words.paragraph.has(name)) {
      endParagraph();
      paragraph = { text: '' };
    } else if (name === words.table) openTable();
    else if (name === words.row && depth === 1 && table) table.row = [];
    else if (words.cell.has(name) && depth === 1 && table) {
      table.cell = [];
      table.repeat = words.repeated ? Math.min(MAX_REPEATED, Number(attributes(words.repeated)) || 1) : 1;
    } else if (words.tab.has(name)) write('\t');
    else if (words.lineBreak.has(name)) write('\n');
    else if (name === words.spaces) write(' ');
    if (words.characters?.has(name)) reading = true;
    const level = words.headingLevel(name, attributes);
    if (paragraph && level) paragraph.heading = level;
  };
  const openTable = () => {
    endParagraph();
    depth += 1;
    if (depth === 1) table = { rows: [], row: null, cell: null, repeat: 1 };
  };
  const close = (name: string) => {
    if (words.skipped.has(name)) {
      skipping = Math.max(0, skipping - 1);
      return;
    }
    if (skipping > 0) return;
    if (words.characters?.has(name)) reading = false;
    if (words.paragraph.has(name)) endParagraph();
    else if (name === words.table) closeTable();
    else if (depth === 1 && table) closePart(name);
  };
  const closePart = (name: string) => {
    if (!table) return;
    if (words.cell.has(name) && table.cell && table.row) {
      const text = table.cell.join('\n');
      const repeat = text === '' ? Math.min(table.repeat, 1) : table.repeat;
      for (let count = 0; count < repeat; count += 1) table.row.push(text);
      table.cell = null;
    } else if (name === words.row && table.row) {
      if (table.row.some((cell) => cell !== '')) table.rows.push(trimRow(table.row));
      table.row = null;
    }
  };
  const closeTable = () => {
    endParagraph();
    depth = Math.max(0, depth - 1);
    if (depth > 0 || !table) return;
    if (table.rows.length > 0) add({ rows: table.rows });
    table = null;
  };
  return {
    listener: { open, close, text: (text: string) => (reading ? write(text) : undefined) },
    isFull: () => characters > MAX_OFFICE_CHARACTERS,
    finish: () => {
      endParagraph();
      if (table && table.rows.length > 0) add({ rows: table.rows });
      if (page.blocks.length > 0 || page.title || pages.length === 0) pages.push(page);
      return pages;
    },
  };
}

function trimRow(row: string[]): string[] {
  let end = row.length;
  while (end > 0 && row[end - 1] === '') end -= 1;
  return row.slice(0, end);
}
