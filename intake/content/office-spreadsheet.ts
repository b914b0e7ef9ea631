import type { OfficePage } from './office-blocks.ts';
import { decodeXml, readXml } from './xml-reading.ts';
import { readZipEntry } from './zip-archive.ts';
import type { ZipArchive, ZipFault } from './zip-archive.ts';

/** Sheets read from an Excel workbook; `truncated` when rows, columns or sheets were left out. */
type Spreadsheet = { pages: OfficePage[]; truncated: boolean };

const MAX_SHEETS = 100;
const MAX_ROWS = 5_000;
const MAX_COLUMNS = 200;
const MAX_CELLS = 300_000;
const MAX_STRINGS = 500_000;
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 36, 50, 57]);
const TIME_FORMATS = new Set([18, 19, 20, 21, 45, 46, 47]);

type Part = { xml: string } | { fault: ZipFault } | null;
type Book = { strings: string[]; styles: ('date' | 'time' | undefined)[]; from1904: boolean };

/** Reads an .xlsx workbook: values as stored, dates in German form; formulas are never calculated. */
export function readSpreadsheet(archive: ZipArchive): Spreadsheet | ZipFault {
  const workbook = partOf(archive, 'xl/workbook.xml');
  if (workbook === null) return 'damaged';
  if ('fault' in workbook) return workbook.fault;
  const book: Book = { strings: [], styles: [], from1904: false };
  const sheets: { name: string; relation: string }[] = [];
  const outcome = readXml(workbook.xml, {
    open: (name, attributes) => {
      if (name === 'workbookPr') book.from1904 = /^(1|true)$/.test(attributes('date1904') ?? '');
      if (name === 'sheet' && sheets.length < MAX_SHEETS)
        sheets.push({ name: attributes('name') ?? '', relation: attributes('r:id') ?? attributes('id') ?? '' });
    },
  });
  if (outcome === 'unsafe') return 'unsafe';
  const fault = readStrings(archive, book) ?? readStyles(archive, book);
  if (fault) return fault;
  return readSheets(archive, book, sheets);
}

