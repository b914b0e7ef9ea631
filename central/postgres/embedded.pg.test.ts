import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { processesOf } from './left-behind.ts';

const ownerScript = path.resolve(import.meta.dirname, '../../tests/support/postgres-owner.ts');
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('Not run as root: three tests about root and other accounts are left out.');

type OwnerLine = {
  acknowledged?: true;
  pid?: number;
  connectionString?: string;
  progress?: string;
  refused?: string;
  code?: string;
};
type Owner = {
  child: ChildProcess;
  line: (wanted: (line: OwnerLine) => boolean) => Promise<OwnerLine>;
  ended: Promise<void>;
};

/** A private folder of the running account, as `mktemp -d` makes it: mode 0700. */
const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-embedded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
};

const start = async (dataFolder: string): Promise<EmbeddedPostgres> => {
  const postgres = await startEmbeddedPostgres({ dataFolder });
  onTestFinished(() => postgres.stop());
  return postgres;
};

/** The script in a process of its own, so that it can be killed like a centre. */
const startOwner = (dataFolder: string, identity: { uid?: number; gid?: number } = {}): Owner => {
  const child = spawn(process.execPath, [ownerScript, dataFolder], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface({ input: child.stdout });
  const line = (wanted: (line: OwnerLine) => boolean) =>
    new Promise<OwnerLine>((resolve, reject) => {
      lines.on('line', (text) => {
        const parsed = JSON.parse(text) as OwnerLine;
        if (wanted(parsed)) resolve(parsed);
      });
      child.once('exit', (code) => reject(new Error(`the owner ended with ${code} before saying so`)));
    });
  return { child, line, ended };
};

const acknowledged = (line: OwnerLine) => line.acknowledged === true;

const query = async <Row extends object>(connectionString: string, statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
};

const letters = (postgres: { connectionString: string }) =>
  query(postgres.connectionString, 'select subject from letters');
const theLetter = [{ subject: 'Weiterbewilligungsantrag' }];
const clusterOf = (dataFolder: string) => path.join(dataFolder, 'postgres', 'cluster');
const until = (check: () => boolean | Promise<boolean>) => vi.waitUntil(check, { timeout: 20_000, interval: 20 });

const refusal = async (attempt: Promise<unknown>): Promise<EmbeddedPostgresError> => {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  return error as EmbeddedPostgresError;
};

/** Children of a process by the start of their command line. */
const childrenOf = (pid: number, program: string): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child.trim() !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').startsWith(program))
    .map(Number);

afterEach(() => vi.restoreAllMocks());

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

  test.runIf(isRoot)(
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

describe('in a terminal', () => {
  test('Ctrl+C reaches the centre alone, for PostgreSQL is in a process group of its own', async () => {
    const { pid } = await start(path.join(await temporaryFolder(), 'data'));
    const groupOf = (process: number) => readFileSync(`/proc/${process}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
    expect(groupOf(pid)).toBe(String(pid));
    for (const watchdog of childrenOf(process.pid, '/bin/sh')) expect(groupOf(watchdog)).toBe(String(watchdog));
  });
});

describe('after a kill -9', () => {
  test('of PostgreSQL, it comes back on the same address with every acknowledged row', async () => {
    const postgres = await start(path.join(await temporaryFolder(), 'data'));
    await query(postgres.connectionString, "create table letters as select 'Weiterbewilligungsantrag' as subject");
    const before = postgres.pid;
    process.kill(before, 'SIGKILL');
    await until(() => postgres.pid !== before);
    expect(await letters(postgres)).toEqual(theLetter);
  });

  test('of PostgreSQL again and again, the centre is told once that it stays down, and the next start works', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const failures: unknown[] = [];
    const postgres = await startEmbeddedPostgres({ dataFolder, onFailure: (error) => failures.push(error) });
    onTestFinished(() => postgres.stop());
    while (failures.length === 0) {
      const { pid } = postgres;
      process.kill(pid, 'SIGKILL');
      await until(() => postgres.pid !== pid || failures.length > 0);
    }
    expect(failures).toEqual([expect.objectContaining({ code: 'start-failed' })]);
    await postgres.stop();
    expect(await query((await start(dataFolder)).connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('of the centre, PostgreSQL ends by itself and the next start has every acknowledged row', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const owner = startOwner(dataFolder);
    await owner.line(acknowledged);
    owner.child.kill('SIGKILL');
    await owner.ended;
    await until(() => processesOf(clusterOf(dataFolder)).length === 0);
    expect(existsSync(path.join(dataFolder, 'central.lock'))).toBe(true);
    expect(await letters(await start(dataFolder))).toEqual(theLetter);
  });

  test('of the centre and all its helpers, the PostgreSQL left behind is ended and the next start has every acknowledged row', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const owner = startOwner(dataFolder);
    const { pid = 0 } = await owner.line(acknowledged);
    const watchdogs = childrenOf(owner.child.pid ?? 0, '/bin/sh');
    expect(watchdogs).toHaveLength(1);
    for (const watchdog of watchdogs) process.kill(watchdog, 'SIGKILL');
    owner.child.kill('SIGKILL');
    await owner.ended;
    expect(processesOf(clusterOf(dataFolder))).toContain(pid);
    const postgres = await start(dataFolder);
    expect(processesOf(clusterOf(dataFolder))).not.toContain(pid);
    expect(await letters(postgres)).toEqual(theLetter);
  });

  test('of everything at once, the next start recovers every acknowledged row', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const owner = startOwner(dataFolder);
    await owner.line(acknowledged);
    const all = [...childrenOf(owner.child.pid ?? 0, '/bin/sh'), ...processesOf(clusterOf(dataFolder))];
    owner.child.kill('SIGKILL');
    for (const pid of all) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
    await owner.ended;
    expect(await letters(await start(dataFolder))).toEqual(theLetter);
  });

  test('in the middle of the first start, the next start begins again', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    const owner = startOwner(dataFolder);
    await owner.line((line) => line.progress === 'Die Datenbank wird angelegt.');
    await until(async () => (await readdir(dataFolder)).some((name) => name.startsWith('postgres.new-')));
    owner.child.kill('SIGKILL');
    await owner.ended;
    await start(dataFolder);
    expect((await readdir(dataFolder)).sort()).toEqual(['central.lock', 'postgres']);
  });

  test('a noted process number that now belongs to another program does not stand in the way, nor is that program touched', async () => {
    const dataFolder = path.join(await temporaryFolder(), 'data');
    await (await start(dataFolder)).stop();
    const bystander = spawn('sleep', ['60']);
    onTestFinished(() => void bystander.kill('SIGKILL'));
    const noted = `${bystander.pid}\n/proc/self/cwd\n1700000000\n5432\n\n127.0.0.1\n\nready\n`;
    await writeFile(path.join(clusterOf(dataFolder), 'postmaster.pid'), noted, { mode: 0o600 });
    await start(dataFolder);
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });
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
