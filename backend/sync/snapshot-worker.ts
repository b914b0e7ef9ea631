import { parentPort } from 'node:worker_threads';
import { createSnapshotReader, ReadFault, type ReadPart } from './snapshot-reader.ts';

// Thread beside the one that writes: takes bytes of a snapshot and gives its parts, ready to be written; see snapshot-thread.ts.

/** Bytes as they come; null: there are no more. */
export type SnapshotBytes = Uint8Array<ArrayBuffer> | null;
export type SnapshotAnswer = { parts: ReadPart[]; fault: ReadFault['what'] | null };

const reader = createSnapshotReader();

function answerTo(bytes: SnapshotBytes): SnapshotAnswer {
  try {
    if (bytes) return { parts: reader.read(bytes), fault: null };
    reader.end();
    return { parts: [], fault: null };
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    return { parts: [], fault: error.what };
  }
}

const buffersOf = (parts: ReadPart[]): ArrayBuffer[] =>
  parts.flatMap((part) => {
    if (part.line !== 'rows') return [];
    const { source, tables } = part.rows;
    const lines = source instanceof Uint8Array ? [source.buffer] : [];
    return [...lines, ...tables.flatMap(({ values, idBytes }) => [values.buffer, idBytes.buffer])];
  });

parentPort?.on('message', (bytes: SnapshotBytes) => {
  const answer = answerTo(bytes);
  parentPort?.postMessage(answer, buffersOf(answer.parts));
});
