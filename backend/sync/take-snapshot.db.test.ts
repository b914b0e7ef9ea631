import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PreparedRows } from '../../db/prepared-rows.ts';
import { replaceScopes } from '../../db/scopes.ts';
import { first } from '../../db/sql.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { newId, temporaryStore } from '../../db/test-support/temporary-store.ts';
import { readSnapshotLines } from './snapshot-lines.ts';
import { createSnapshotTaker } from './take-snapshot.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const files = 12;
const rowsEach = 500;

const bytesHeldBy = ({ source, tables }: PreparedRows): number[] => [
  source instanceof Uint8Array ? source.byteLength : source.length,
  ...tables.flatMap(({ values, idBytes }) => [values.byteLength, idBytes.byteLength]),
];

/** Steps in which a stream of files is written, each of 500 rows. */
async function stepsFor(mayTakeLong: () => boolean): Promise<number> {
  const scopeIds = Array.from({ length: files }, () => newId());
  const scope = { kind: 'c', level: 'write', validTo: null, head: 1 } as const;
  replaceScopes(
    store.db,
    scopeIds.map((id) => ({ id, ...scope })),
  );
  const lines = scopeIds.flatMap((scopeId) => [
    JSON.stringify({ line: 'scope', scopeId, head: 1, digest: '0', rowCount: rowsEach }),
    ...Array.from({ length: rowsEach }, () => JSON.stringify(['followUp', newId(), 1, sampleBody('followUp')])),
  ]);
  lines.push(JSON.stringify({ line: 'end', isWhole: true }));
  const taken = { places: [], rows: 0, unread: 0, mismatched: [], whole: 0 };
  const taker = createSnapshotTaker(store.db, taken, mayTakeLong);
  let steps = 0;
  let held: PreparedRows[] = [];
  async function* bytes() {
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
  for await (const part of readSnapshotLines(bytes())) {
    if (part.line === 'rows') held.push(part.rows);
    if (!taker.add(part) && part.line !== 'end') continue;
    taker.step();
    steps += 1;
    expect(held.flatMap(bytesHeldBy)).toEqual(held.flatMap(({ tables }) => [0, ...tables.flatMap(() => [0, 0])]));
    held = [];
  }
  expect(first(store.db, 'SELECT count(*) AS count FROM follow_up')).toEqual({ count: files * rowsEach });
  return steps;
}

// S48: short steps while the page asks, long ones otherwise
it('a stream is written in short steps while somebody asks for something, otherwise in long ones; what is written holds no memory', async () => {
  expect(await stepsFor(() => false)).toBeGreaterThanOrEqual(files / 2);
  store.discard();
  store = temporaryStore();
  expect(await stepsFor(() => true)).toBeLessThanOrEqual(files / 4);
});
