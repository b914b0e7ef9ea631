import { StringDecoder } from 'node:string_decoder';
import type { PulledRow } from '../../core/contract/central.ts';
import { type SnapshotPart, snapshotHeaderSchema } from '../../core/contract/snapshot.ts';
import { AppError } from '../../core/domain/errors.ts';
import { isId } from '../../core/domain/ids.ts';

const rowBegin = '[';
/** No line of the centre is as long; what is, does not come from it. */
const longestLine = 64 * 1024 * 1024;

const unreadable = () => new AppError('internal', 'Die Zentrale antwortet unverständlich.', { path: '/v1/snapshot' });

/** The lines of a snapshot as they come in. Checked by hand, not by a schema: there are a hundred thousand and more. */
export async function* readSnapshotLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotPart, void, void> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let restLength = 0;
  for await (const chunk of bytes) {
    const text = decoder.write(asBuffer(chunk));
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) {
      yield* partsOf(rest.join('') + text.slice(0, end));
      rest = [];
      restLength = 0;
    }
    if (end === text.length) continue;
    rest.push(text.slice(end));
    restLength += text.length - end;
    if (restLength > longestLine) throw unreadable();
  }
  if (restLength > 0 || decoder.end() !== '') {
    throw new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause: 'cut' });
  }
}

/** The same bytes, not a copy. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Rows that follow each other are read in one go. */
function* partsOf(text: string): Generator<SnapshotPart> {
  let at = 0;
  while (at < text.length) {
    const from = at;
    while (text[at] === rowBegin) at = text.indexOf('\n', at) + 1;
    if (at > from) yield { line: 'rows', rows: rowsOf(text.slice(from, at - 1)) };
    else {
      at = text.indexOf('\n', from) + 1;
      yield headerOf(text.slice(from, at - 1));
    }
  }
}

function headerOf(line: string): SnapshotPart {
  const parsed = snapshotHeaderSchema.safeParse(parse(line));
  if (!parsed.success) throw unreadable();
  return parsed.data;
}

function rowsOf(lines: string): PulledRow[] {
  return (parse(`[${lines.replaceAll('\n', ',')}]`) as unknown[][]).map(rowOf);
}

function rowOf([kind, id, ver, body]: unknown[]): PulledRow {
  const isRow = typeof kind === 'string' && isId(id) && Number.isSafeInteger(ver) && (ver as number) > 0;
  const isBody = typeof body === 'object' && !Array.isArray(body);
  if (!isRow || !isBody) throw unreadable();
  return {
    kind,
    id,
    ver: ver as number,
    deleted: body === null,
    body: body as Record<string, unknown> | null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}