function readSheets(
  archive: ZipArchive,
  book: Book,
  sheets: { name: string; relation: string }[],
): Spreadsheet | ZipFault {
  const targets = relationTargets(archive);
  if (typeof targets === 'string') return targets;
  const pages: OfficePage[] = [];
  let truncated = false;
  let cells = 0;
  for (const [index, sheet] of sheets.entries()) {
    const target = targets.get(sheet.relation) ?? `worksheets/sheet${index + 1}.xml`;
    const part = partOf(archive, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    if (part !== null && 'fault' in part) return part.fault;
    const read =
      part === null ? { rows: [], cells: 0, truncated: false } : readSheet(part.xml, book, MAX_CELLS - cells);
    if (read === 'unsafe') return 'unsafe';
    cells += read.cells;
    truncated ||= read.truncated;
    pages.push({ title: sheet.name, blocks: read.rows.length > 0 ? [{ rows: read.rows }] : [] });
  }
  return { pages, truncated };
}

function readSheet(
  xml: string,
  book: Book,
  allowed: number,
): { rows: string[][]; cells: number; truncated: boolean } | 'unsafe' {
  const rows: string[][] = [];
  let row: string[] | null = null;
  let cell: { column: number; type: string; style: number; value: string } | null = null;
  let inValue = false;
  let cells = 0;
  let truncated = false;
  const outcome = readXml(xml, {
    open: (name, attributes) => {
      if (name === 'row') row = rows.length < MAX_ROWS && cells < allowed ? [] : null;
      if (name === 'row' && row === null) truncated = true;
      if (name === 'c' && row) {
        const column = columnOf(attributes('r')) ?? row.length;
        if (column >= MAX_COLUMNS) truncated = true;
        cell =
          column < MAX_COLUMNS
            ? { column, type: attributes('t') ?? 'n', style: Number(attributes('s')) || 0, value: '' }
            : null;
      }
      if (name === 'v' || name === 't') inValue = true;
    },
    text: (text) => {
      if (inValue && cell && cell.value.length < 32_768) cell.value += text;
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false;
      if (name === 'c' && cell && row) {
        while (row.length < cell.column) row.push('');
        row[cell.column] = shownValue(cell, book);
        cells += 1;
        cell = null;
      }
      if (name === 'row' && row) {
        if (row.some((value) => value !== '')) rows.push(row);
        row = null;
      }
    },
  });
  return outcome === 'unsafe' ? 'unsafe' : { rows, cells, truncated };
}

function shownValue(cell: { type: string; style: number; value: string }, book: Book): string {
  if (cell.type === 's') return book.strings[Number(cell.value)] ?? '';
  if (cell.type === 'b') return cell.value === '1' ? 'WAHR' : 'FALSCH';
  if (cell.type !== 'n' || cell.value === '') return cell.value;
  const number = Number(cell.value);
  if (!Number.isFinite(number)) return cell.value;
  const form = book.styles[cell.style];
  if (form) return germanDate(number + (book.from1904 ? 1462 : 0), form);
  return String(Number(number.toPrecision(15))).replace('.', ',');
}

function germanDate(serial: number, form: 'date' | 'time'): string {
  // Day 0 is 30.12.1899, which makes up for the leap day Excel invented in 1900.
  const moment = new Date(Math.round((serial - 25_569) * 86_400) * 1000);
  if (serial < 0 || Number.isNaN(moment.getTime()) || serial > 2_958_465) return String(serial);
  const iso = moment.toISOString();
  const day = `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)}`;
  const time = iso.slice(11, 16);
  if (form === 'time' && serial < 1) return time;
  return serial % 1 === 0 ? day : `${day} ${time}`;
}

function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference ?? '')?.[1];
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function readStrings(archive: ZipArchive, book: Book): ZipFault | null {
  const part = partOf(archive, 'xl/sharedStrings.xml');
  if (part === null) return null;
  if ('fault' in part) return part.fault;
  let current: string | null = null;
  let reading = false;
  let phonetic = 0;
  const outcome = readXml(part.xml, {
    open: (name) => {
      if (name === 'si') current = '';
      if (name === 't') reading = true;
      if (name === 'rPh') phonetic += 1;
    },
    text: (text) => {
      if (reading && phonetic === 0 && current !== null && current.length < 32_768) current += text;
    },
    close: (name) => {
      if (name === 't') reading = false;
      if (name === 'rPh') phonetic -= 1;
      if (name === 'si' && current !== null && book.strings.length < MAX_STRINGS) book.strings.push(current);
    },
  });
  return outcome === 'unsafe' ? 'unsafe' : null;
}

function readStyles(archive: ZipArchive, book: Book): ZipFault | null {
  const part = partOf(archive, 'xl/styles.xml');
  if (part === null) return null;
  if ('fault' in part) return part.fault;
  const custom = new Map<number, string>();
  let inCells = false;
  const outcome = readXml(part.xml, {
    open: (name, attributes) => {
      if (name === 'numFmt' && custom.size < 5_000)
        custom.set(Number(attributes('numFmtId')), attributes('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells && book.styles.length < 70_000)
        book.styles.push(formOf(Number(attributes('numFmtId')), custom));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return outcome === 'unsafe' ? 'unsafe' : null;
}

function formOf(format: number, custom: Map<number, string>): 'date' | 'time' | undefined {
  if (DATE_FORMATS.has(format)) return 'date';
  if (TIME_FORMATS.has(format)) return 'time';
  const code = (custom.get(format) ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  if (/[dyjt]/i.test(code) && !/general|standard/i.test(code)) return 'date';
  return /[hs]/i.test(code) && !/general|standard/i.test(code) ? 'time' : undefined;
}

function relationTargets(archive: ZipArchive): Map<string, string> | ZipFault {
  const targets = new Map<string, string>();
  const part = partOf(archive, 'xl/_rels/workbook.xml.rels');
  if (part === null) return targets;
  if ('fault' in part) return part.fault;
  const outcome = readXml(part.xml, {
    open: (name, attributes) => {
      if (name === 'Relationship' && targets.size < 1_000)
        targets.set(attributes('Id') ?? '', attributes('Target') ?? '');
    },
  });
  return outcome === 'unsafe' ? 'unsafe' : targets;
}

function partOf(archive: ZipArchive, name: string): Part {
  const bytes = readZipEntry(archive, name);
  if (bytes === null) return null;
  return typeof bytes === 'string' ? { fault: bytes } : { xml: decodeXml(bytes) };
}
