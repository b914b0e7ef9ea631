import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  acknowledged,
  clusterOf,
  isNodeForAll,
  letters,
  query,
  start,
  startOwner,
  temporaryFolder,
  theLetter,
  until,
} from '../../tests/support/postgres-lives.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { processesOf } from './left-behind.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('Not run as root: three tests about root and other accounts are left out.');

const isForAll = isNodeForAll();
if (!isForAll) console.warn(`SKIPPED: running as another account. It may not enter the folder of ${process.execPath}.`);

const refusal = async (attempt: Promise<unknown>): Promise<EmbeddedPostgresError> => {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  return error as EmbeddedPostgresError;
};

describe('starting', () => {
  test('the first start makes the database, the second finds its rows, both below a private folder', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'new', 'data');
    const first = await start(dataFolder);
    expect(first.version).toMatch(/^18\./);
    await query(first.connectionString, "create table letters as select 'Weiterbewilligungsantrag' as subject");
    await first.stop();
    expect(processesOf(clusterOf(dataFolder))).toEqual([]);
    expect(await readdir(dataFolder)).toEqual(['postgres']);
    const second = await start(dataFolder);
    expect(await letters(second)).toEqual(theLetter);
  });

  test('what is acknowledged is on disk, nothing listens beyond this machine, and checksums guard the pages', async () => {
    const { connectionString } = await start(path.join(await temporaryFolder(), 'data'));
    const names = [
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'data_checksums',
      'listen_addresses',
      'unix_socket_directories',
    ];
    const [row] = await query<{ values: string[] }>(
      connectionString,
      `select array_agg(current_setting(name) order by position) as values
         from unnest('{${names.join(',')}}'::text[]) with ordinality as wanted (name, position)`,
    );
    expect(row?.values).toEqual(['on', 'on', 'on', 'on', '127.0.0.1', '']);
  });

  test('German text is stored, sorted, lowered and stemmed the same on every machine', async () => {
    const { connectionString } = await start(path.join(await temporaryFolder(), 'data'));
    const [row] = await query(
      connectionString,
      `select lower('ÄÖÜ') as lowered, to_tsvector('Bewilligungsbescheide') @@ to_tsquery('Bewilligungsbescheid') as stemmed,
              (select string_agg(name, ',' order by name collate "de-x-icu") from unnest('{Zander,Ärger,Abel}'::text[]) name) as sorted,
              (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale`,
    );
    expect(row).toEqual({ lowered: 'äöü', stemmed: true, sorted: 'Abel,Ärger,Zander', locale: 'b C.UTF-8' });
  });

  test('nobody gets in without the password, which only the account of the centre can read', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const { connectionString } = await start(dataFolder);
    const url = new URL(connectionString);
    url.password = 'falsch';
    await expect(query(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    const file = path.join(dataFolder, 'postgres', 'password');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(path.join(dataFolder, 'postgres', 'postgres.log'), 'utf8')).not.toContain(
      (await readFile(file, 'utf8')).trim(),
    );
  });

  test('values of statements that fail do not reach the log', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const { connectionString, stop } = await start(dataFolder);
    await query(
      connectionString,
      "create table names (name text primary key); insert into names values ('Erika Muster')",
    );
    await expect(query(connectionString, "insert into names values ('Erika Muster')")).rejects.toMatchObject({
      code: '23505',
    });
    await expect(query(connectionString, "select 'Erika Muster'::integer")).rejects.toMatchObject({ code: '22P02' });
    await stop();
    expect(await readFile(path.join(dataFolder, 'postgres', 'postgres.log'), 'utf8')).not.toContain('Muster');
  });

  test.runIf(isRoot)('under root PostgreSQL runs as an account without rights', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const { pid } = await start(dataFolder);
    const { uid } = await stat(`/proc/${pid}`);
    expect(uid).not.toBe(0);
    expect((await stat(clusterOf(dataFolder))).uid).toBe(uid);
  });

  test.runIf(isRoot)('a copy of the folder that was restored by root is put in order', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    await (await start(dataFolder)).stop();
    const giveToRoot = async (folder: string): Promise<void> => {
      await chown(folder, 0, 0);
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const inside = path.join(folder, entry.name);
        await (entry.isDirectory() ? giveToRoot(inside) : chown(inside, 0, 0));
      }
    };
    await giveToRoot(clusterOf(dataFolder));
    await chmod(clusterOf(dataFolder), 0o755);
    expect(await query((await start(dataFolder)).connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test.runIf(isRoot && isForAll)(
    'a normal account runs it in its own folder, and another account is told whose it is',
    async () => {
      const folder = await temporaryFolder();
      await chown(folder, 65534, 65534);
      const dataFolder = path.join(folder, 'data');
      const owner = startOwner(dataFolder, { uid: 65534, gid: 65534 });
      const { pid = 0 } = await owner.line(acknowledged);
      expect((await stat(`/proc/${pid}`)).uid).toBe(65534);
      owner.child.kill('SIGKILL');
      await owner.ended;
      await until(() => processesOf(clusterOf(dataFolder)).length === 0);
      await chmod(folder, 0o777);
      await chmod(dataFolder, 0o777);
      await rm(path.join(dataFolder, 'central.lock'));
      const other = startOwner(dataFolder, { uid: 33, gid: 33 });
      const answer = await other.line((line) => line.refused !== undefined);
      expect(answer.code).toBe('account-foreign');
      expect(answer.refused).toContain('gehört einem anderen Konto (Nummer 65534)');
    },
  );
});

