import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  acknowledged,
  childrenOf,
  clusterOf,
  letters,
  query,
  start,
  startOwner,
  temporaryFolder,
  theLetter,
  until,
} from '../../tests/support/postgres-lives.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { processesOf } from './left-behind.ts';

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
