import { type SnapshotHeader, snapshotHeaderSchema } from '../../core/contract/snapshot.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { PreparedRows } from '../../db/prepared-rows.ts';
import { createSnapshotReader, ReadFault, type ReadPart } from './snapshot-reader.ts';
import { unreachable } from './unreachable.ts';

/** A header, or some of the rows under the header before, ready to be written. */
export type SnapshotPart = SnapshotHeader | { line: 'rows'; rows: PreparedRows };

const unreadable = () => new AppError('internal', 'Die Zentrale antwortet unverständlich.', { path: '/v1/snapshot' });

/** The lines of a snapshot as they come in. Throws AppError `internal` for what the centre never says, `offline` for one that is cut. */
export async function* readSnapshotLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SnapshotPart, void, void> {
  const reader = createSnapshotReader();
  try {
    for await (const chunk of bytes) for (const part of reader.read(chunk)) yield snapshotPart(part);
    reader.end();
  } catch (error) {
    throw error instanceof ReadFault ? faultOf(error.what) : error;
  }
}

/** What was read, its headers understood. Throws AppError `internal`. */
export function snapshotPart(part: ReadPart): SnapshotPart {
  if (part.line === 'rows') return part;
  const parsed = snapshotHeaderSchema.safeParse(parse(part.text));
  if (!parsed.success) throw unreadable();
  return parsed.data;
}

/** The error of a fault. */
export function faultOf(what: ReadFault['what']): AppError {
  return what === 'cut' ? unreachable('cut') : unreadable();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}
