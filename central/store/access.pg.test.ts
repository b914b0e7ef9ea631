import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Id } from '../../core/domain/ids.ts';
import { ownScopeOf } from '../../core/domain/standing-ids.ts';
import type { Desk } from '../testing/desk.ts';
import { newId } from '../testing/desk.ts';
import { noteArgs, type Office, openOffice } from '../testing/office.ts';

const moment = (fromNow: number): string => new Date(Date.now() + fromNow).toISOString();

const substitution = (absentWorkerId: Id, substituteWorkerId: Id, from: number, to: number) => ({
  ...{
    substitutionId: newId(),
    absentWorkerId,
    substituteWorkerId,
    reason: 'krank',
    from: moment(from),
    to: moment(to),
  },
});

async function sees(desk: Desk, scopeId: Id): Promise<boolean> {
  const { scopes, denied } = await desk.pull({ scopeId, after: 0 });
  expect(scopes.length + denied.length).toBe(1);
  return scopes.length === 1;
}

const levelOf = async (desk: Desk, scopeId: Id) => {
  const { manifest } = await desk.changes();
  return manifest ? (manifest.scopes.find((scope) => scope.scopeId === scopeId) ?? null) : 'as before';
};

const addMembership = (office: Office, worker: Id, principal: Id, until: string | null = null) =>
  office.central.database.query(
    'insert into membership (worker_id, principal_id, source_id, valid) values ($1, $2, $3, tstzrange(null, $4))',
    [worker, principal, newId(), until],
  );

describe('rights', () => {
  test('without a grant a scope is as if it were not there, to read, to write, to journal', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const bernd = await office.desk('bernd');
    const unknown = newId();
    const { denied } = await bernd.pull({ scopeId: office.caseFiles.anna, after: 0 }, { scopeId: unknown, after: 0 });
    expect(denied.sort()).toEqual([office.caseFiles.anna, unknown].sort());
    expect((await bernd.run('addNote', noteArgs(office.caseFiles.anna))).result).toBe('forbidden');
    const there = await bernd.call('GET', `/v1/journal?scopeId=${office.caseFiles.anna}`);
    const nowhere = await bernd.call('GET', `/v1/journal?scopeId=${unknown}`);
    expect([there.status, there.body]).toEqual([403, nowhere.body]);
  });

  test('to deliver is to put in, not to see', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const post = await office.desk('post');
    expect(await sees(post, office.inboxes.anna)).toBe(false);
    const { manifest } = await post.changes();
    expect(manifest?.scopes.map((scope) => scope.kind).sort()).toEqual(['g', 'u']);
  });

  // S17: rights begin and end by the centre's clock, and the manifest says so
  test('a substitution begins and ends by the clock: for the manifest, for reading and for writing', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    await bernd.changes();
    const planned = substitution(anna.workerId, bernd.workerId, 2_500, 8_000);
    expect((await anna.run('startSubstitution', planned)).result).toBe('ok');
    expect(await levelOf(bernd, office.caseFiles.anna)).toBeNull();
    expect(await sees(bernd, office.caseFiles.anna)).toBe(false);
    await expect
      .poll(() => levelOf(bernd, office.caseFiles.anna), { interval: 50, timeout: 20_000 })
      .toMatchObject({ level: 'write', validTo: planned.to });
    expect(await sees(bernd, office.inboxes.anna)).toBe(true);
    expect((await bernd.run('addNote', noteArgs(office.caseFiles.anna))).result).toBe('ok');
    // What is hers alone stays hers.
    expect(await sees(bernd, ownScopeOf(anna.workerId))).toBe(false);
    await expect.poll(() => levelOf(bernd, office.caseFiles.anna), { interval: 50, timeout: 20_000 }).toBeNull();
    expect(await sees(bernd, office.caseFiles.anna)).toBe(false);
    expect((await bernd.run('addNote', noteArgs(office.caseFiles.anna))).result).toBe('forbidden');
  });

  test('a desk that looks only after the end is told of the end', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    const short = substitution(anna.workerId, bernd.workerId, -1000, 3_000);
    await anna.run('startSubstitution', short);
    expect(await levelOf(bernd, office.caseFiles.anna)).toMatchObject({ level: 'write' });
    const before = bernd.accessVersion;
    await expect.poll(() => Date.now(), { interval: 50 }).toBeGreaterThan(Date.parse(short.to));
    expect(await levelOf(bernd, office.caseFiles.anna)).toBeNull();
    expect(bernd.accessVersion).toBeGreaterThan(before);
  });

  test('taking over and working on in one push is possible, ending ends at once', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    const taken = substitution(anna.workerId, bernd.workerId, 0, 86_400_000);
    const both = await bernd.push(
      { name: 'startSubstitution', args: taken },
      { name: 'addNote', args: noteArgs(office.caseFiles.anna) },
    );
    expect(both.results.map((result) => result.result)).toEqual(['ok', 'ok']);
    await anna.run('endSubstitution', { substitutionId: taken.substitutionId });
    expect(await sees(bernd, office.caseFiles.anna)).toBe(false);
    expect(await levelOf(bernd, office.caseFiles.anna)).toBeNull();
  });

  test('who substitutes for a substitute reaches the first worker’s files as long as every link holds; circles end', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { anna, bernd, dora } = office.ids;
    const desk = await office.desk('dora');
    await desk.changes();
    const until = moment(3_600_000);
    await addMembership(office, bernd, anna, until);
    await addMembership(office, dora, bernd);
    await addMembership(office, anna, dora);
    expect(await levelOf(desk, office.caseFiles.anna)).toMatchObject({ level: 'write', validTo: until });
    expect(await sees(desk, office.caseFiles.anna)).toBe(true);
    await office.central.database.query('delete from membership where worker_id = $1', [bernd]);
    expect(await levelOf(desk, office.caseFiles.anna)).toBeNull();
    expect(await sees(desk, office.caseFiles.anna)).toBe(false);
  });

  // S21: `scope_deny` is asked above the highest grant, for the person it names alone
  test('a denial wins over every grant and raises the version of the one concerned only', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const [anna, clara] = [await office.desk('anna'), await office.desk('clara')];
    await anna.changes();
    await clara.changes();
    const { database: store } = office.central;
    await store.query('insert into scope_grant values ($1, $2, $3)', [office.caseFiles.anna, clara.workerId, 'manage']);
    expect(await levelOf(clara, office.caseFiles.anna)).toMatchObject({ level: 'manage' });
    await store.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', [
      office.caseFiles.anna,
      clara.workerId,
    ]);
    expect(await levelOf(clara, office.caseFiles.anna)).toBeNull();
    expect(await sees(clara, office.caseFiles.anna)).toBe(false);
    expect(await levelOf(anna, office.caseFiles.anna)).toBe('as before');
    const opened = { workerId: clara.workerId, caseFileId: office.caseFiles.anna, reason: null };
    expect((await clara.run('openCaseFile', opened)).result).toBe('forbidden');
  });

  test('rights taken away between two pushes count at once, and the work is kept', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    await office.central.database.query('delete from scope_grant where scope_id = $1', [office.caseFiles.anna]);
    expect((await anna.run('addNote', noteArgs(office.caseFiles.anna, 'noch da'))).result).toBe('forbidden');
    const { rows } = await office.central.database.query('select args, state from quarantine');
    expect(rows).toMatchObject([{ args: { text: 'noch da' }, state: 'open' }]);
  });
});
