import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PulledRow } from '../core/contract/central.ts';
import type { Id } from '../core/domain/ids.ts';
import { type RecordKind, recordKinds, recordSchemas } from '../core/domain/records.ts';
import { recordColumns, snakeCase } from './columns.ts';
import { addDigest, recordDigest } from './digest.ts';
import { applyPulledRows, summedDigest } from './pulled-rows.ts';
import { readChildren, readRecord, readState, recordsOfScope, writeRecord } from './records.ts';
import { purgeScope } from './scopes.ts';
import { all, first, inTransaction } from './sql.ts';
import { sampleBody } from './test-support/sample-body.ts';
import { addScope, newId, temporaryStore } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

describe.each(recordKinds)('records of kind %s', (kind: RecordKind) => {
  it('have a column for every field that each of them has, may be empty where the schema says so', () => {
    const columns = all<{ name: string; notnull: number }>(
      store.db,
      `SELECT name, "notnull" FROM pragma_table_info('${snakeCase(kind)}')`,
    );
    const notNull = new Map(columns.map((column) => [column.name, column.notnull === 1]));
    const fields = Object.entries(recordSchemas[kind].shape).filter(
      ([, schema]) => !schema.safeParse(undefined).success,
    );
    expect(Object.keys(recordColumns[kind]).sort()).toEqual(fields.map(([field]) => field).sort());
    for (const [field, schema] of fields)
      expect(notNull.get(snakeCase(field)), field).toBe(!schema.safeParse(null).success);
  });

  it('are read as they came when many come at once: full ones, empty ones, with fields of a newer version, with an id of zeros', () => {
    const scopeId = addScope(store.db);
    const zeros = '00000000-0000-0000-0000-000000000000';
    const withZeros = Object.entries(sampleBody(kind)).map(([field, value]) => {
      return [field, String(recordColumns[kind][field as never]).startsWith('id') ? zeros : value];
    });
    const bodies = [
      ...Array.from({ length: 12 }, (_, number) => sampleBody(kind, number % 2 === 1)),
      ...Array.from({ length: 12 }, () => ({ ...sampleBody(kind), newField: { deep: ['ß', 1, null] } })),
      Object.fromEntries(withZeros) as Record<string, unknown>,
    ];
    const rows = bodies.map((body): PulledRow => ({ kind, id: newId(), ver: 7, deleted: false, body }));
    const { unread } = inTransaction(store.db, () => applyPulledRows(store.db, scopeId, rows));
    expect(unread).toBe(0);
    for (const { id, body } of rows) expect(readRecord(store.db, kind, scopeId, id)).toEqual(body);
  });

  it.each([false, true])('are read as they were written (empty: %s), with fields of a newer version', (isEmpty) => {
    const scopeId = addScope(store.db);
    const body = { ...sampleBody(kind, isEmpty), newField: { deep: ['ß', 1, null] } };
    expect(recordSchemas[kind].safeParse(body).success).toBe(true);
    const id = newId();
    writeRecord(store.db, { kind, id, scopeId, ver: 4, isPending: true, body, digest: -(2n ** 62n) - 1n });
    expect(readRecord(store.db, kind, scopeId, id)).toEqual(body);
    expect(readState(store.db, { kind, scopeId, id })).toEqual({
      kind,
      scopeId,
      id,
      ver: 4,
      isPending: true,
      digest: -(2n ** 62n) - 1n,
      body,
    });
    writeRecord(store.db, { kind, id, scopeId, ver: 5, isPending: false, body: sampleBody(kind) });
    expect(readState(store.db, { kind, scopeId, id })).toMatchObject({ ver: 5, isPending: false, digest: null });
    writeRecord(store.db, { kind, id, scopeId, ver: 6, isPending: false, body: null });
    expect(readRecord(store.db, kind, scopeId, id)).toBeNull();
  });
});

describe('records', () => {
  it('with the same id may be in two scopes', () => {
    const [one, two] = [addScope(store.db), addScope(store.db)];
    const id = newId();
    writeRecord(store.db, { kind: 'person', id, scopeId: one, ver: 1, isPending: false, body: sampleBody('person') });
    writeRecord(store.db, {
      kind: 'person',
      id,
      scopeId: two,
      ver: 1,
      isPending: false,
      body: sampleBody('person', true),
    });
    purgeScope(store.db, one);
    expect(readRecord(store.db, 'person', one, id)).toBeNull();
    expect(readRecord(store.db, 'person', two, id)).not.toBeNull();
  });

  it('hang under their parents in order of their ids', () => {
    const scopeId = addScope(store.db);
    const versionId = newId();
    const ids = [newId(), newId(), newId()];
    for (const [index, id] of [...ids].reverse().entries()) {
      writeRecord(store.db, {
        kind: 'page',
        id,
        scopeId,
        ver: 1,
        isPending: false,
        body: { versionId, number: index + 1, text: `Seite ${index}` },
      });
    }
    expect(readChildren(store.db, 'page', scopeId, versionId).map((page) => page.id)).toEqual(ids);
    expect(() => readChildren(store.db, 'office', scopeId, versionId)).toThrow('hangs under nothing');
  });
});

