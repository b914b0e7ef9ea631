import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../tests/support/postgres.ts';
import type { ImportLine } from '../core/contract/central.ts';
import type { AddressInfo } from 'node:net';
import { call, Desk, newId } from './testing/desk.ts';
import { runToEnd, startCentre } from './testing/programs.ts';
import { caseFileBody, noteArgs } from './testing/office.ts';

const entry = path.resolve(import.meta.dirname, 'start.ts');
const verifyEntry = path.resolve(import.meta.dirname, 'commands/verify-journal.ts');
const adminPassword = 'Kennwort der Verwaltung';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-start-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

/** A case file of the administrator's own, so that a command can be sent. */
async function addCaseFile(administrator: Desk): Promise<ReturnType<typeof newId>> {
  const id = newId();
  const lines: ImportLine[] = [
    { line: 'scope', scopeId: id, kind: 'c', grants: [{ principalId: administrator.workerId, level: 'write' }] },
    { line: 'record', kind: 'caseFile', id, scopeId: id, body: caseFileBody('12345BG0000001', administrator.workerId) },
  ];
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const answer = await administrator.call('POST', '/v1/import', body, { 'content-type': 'application/x-ndjson' });
  expect(answer.status).toBe(200);
  return id;
}

describe('start of the centre', () => {
  test('the first start makes store and administrator; an acknowledged command outlives kill -9 of centre and database; the journal is whole', async () => {
    const folder = await temporaryFolder();
    const first = await startCentre(['--data', folder], { AKTENPULT_LOG_LEVEL: 'info' });
    const file = path.join(folder, 'verwaltung-kennwort.txt');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const secret = /^Kennwort: (.+)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(first.output()).toContain(file);
    expect(first.output()).not.toContain(secret);
    const administrator = await Desk.login(first.address, 'verwaltung', secret);
    const scopeId = await addCaseFile(administrator);
    const [result] = (await administrator.push({ name: 'addNote', args: noteArgs(scopeId, 'bestätigt') })).results;
    const databaseProcess = Number(/"pid":(\d+),"msg":"PostgreSQL is running"/.exec(first.output())?.[1]);
    expect(databaseProcess).toBeGreaterThan(1);
    first.child.kill('SIGKILL');
    process.kill(databaseProcess, 'SIGKILL');
    await first.ended;
    expect(result?.result).toBe('ok');

    const second = await startCentre(['--data', folder]);
    const again = await Desk.login(second.address, 'verwaltung', secret);
    const { scopes } = await again.pull({ scopeId, after: 1 });
    expect(scopes[0]?.rows.map((row) => row.body?.text)).toEqual(['bestätigt']);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    const verified = await runToEnd(verifyEntry, ['--data', folder]);
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(verified.stdout).toContain('Das Protokoll ist unverändert: 3 Zeilen');
  });

  test('it ends in order also when nobody reads any more what it says', async () => {
    await using database = await temporaryDatabase();
    const centre = await startCentre(['--data', await temporaryFolder(), '--database', database.connectionString]);
    centre.child.stdout?.destroy();
    centre.child.kill('SIGTERM');
    expect(await centre.ended).toBe(0);
  });

  test('with an own PostgreSQL nothing but contents, the timeline and the password file lies in the data folder', async () => {
    await using database = await temporaryDatabase();
    const folder = await temporaryFolder();
    const centre = await startCentre(['--data', folder, '--database', database.connectionString], {
      AKTENPULT_ADMIN_PASSWORD: adminPassword,
    });
    expect((await readdir(folder)).sort()).toEqual(['blobs', 'zeitlinie.json']);
    await Desk.login(centre.address, 'verwaltung', adminPassword);
    // A second service on the same store keeps the account and serves the same data.
    const other = await startCentre(['--data', await temporaryFolder(), '--database', database.connectionString]);
    const health = await call<{ epoch: string }>(centre.address, 'GET', '/v1/health');
    expect((await call<{ epoch: string }>(other.address, 'GET', '/v1/health')).body.epoch).toBe(health.body.epoch);
    expect(other.output()).not.toContain('verwaltung-kennwort');
  });

  test('a tampered journal is found by the command', async () => {
    await using database = await temporaryDatabase();
    const folder = await temporaryFolder();
    await startCentre(['--data', folder, '--database', database.connectionString]);
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    await client.query(
      `set session_replication_role = 'replica'; update journal set action = 'nothing' where number = 1`,
    );
    await client.end();
    const verified = await runToEnd(verifyEntry, ['--database', database.connectionString]);
    expect(verified.code).toBe(2);
    expect(verified.stdout).toMatch(
      /^Das Protokoll ist verletzt: Bereich \S+, Zeile 1: die Zeile wurde verändert\.\n$/,
    );
  });

  test.each([
    [[], 'Die Angabe --data (Datenordner) fehlt. Mit --help erhalten Sie eine Übersicht.'],
    [['--data', 'x', '--port', 'abc'], '„abc“ ist kein Anschluss; erwartet wird eine Zahl von 0 bis 65535.'],
    [
      ['--data', 'x', '--prot', '1'],
      'Die Angabe --prot ist nicht bekannt oder unvollständig. Mit --help erhalten Sie eine Übersicht.',
    ],
    [
      ['--data', 'x', '--port', '0', '--host', '192.0.2.1'],
      'Die Adresse 192.0.2.1 gehört nicht zu diesem Rechner. Bitte prüfen Sie --host.',
    ],
  ])('bad options %j: one sentence, exit code 1', async (args, sentence) => {
    const folder = await temporaryFolder();
    const inFolder = args.map((word) => (word === 'x' ? path.join(folder, 'data') : word));
    expect(await runToEnd(entry, inFolder)).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` });
    expect(await readdir(folder)).toEqual([]);
  });

  test('a busy port: one sentence, and no data folder was made', async () => {
    const folder = await temporaryFolder();
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    onTestFinished(() => void blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const ended = await runToEnd(entry, ['--data', path.join(folder, 'data'), '--port', String(port)]);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^Der Anschluss ${port} ist schon belegt\\..+\\n$`));
    expect(await readdir(folder)).toEqual([]);
  });

  test('a wrong database address: one sentence without the password', async () => {
    const folder = await temporaryFolder();
    const address = 'postgres://jemand:geheim@127.0.0.1:9/aktenpult';
    const ended = await runToEnd(entry, ['--data', folder, '--port', '0', '--database', address]);
    expect(ended.code).toBe(1);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('antwortet am Anschluss 9 kein PostgreSQL');
    expect(ended.stderr).not.toContain('geheim');
  });

  test('a store of a newer version: one sentence, and the store is as before', async () => {
    await using database = await temporaryDatabase();
    const client = new pg.Client({ connectionString: database.connectionString });
    await client.connect();
    await client.query(`create table schema_migration (version integer primary key, name text not null, applied_at timestamptz default now());
      insert into schema_migration values (999, '0999-future.sql')`);
    const folder = await temporaryFolder();
    const ended = await runToEnd(entry, ['--data', folder, '--port', '0', '--database', database.connectionString]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^Der Datenbestand stammt von einer neueren Fassung .+ Es wurde nichts geändert\.\n$/);
    const { rows } = await client.query(
      `select count(*)::integer as tables from pg_tables where schemaname = 'public'`,
    );
    await client.end();
    expect(rows).toEqual([{ tables: 1 }]);
  });

  test('an unusable data folder: one sentence', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'data');
    await writeFile(file, 'keine Ordner hier');
    const ended = await runToEnd(entry, ['--data', file, '--port', '0']);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^Der Datenordner .+\n$/);
    expect(await readFile(file, 'utf8')).toBe('keine Ordner hier');
  });

  test('--help explains all options', async () => {
    const { code, stdout } = await runToEnd(entry, ['--help']);
    expect(code).toBe(0);
    for (const flag of ['--data', '--port', '--host', '--database', '--blobs']) expect(stdout).toContain(flag);
  });
});
