import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PulledRow } from '../core/contract/central.ts';
import { recordKinds } from '../core/domain/records.ts';
import { digestText } from '../core/sync/canonical.ts';
import { addDigest, joinHalves } from './digest.ts';
import { idsOfTable, type PreparedRows, prepareRows, rowsOfTable } from './prepared-rows.ts';
import { sampleBody } from './test-support/sample-body.ts';
import { newId } from './test-support/temporary-store.ts';

/** As both sides agreed on it, without any short cut. */
const plainDigest = (row: PulledRow): bigint =>
  BigInt.asIntN(64, BigInt(`0x${createHash('sha256').update(digestText(row)).digest('hex').slice(0, 16)}`));
const plainSum = (rows: PulledRow[]) => rows.reduce((sum, row) => addDigest(sum, plainDigest(row)), 0n);

const kind = fc.oneof(fc.constantFrom(...recordKinds), fc.constantFrom('deadline', 'geändert'));
const anyBody = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }));
const row = fc
  .record({ kind, isSample: fc.boolean(), body: fc.option(anyBody), ver: fc.integer({ min: 1 }) })
  .map(({ kind, isSample, body, ver }): PulledRow => {
    const isKnown = (recordKinds as readonly string[]).includes(kind);
    const whole = isSample && isKnown ? { ...sampleBody(kind as (typeof recordKinds)[number]), ...body } : body;
    return { kind, id: newId(), ver, deleted: whole === null, body: whole };
  });
/** Many of one kind, as a scope has them, and others between. */
const rows = fc
  .tuple(fc.array(row, { maxLength: 20 }), fc.constantFrom(...recordKinds), fc.integer({ min: 0, max: 30 }))
  .map(([others, many, count]) => [
    ...others,
    ...Array.from({ length: count }, (): PulledRow => {
      return { kind: many, id: newId(), ver: 3, deleted: false, body: sampleBody(many) };
    }),
  ]);

const linesOf = (some: PulledRow[]) => some.map(({ kind, id, ver, body }) => JSON.stringify([kind, id, ver, body]));
const whole = ({ tables, singles }: PreparedRows) => [
  ...tables.flatMap(idsOfTable),
  ...singles.map((single) => single.row.id),
];

describe('rows made ready for the store', () => {
  it('are each in one place, with the digests both sides agreed on, whatever the centre sends', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const prepared = prepareRows(some, some, () => false);
        expect(whole(prepared).sort()).toEqual(some.map(({ id }) => id).sort());
        for (const single of prepared.singles)
          expect(joinHalves(single.high, single.low)).toBe(plainDigest(single.row));
        for (const table of prepared.tables) expect(table.digest).toBe(plainSum(rowsOfTable(prepared, table)));
      }),
      { numRuns: 200 },
    );
  });

  it('are had back as they came, from the lines they came in', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const lines = linesOf(some);
        const asTold = lines.map((line) => JSON.parse(line) as [string, PulledRow['id'], number, PulledRow['body']]);
        const told = asTold.map(([kind, id, ver, body]) => ({ kind, id, ver, deleted: body === null, body }));
        const prepared = prepareRows(told, new TextEncoder().encode(lines.join('\n')), () => false);
        for (const table of prepared.tables) {
          const ids = new Set<string>(idsOfTable(table));
          expect(rowsOfTable(prepared, table)).toEqual(told.filter(({ id }) => ids.has(id)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are left single where they stand in the store already', () => {
    const notes = Array.from({ length: 20 }, (): PulledRow => {
      return { kind: 'note', id: newId(), ver: 1, deleted: false, body: sampleBody('note') };
    });
    const known = new Set([notes[3]?.id, notes[11]?.id]);
    const { singles, tables } = prepareRows(notes, notes, ({ id }) => known.has(id));
    expect(new Set(singles.map((single) => single.row.id))).toEqual(known);
    expect(tables.map(({ count }) => count)).toEqual([18]);
  });
});