describe('rows from the centre', () => {
  const rowOf = (kind: string, ver: number, body: Record<string, unknown> | null, id = newId()): PulledRow => ({
    kind,
    id,
    ver,
    deleted: body === null,
    body,
  });
  const apply = (scopeId: ReturnType<typeof newId>, rows: PulledRow[]) =>
    inTransaction(store.db, () => applyPulledRows(store.db, scopeId, rows));

  it('change the sum of digests by what they replace, also when they are deleted and come again', () => {
    const scopeId = addScope(store.db);
    let sum = 0n;
    const id = newId();
    const steps = [
      [rowOf('note', 1, sampleBody('note'), id), rowOf('note', 1, sampleBody('note'))],
      [rowOf('note', 2, sampleBody('note', true), id)],
      [rowOf('note', 3, null, id)],
      [rowOf('note', 4, sampleBody('note'), id)],
    ];
    for (const rows of steps) {
      sum = addDigest(sum, apply(scopeId, rows).digestChange);
      expect(summedDigest(store.db, scopeId)).toBe(sum);
    }
    expect(first(store.db, 'SELECT 1 FROM tombstone')).toBeUndefined();
  });

  it('of an unknown kind or with an unknown value are kept aside and do no harm', () => {
    const scopeId = addScope(store.db);
    const id = newId();
    apply(scopeId, [rowOf('document', 1, sampleBody('document'), id)]);
    const odd = { ...sampleBody('document'), state: 'sealed' };
    const { unread } = apply(scopeId, [rowOf('document', 2, odd, id), rowOf('deadline', 2, { day: '2026-12-24' })]);
    expect(unread).toBe(2);
    expect(recordsOfScope(store.db, scopeId)).toEqual([]);
    const kept = all<{ kind: string; body: string }>(
      store.db,
      'SELECT kind, body FROM other_record ORDER BY kind DESC',
    );
    expect(kept.map((row) => row.kind)).toEqual(['document', 'deadline']);
    expect(JSON.parse(kept[0]?.body ?? '')).toEqual(odd);
    apply(scopeId, [rowOf('document', 3, sampleBody('document'), id)]);
    expect(readRecord(store.db, 'document', scopeId, id)).not.toBeNull();
    expect(all(store.db, 'SELECT kind FROM other_record')).toEqual([{ kind: 'deadline' }]);
  });

  it.each(recordKinds)(
    'of kind %s stand the same whether many come together or one by one, odd ones among them',
    (kind) => {
      const odd = (field: string) => ({ ...sampleBody(kind), [field]: 'keine Kennung' });
      const named = Object.entries(recordColumns[kind]).filter(([, type]) => type.startsWith('id'));
      const rows = [
        ...Array.from({ length: 20 }, (_, index) => rowOf(kind, 1, sampleBody(kind, index % 2 === 1), newId())),
        rowOf(kind, 1, { ...sampleBody(kind), newField: { deep: ['ß', 1, null] } }),
        ...named.map(([field]) => rowOf(kind, 1, odd(field))),
      ];
      const [together, oneByOne] = [addScope(store.db), addScope(store.db)];
      const { digestChange, unread } = apply(together, rows);
      for (const row of rows) apply(oneByOne, [row]);
      const bodies = (scopeId: Id) => recordsOfScope(store.db, scopeId).map((record) => ({ ...record, scopeId: '' }));
      expect(bodies(together)).toEqual(bodies(oneByOne));
      expect(bodies(together)).toHaveLength(21);
      expect(unread).toBe(named.length);
      expect(summedDigest(store.db, together)).toBe(digestChange);
      expect(summedDigest(store.db, oneByOne)).toBe(digestChange);
    },
  );

  it('of which one cannot be read are all written but that one', () => {
    const scopeId = addScope(store.db);
    const rows = Array.from({ length: 20 }, () => rowOf('document', 1, sampleBody('document')));
    const { unread } = apply(scopeId, [...rows, rowOf('document', 1, { ...sampleBody('document'), state: 'sealed' })]);
    expect(unread).toBe(1);
    expect(recordsOfScope(store.db, scopeId)).toHaveLength(20);
    expect(all(store.db, 'SELECT 1 FROM other_record')).toHaveLength(1);
  });

  it('make the same digest as the text both sides agreed on', () => {
    const row = {
      kind: 'note',
      id: '018f6b1e-0000-7000-8000-000000000001',
      ver: 1,
      deleted: false,
      body: { b: 1, a: [null, 'ß'] },
    };
    expect(BigInt.asUintN(64, recordDigest(row))).toBe(BigInt(`0x${firstSixteen(row)}`));
  });
});

function firstSixteen(row: { kind: string; id: string; ver: number }): string {
  const text = `["${row.kind}","${row.id}",${row.ver},false,{"a":[null,"ß"],"b":1}]`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
