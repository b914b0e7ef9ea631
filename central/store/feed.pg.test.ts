import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Poke, pullLimit } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { Desk, newId } from '../testing/desk.ts';
import { type Events, openEvents, scopesOf } from '../testing/events.ts';
import { caseFileBody, noteArgs, type Office, openOffice, password } from '../testing/office.ts';

/** Case files of Anna's, each a scope. */
async function addCaseFiles(office: Office, count: number): Promise<Id[]> {
  const ids = Array.from({ length: count }, newId);
  const grants = [{ principalId: office.ids.anna, level: 'write' as const }];
  await office.import(
    ids.flatMap((id) => [
      { line: 'scope' as const, scopeId: id, kind: 'c' as const, grants },
      {
        line: 'record' as const,
        kind: 'caseFile' as const,
        id,
        scopeId: id,
        body: caseFileBody('12345BG0000001', office.ids.anna),
      },
    ]),
  );
  return ids;
}

/** Raises the head of one scope in a transaction of its own, as any writer does; `end` commits or rolls back after a while. */
async function writeOnce(database: pg.Pool, scopeId: Id, end: 'commit' | 'rollback', pause: number): Promise<void> {
  const connection = await database.connect();
  await connection.query('begin');
  await connection.query('update scope set head = head + 1, last_xid = pg_current_xact_id() where id = $1', [scopeId]);
  await connection.query('select pg_sleep($1)', [pause]);
  await connection.query(end);
  connection.release();
}

/** Writes as another process does until a poke names the scope: news of rights that come at the same time only say "ask yourself". */
async function writeUntilNamed(database: pg.Pool, scopeId: Id, events: Events): Promise<void> {
  for (;;) {
    await writeOnce(database, scopeId, 'commit', 0);
    const poke = await events.until((one) => !one.isWhole || scopesOf(one).includes(scopeId));
    if (poke.isWhole) return;
  }
}

describe('feed', () => {
  // S11: the cursor stays before the oldest open transaction, whose change becomes visible last
  test('it misses nothing while 24 writers commit out of order, some roll back and one transaction stays open', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const scopeIds = await addCaseFiles(office, 12);
    const anna = await office.desk('anna');
    const known = new Map<Id, number>();
    const look = async () => {
      for (const { scopeId, head } of (await anna.changes()).heads)
        known.set(scopeId, Math.max(head, known.get(scopeId) ?? 0));
    };
    await look();
    await using pool = testPool(database.connectionString);
    const blocker = await pool.connect();
    await blocker.query('begin');
    await blocker.query('select pg_current_xact_id()');
    let isWriting = true;
    let random = 7;
    const next = (limit: number) => {
      random = (random * 48_271) % 2_147_483_647;
      return random % limit;
    };
    const writer = async () => {
      for (let round = 0; round < 20; round += 1) {
        const scopeId = scopeIds[next(scopeIds.length)]!;
        await writeOnce(pool, scopeId, next(5) === 0 ? 'rollback' : 'commit', next(8) / 1000);
      }
    };
    const writing = Promise.all(Array.from({ length: 24 }, writer)).finally(() => {
      isWriting = false;
    });
    let looks = 0;
    while (isWriting) {
      await look();
      looks += 1;
    }
    await writing;
    // Its transaction is older than all others: what it changes becomes visible last.
    await blocker.query('update scope set head = head + 1, last_xid = pg_current_xact_id() where id = $1', [
      scopeIds[0],
    ]);
    await look();
    await blocker.query('commit');
    blocker.release();
    await look();
    const { rows } = await pool.query<{ id: Id; head: string }>('select id, head from scope where id = any ($1)', [
      scopeIds,
    ]);
    expect(looks).toBeGreaterThan(5);
    expect(rows).toHaveLength(12);
    for (const row of rows) expect(known.get(row.id)).toBe(Number(row.head));
  });

  test('an answer names the cursor it starts from, and the next one reports only what is new', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const first = await anna.changes();
    expect(first).toMatchObject({ base: '0' });
    expect(first.manifest?.count).toBe(first.manifest?.scopes.length);
    expect(first.manifest?.scopes.map((scope) => scope.kind).sort()).toEqual(['c', 'g', 'o', 'u']);
    const second = await anna.changes();
    expect(second).toMatchObject({ base: first.cursor, manifest: null, heads: [] });
    await anna.run('addNote', noteArgs(office.caseFiles.anna));
    const { scopes } = await anna.pull({ scopeId: office.caseFiles.anna, after: 0 });
    const digest = scopes[0]?.digest;
    expect((await anna.changes()).heads).toEqual([{ scopeId: office.caseFiles.anna, head: 2, digest }]);
  });

  test('many rows come in parts of whole versions, and the parts are the scope', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const scopeId = office.caseFiles.anna;
    const versionId = newId();
    const lines = Array.from({ length: 7_300 }, (_, index) => ({
      ...{ line: 'record' as const, kind: 'page' as const, id: newId(), scopeId },
      body: { versionId, number: index + 1, text: `Seite ${index + 1}` },
    }));
    await office.import(lines);
    const anna = await office.desk('anna');
    const ids = new Set<Id>();
    let after = 0;
    let parts = 0;
    for (;;) {
      const [scope] = (await anna.pull({ scopeId, after })).scopes;
      expect(scope!.rows.length).toBeLessThanOrEqual(pullLimit);
      expect(scope!.isFull).toBe(after === 0);
      for (const row of scope!.rows) {
        expect(row.ver).toBeGreaterThan(after);
        ids.add(row.id);
      }
      after = scope!.to;
      parts += 1;
      if (scope!.to === scope!.head) {
        expect(ids.size).toBe(scope!.rowCount);
        break;
      }
    }
    expect(parts).toBeGreaterThan(1);
    expect(ids.size).toBe(7_301);
  });

  // S52: below a raised purge_floor a desk is given the scope whole
  test('a large scope that was cleared of old deletions comes to its end, also when it does not fit one answer', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [scopeId, inboxId] = [office.caseFiles.anna, office.inboxes.anna];
    const versionId = newId();
    const page = (index: number) => ({ versionId, number: index + 1, text: `Seite ${index + 1}` });
    const line = { line: 'record' as const, kind: 'page' as const, scopeId };
    await office.import(
      Array.from({ length: pullLimit + 2_300 }, (_, index) => ({ ...line, id: newId(), body: page(index) })),
    );
    await using pool = testPool(database.connectionString);
    await pool.query('update scope set purge_floor = head where id = any ($1)', [[scopeId, inboxId]]);
    const anna = await office.desk('anna');
    const ids = new Set<Id>();
    const answers: number[] = [];
    let after = 1;
    do {
      const { scopes } = await anna.pull({ scopeId, after }, { scopeId: inboxId, after: 0 });
      for (const scope of scopes)
        expect(scope.isFull && scope.to === 0 && scope.head > 0, 'emptied for nothing').toBe(false);
      const scope = scopes.find((one) => one.scopeId === scopeId)!;
      for (const row of scope.rows) ids.add(row.id);
      after = scope.to;
      answers.push(after);
      expect(answers.length, 'the same part again and again').toBeLessThan(10);
    } while (
      answers.at(-1) !==
      (await pool.query<{ head: number }>('select head::integer from scope where id = $1', [scopeId])).rows[0]?.head
    );
    expect(ids.size).toBe(pullLimit + 2_301);
  });

  test('a desk that is ahead of the centre gets the scope whole', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const [scope] = (await anna.pull({ scopeId: office.caseFiles.anna, after: 99 })).scopes;
    expect(scope).toMatchObject({ isFull: true, after: 99, to: 1, head: 1, rowCount: 1 });
    expect(scope?.rows).toHaveLength(1);
  });

  test('events poke only desks whose worker may read the scope, also for what another process committed', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    const writer = await Desk.login(office.address, 'anna', password);
    const [hers, his] = [await openEvents(anna), await openEvents(bernd)];
    const { caseFiles, inboxes } = office;
    await writer.run('addNote', noteArgs(caseFiles.anna));
    await hers.until((poke) => scopesOf(poke).includes(caseFiles.anna));
    await using pool = testPool(database.connectionString);
    await writeUntilNamed(pool, caseFiles.bernd, his);
    await writeUntilNamed(pool, caseFiles.anna, hers);
    const deny = 'insert into scope_deny (scope_id, worker_id) values ($1, $2)';
    await pool.query(deny, [caseFiles.anna, anna.workerId]);
    await hers.until((poke) => !poke.isWhole);
    await writeOnce(pool, caseFiles.anna, 'commit', 0);
    await writeOnce(pool, inboxes.anna, 'commit', 0);
    const last = await hers.until((poke) => scopesOf(poke).includes(inboxes.anna));
    expect(scopesOf(last)).not.toContain(caseFiles.anna);
    expect(hers.told()).not.toContain(caseFiles.bernd);
    expect(his.told()).not.toContain(caseFiles.anna);
  });
});