describe('refusing', () => {
  test('a second centre on the same folder names the running process, and the first works on', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const owner = startOwner(dataFolder);
    const { connectionString = '' } = await owner.line(acknowledged);
    const error = await refusal(startEmbeddedPostgres({ dataFolder }));
    expect(error).toMatchObject({ code: 'already-running', pid: owner.child.pid });
    expect(error.message).toContain(`läuft bereits eine Zentrale (Prozess ${owner.child.pid})`);
    expect(await letters({ connectionString })).toEqual(theLetter);
  });

  test('a folder of a newer PostgreSQL is left exactly as it was', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    await (await start(dataFolder)).stop();
    const file = path.join(clusterOf(dataFolder), 'PG_VERSION');
    await writeFile(file, '19\n');
    const listing = async () =>
      Promise.all(
        (await readdir(dataFolder, { recursive: true })).map(async (name) => [
          name,
          (await stat(path.join(dataFolder, name))).mtimeMs,
        ]),
      );
    const before = await listing();
    const error = await refusal(startEmbeddedPostgres({ dataFolder }));
    expect(error.code).toBe('newer-version');
    expect(error.message).toContain('mit PostgreSQL 19 angelegt, diese Zentrale bringt PostgreSQL 18 mit');
    expect(await listing()).toEqual(before);
  });

  test('a damaged cluster is reported with the last words of PostgreSQL and frees the folder again', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    await (await start(dataFolder)).stop();
    const control = path.join(clusterOf(dataFolder), 'global', 'pg_control');
    await rename(control, `${control}.away`);
    const error = await refusal(startEmbeddedPostgres({ dataFolder }));
    expect(error.code).toBe('start-failed');
    expect(error.message).toMatch(/konnte nicht gestartet werden[\s\S]*pg_control/);
    await rename(`${control}.away`, control);
    await start(dataFolder);
  });

  test('a data folder that cannot be made is named with the reason', async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, 'data'), '');
    const error = await refusal(startEmbeddedPostgres({ dataFolder: path.join(folder, 'data') }));
    expect(error.code).toBe('folder-not-usable');
    expect(error.message).toContain(`${folder}/data`);
  });

  test('a folder without a complete database is not overwritten', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    await mkdir(path.join(dataFolder, 'postgres'), { recursive: true });
    expect((await refusal(startEmbeddedPostgres({ dataFolder }))).code).toBe('folder-damaged');
  });
});
