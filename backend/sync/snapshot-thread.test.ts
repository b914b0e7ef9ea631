import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { newId } from '../../db/test-support/temporary-store.ts';
import { readSnapshotLines, type SnapshotPart } from './snapshot-lines.ts';
import { startSnapshotThread, ThreadEnded } from './snapshot-thread.ts';

const workerUrl = new URL('./snapshot-worker.ts', import.meta.url);

/** A stream of so many files with so many rows each, every tenth told ahead. */
function streamOf(files: number, rowsEach: number): Buffer {
  const lines: string[] = [JSON.stringify({ line: 'snapshot', epoch: 'e', denied: [] })];
  for (let file = 0; file < files; file += 1) {
    const scopeId = newId();
    const rows = Array.from({ length: rowsEach }, (_, index) =>
      JSON.stringify([
        index % 3 === 0 ? 'followUp' : 'note',
        newId(),
        1,
        index === 5 ? null : sampleBody(index % 3 === 0 ? 'followUp' : 'note'),
      ]),
    );
    lines.push(JSON.stringify({ line: 'ahead', scopeId }), ...rows.filter((_, index) => index % 10 === 0));
    lines.push(JSON.stringify({ line: 'scope', scopeId, head: 1, digest: '0', rowCount: rowsEach }), ...rows);
  }
  lines.push(JSON.stringify({ line: 'worklist' }), JSON.stringify({ line: 'end', isWhole: true }));
  return Buffer.from(`${lines.join('\n')}\n`);
}

async function* chunksOf(bytes: Buffer, size: number, onChunk: (sent: number) => void = () => {}) {
  for (let from = 0; from < bytes.length; from += size) {
    onChunk(from / size);
    yield bytes.subarray(from, from + size);
    await setImmediate();
  }
}

async function allOf(parts: AsyncIterable<SnapshotPart>): Promise<SnapshotPart[]> {
  const all: SnapshotPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

const failureOf = async (parts: AsyncIterable<SnapshotPart>): Promise<string> => {
  try {
    await allOf(parts);
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : (error as Error).constructor.name;
  }
};

describe('a snapshot read in a thread of its own', () => {
  // S48: split, checked and digested beside the thread that writes, with the same outcome
  it('has the same parts as one read in this thread', async () => {
    const bytes = streamOf(12, 60);
    const beside = await allOf(startSnapshotThread(workerUrl).read(chunksOf(bytes, 997)));
    expect(beside).toEqual(await allOf(readSnapshotLines(chunksOf(bytes, 997))));
    expect(beside.flatMap((part) => (part.line === 'rows' ? part.rows.tables : [])).length).toBeGreaterThan(12);
  });

  it('fails as one read in this thread where it was cut or says what the centre never says', async () => {
    const bytes = streamOf(3, 60);
    expect(await failureOf(startSnapshotThread(workerUrl).read(chunksOf(bytes.subarray(0, -20), 997)))).toBe('offline');
    const odd = Buffer.concat([bytes, Buffer.from('["note","x",1,null]\n')]);
    expect(await failureOf(startSnapshotThread(workerUrl).read(chunksOf(odd, 997)))).toBe('internal');
  });

  it('tells what breaks the line', async () => {
    async function* broken() {
      yield streamOf(3, 60).subarray(0, 2_000);
      throw new AppError('offline', 'weg');
    }
    expect(await failureOf(startSnapshotThread(workerUrl).read(broken()))).toBe('offline');
  });

  it('says so when the thread cannot be started', async () => {
    const nowhere = new URL('./no-such-worker.ts', import.meta.url);
    expect(await failureOf(startSnapshotThread(nowhere).read(chunksOf(streamOf(3, 60), 997)))).toBe(ThreadEnded.name);
  });

  it('takes no more from the line than it may hold while nobody takes its parts, and goes on afterwards', async () => {
    const bytes = streamOf(30, 60);
    let sent = 0;
    const parts = startSnapshotThread(workerUrl).read(
      chunksOf(bytes, 500, (number) => {
        sent = number;
      }),
    );
    const first = await parts.next();
    await expect.poll(() => sent).toBeGreaterThan(25);
    for (let turn = 0; turn < 200; turn += 1) await setImmediate();
    expect(sent).toBeLessThan(50);
    const rest = await allOf(parts);
    expect([first.value, ...rest]).toEqual(await allOf(readSnapshotLines(chunksOf(bytes, 500))));
  });
});
