import { availableParallelism } from 'node:os';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { readSnapshotLines } from '../../backend/sync/snapshot-lines.ts';
import type { PulledRow } from '../../core/contract/central.ts';
import type { SnapshotHeader } from '../../core/contract/snapshot.ts';
import type { Id } from '../../core/domain/ids.ts';
import { addDigest, digestAsText, recordDigest } from '../../db/digest.ts';
import { sourceRows } from '../../db/prepared-rows.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { caseFileBody, noteArgs, type Office, openOffice } from '../testing/office.ts';

type Told = SnapshotHeader & { rows: PulledRow[] };

function open(desk: Desk, scopeIds: Id[], signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ scopeIds });
  return fetch(`${desk.address}/v1/snapshot`, { method: 'POST', headers, body, ...(signal ? { signal } : {}) });
}

/** All lines of a stream, rows under their headers. `onTold` is called with each header as it comes. */
async function read(response: Response, onTold: (told: Told) => Promise<void> = async () => {}): Promise<Told[]> {
  expect(response.status).toBe(200);
  const all: Told[] = [];
  for await (const part of readSnapshotLines(response.body as unknown as AsyncIterable<Uint8Array>)) {
    if (part.line === 'rows') all.at(-1)?.rows.push(...sourceRows(part.rows.source));
    else {
      const told = { ...part, rows: [] };
      all.push(told);
      await onTold(told);
    }
  }
  return all;
}

const scopesOf = (all: Told[]) =>
  all.flatMap((told) => (told.line === 'scope' ? [{ ...told, sum: digestAsText(sumOf(told.rows)) }] : []));
const sumOf = (rows: PulledRow[]) => rows.reduce((sum, row) => addDigest(sum, recordDigest(row)), 0n);

/** A case file of Anna's with so many pages of so many characters. */
async function addFile(office: Office, pages: number, characters: number): Promise<Id> {
  const scopeId = newId();
  const versionId = newId();
  const grants = [{ principalId: office.ids.anna, level: 'write' as const }];
  const record = { line: 'record' as const, scopeId };
  await office.import([
    { line: 'scope', scopeId, kind: 'c', grants },
    { ...record, kind: 'caseFile', id: scopeId, body: caseFileBody('12345BG0000009', office.ids.anna) },
    ...Array.from({ length: pages }, (_, index) => {
      const text = `${index} ${newId()} `.repeat(Math.ceil(characters / 40));
      return { ...record, kind: 'page' as const, id: newId(), body: { versionId, number: index + 1, text } };
    }),
  ]);
  return scopeId;
}

async function readableScopes(desk: Desk): Promise<Id[]> {
  return (await desk.changes()).manifest?.scopes.map((scope) => scope.scopeId) ?? [];
}

describe('snapshots', () => {
  test('all scopes come whole, each with the digest of its rows, the house and the Postkorb before the files', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const long = await addFile(office, 4_500, 40);
    const anna = await office.desk('anna');
    await anna.run('addNote', noteArgs(office.caseFiles.anna));
    const all = await read(await open(anna, await readableScopes(anna)));
    expect(all[0]).toMatchObject({ line: 'snapshot', epoch: anna.epoch, denied: [] });
    expect(all.at(-1)).toMatchObject({ line: 'end', isWhole: true });
    const scopes = scopesOf(all);
    for (const scope of scopes) {
      expect(scope.sum).toBe(scope.digest);
      expect(scope.rows).toHaveLength(scope.rowCount);
    }
    expect(scopes.find((scope) => scope.scopeId === long)?.rows).toHaveLength(4_501);
    const files = scopes.slice(-2).map((scope) => scope.scopeId);
    expect(files.sort()).toEqual([long, office.caseFiles.anna].sort());
    const lines = all.map((told) => told.line);
    expect(lines.indexOf('worklist')).toBeLessThan(all.indexOf(all.findLast((told) => told.line === 'scope')!));
    const ahead = all.flatMap((told) => (told.line === 'ahead' ? told.rows.map((row) => row.kind) : []));
    expect(ahead).toEqual(['caseFile', 'caseFile']);
  });

  test('what somebody may not read is denied and none of its rows is told', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const [his, unknown] = [office.caseFiles.bernd, newId()];
    const all = await read(await open(anna, [his, office.inboxes.bernd, unknown, office.caseFiles.anna]));
    expect(all[0]).toMatchObject({ denied: [his, office.inboxes.bernd, unknown] });
    expect(scopesOf(all).map((scope) => scope.scopeId)).toEqual([office.caseFiles.anna]);
  });

  test('a right that ends while the stream is on its way ends it for what has not been told', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const files = [
      await addFile(office, 2_200, 2_000),
      await addFile(office, 2_200, 2_000),
      await addFile(office, 9, 9),
    ];
    const anna = await office.desk('anna');
    let left: Id[] = [];
    const all = await read(await open(anna, files), async (told) => {
      if (told.line !== 'scope' || left.length > 0) return;
      left = files.filter((scopeId) => scopeId !== told.scopeId);
      const deny = 'insert into scope_deny (scope_id, worker_id) select unnest($1::uuid[]), $2';
      await office.central.database.query(deny, [left, anna.workerId]);
    });
    const told = scopesOf(all).map((scope) => scope.scopeId);
    expect(left).toHaveLength(2);
    // One part may have been made before the right ended; the last scope cannot have been.
    expect(told.length).toBeLessThan(3);
  });

  test('it is one state although others write meanwhile', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const files = [await addFile(office, 2_200, 1_000), await addFile(office, 2_200, 1_000)];
    const [anna, writer] = [await office.desk('anna'), await office.desk('anna')];
    const before = await anna.changes();
    let writes = 0;
    const all = await read(await open(anna, [...files, office.caseFiles.anna]), async () => {
      for (const caseFileId of [...files, office.caseFiles.anna]) await writer.run('addNote', noteArgs(caseFileId));
      writes += 1;
    });
    expect(writes).toBeGreaterThan(3);
    const heads = new Map(before.manifest?.scopes.map((scope) => [scope.scopeId, scope.head]));
    for (const scope of scopesOf(all)) {
      expect(scope.head).toBe(heads.get(scope.scopeId));
      expect(scope.sum).toBe(scope.digest);
    }
  });

  test('who comes when all places are taken is asked to come later, and gets one when somebody has gone', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const scopeId = await addFile(office, 2_000, 8_000);
    const more = [scopeId, await addFile(office, 2_000, 8_000)];
    const anna = await office.desk('anna');
    const leaving = new AbortController();
    const places = Math.min(2 * availableParallelism(), 10);
    const taken = await Promise.all(Array.from({ length: places }, () => open(anna, more, leaving.signal)));
    expect(taken.map((response) => response.status)).toEqual(taken.map(() => 200));
    const refused = await open(anna, more);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(2);
    expect(await refused.json()).toMatchObject({ code: 'busy' });
    leaving.abort();
    let status = 429;
    while (status === 429) {
      const response = await open(anna, [office.caseFiles.anna]);
      status = response.status;
      await response.text();
    }
    expect(status).toBe(200);
    await using pool = Object.assign(new pg.Pool({ connectionString: database.connectionString, max: 1 }), {
      [Symbol.asyncDispose]: () => pool.end(),
    });
    pool.on('error', () => undefined);
    const waiting = `select count(*)::integer as count from pg_stat_activity
      where state = 'idle in transaction' and datname = current_database()`;
    for (;;) if ((await pool.query<{ count: number }>(waiting)).rows[0]?.count === 0) break;
  });
});