describe('a poke', () => {
  // S47: a poke has what her pull would tell, by the rights of that moment
  test('brings what little is new to whoever may read it at this moment, as her pull would tell it, and to nobody else', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const scopeId = office.caseFiles.anna;
    const anna = await office.desk('anna');
    const writer = await Desk.login(office.address, 'anna', password);
    const hers = await openEvents(anna);
    const named = (poke: Poke) => scopesOf(poke).includes(scopeId);
    const text = 'Rückruf \u2028 – „Größe“ 😀';
    await writer.run('addNote', noteArgs(scopeId, text));
    const { pulled } = await hers.until(named);
    expect(pulled).toEqual(await anna.pull({ scopeId, after: 1 }));
    expect(pulled?.scopes[0]).toMatchObject({ after: 1, to: 2, head: 2 });
    expect(pulled?.scopes[0]?.rows[0]?.body?.text).toBe(text);
    const clara = await office.desk('clara');
    await using pool = testPool(database.connectionString);
    await pool.query("update scope_grant set level = 'write' where principal_id = $1", [office.teamId]);
    // The hub believes she may still read it: the rows are looked up anew.
    await pool.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', [scopeId, anna.workerId]);
    expect(await clara.run('addNote', noteArgs(scopeId, 'geheim'))).toMatchObject({ result: 'ok' });
    const told = await hers.until((poke) => named(poke) || !poke.isWhole);
    expect(told.pulled).toBeUndefined();
  });

  test('brings nothing to a desk whose session has ended', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const scopeId = office.caseFiles.anna;
    const gone = await office.desk('anna');
    const writer = await Desk.login(office.address, 'anna', password);
    const hers = await openEvents(gone);
    await gone.call('DELETE', '/v1/session');
    await writer.run('addNote', noteArgs(scopeId));
    const poke = await hers.until((one) => scopesOf(one).includes(scopeId));
    expect(poke.pulled).toBeUndefined();
  });
});

/** A pool that tests may leave behind when their database goes. */
function testPool(connectionString: string): pg.Pool & AsyncDisposable {
  const pool = new pg.Pool({ connectionString, max: 26 });
  pool.on('error', () => undefined);
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}
