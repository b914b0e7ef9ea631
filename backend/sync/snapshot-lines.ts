import type { PulledRow } from '../../core/contract/central.ts';
import { type SnapshotPart, snapshotHeaderSchema } from '../../core/contract/snapshot.ts';
import { AppError } from '../../core/domain/errors.ts';
import { isId } from '../../core/domain/ids.ts';

const lineEnd = 10;
const rowBegin = '[';
/** No line of the centre is as long; what is, does not come from it. */
const longestLine = 64 * 1024 * 1024;

const unreadable = () => new AppError('internal', 'Die Zentrale antwortet unverständlich.', { path: '/v1/snapshot' });

/** The lines of a snapshot as they come in. Checked by hand, not by a schema: there are a hundred thousand and more. */
export async function* readSnapshotLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotPart, void, void> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(lineEnd) + 1;
    if (end > 0) {
      const text = Buffer.concat([...rest, chunk.subarray(0, end)]).toString('utf8');
      rest = [];
      restLength = 0;
      yield* partsOf(text);
    }
    if (end === chunk.length) continue;
    rest.push(chunk.subarray(end));
    restLength += chunk.length - end;
    if (restLength > longestLine) throw unreadable();
  }
  if (restLength > 0) throw new AppError('offline', 'Die Zentrale ist gerade nicht erreichbar.', { cause: 'cut' });
}

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
