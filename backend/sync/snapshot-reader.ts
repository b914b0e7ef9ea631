import { StringDecoder } from 'node:string_decoder';
import type { PulledRow } from '../../core/contract/central.ts';
import { isId } from '../../core/domain/id-text.ts';
import { effortOfRow, type PreparedRows, prepareRows, rowsOfLines } from '../../db/prepared-rows.ts';

// Runs in a thread of its own, too, which is to start quickly: no schema here, and nothing that has one.

const rowBegin = '[';
/** No line of the centre is as long; what is, does not come from it. */
const longestLine = 64 * 1024 * 1024;
/** Rows of one scope are made ready so much at a time, in rows without text: about what one transaction writes. */
const effortTogether = 1_000;

/** The text of a header, or some of the rows under the header before, ready to be written. */
export type ReadPart = { line: 'header'; text: string } | { line: 'rows'; rows: PreparedRows };

/** unreadable: what the centre never says. cut: the last line has no end. */
export class ReadFault extends Error {
  readonly what: 'unreadable' | 'cut';

  constructor(what: 'unreadable' | 'cut') {
    super(`the snapshot is ${what}`);
    this.what = what;
  }
}

/** Makes parts out of the bytes of a snapshot, wherever the line cuts them. Rows are checked by hand: there are a hundred thousand. */
export function createSnapshotReader() {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let restLength = 0;
  let open = nothingOpen();
  /** Rows told before their scopes: they stand in the store when they come again. */
  const ahead = new Set<string>();
  let isAhead = false;

  const takeRows = (): ReadPart[] => {
    const { rows, lines } = open;
    open = nothingOpen();
    if (rows.length === 0) return [];
    if (isAhead) for (const { id } of rows) ahead.add(id);
    return [{ line: 'rows', rows: prepareRows(rows, utf8.encode(lines.join('\n')), ({ id }) => ahead.has(id)) }];
  };

  const addRows = (lines: string): ReadPart[] => {
    open.lines.push(lines);
    for (const row of rowsOf(lines)) {
      open.rows.push(row);
      open.effort += effortOfRow(row);
    }
    return open.effort >= effortTogether ? takeRows() : [];
  };

  /** Rows that follow each other are read in one go. */
  function* partsOf(text: string): Generator<ReadPart> {
    let at = 0;
    while (at < text.length) {
      const from = at;
      while (text[at] === rowBegin) at = text.indexOf('\n', at) + 1;
      if (at > from) yield* addRows(text.slice(from, at - 1));
      else {
        at = text.indexOf('\n', from) + 1;
        yield* takeRows();
        const header = text.slice(from, at - 1);
        isAhead = header.includes('"ahead"');
        yield { line: 'header', text: header };
      }
    }
  }

  return {
    /** The parts that are whole with these bytes. Throws ReadFault. */
    read(bytes: Uint8Array): ReadPart[] {
      const text = decoder.write(asBuffer(bytes));
      const end = text.lastIndexOf('\n') + 1;
      const parts = end > 0 ? [...partsOf(rest.join('') + text.slice(0, end))] : [];
      if (end > 0) {
        rest = [];
        restLength = 0;
      }
      if (end < text.length) rest.push(text.slice(end));
      restLength += text.length - end;
      if (restLength > longestLine) throw new ReadFault('unreadable');
      return parts;
    },
    /** Throws ReadFault when something has no end. */
    end(): void {
      if (restLength > 0 || open.rows.length > 0 || decoder.end() !== '') throw new ReadFault('cut');
    },
  };
}

const utf8 = new TextEncoder();

const nothingOpen = (): { rows: PulledRow[]; lines: string[]; effort: number } => ({ rows: [], lines: [], effort: 0 });

/** The same bytes, not a copy. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function rowsOf(lines: string): PulledRow[] {
  let rows: PulledRow[];
  try {
    rows = rowsOfLines(lines);
  } catch {
    throw new ReadFault('unreadable');
  }
  if (!rows.every(isRow)) throw new ReadFault('unreadable');
  return rows;
}

function isRow({ kind, id, ver, body }: PulledRow): boolean {
  const isKnown = typeof kind === 'string' && isId(id) && Number.isSafeInteger(ver) && ver > 0;
  return isKnown && typeof body === 'object' && !Array.isArray(body);
}
