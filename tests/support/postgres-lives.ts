import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { onTestFinished, vi } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../central/postgres/embedded.ts';

const ownerScript = path.resolve(import.meta.dirname, 'postgres-owner.ts');

export type OwnerLine = {
  acknowledged?: true;
  pid?: number;
  connectionString?: string;
  progress?: string;
  refused?: string;
  code?: string;
};
export type Owner = {
  child: ChildProcess;
  line: (wanted: (line: OwnerLine) => boolean) => Promise<OwnerLine>;
  ended: Promise<void>;
};

/** A private folder of the running account, as `mktemp -d` makes it: mode 0700. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-embedded-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
};

/** Starts the embedded PostgreSQL and stops it when the test is over. */
export const start = async (dataFolder: string): Promise<EmbeddedPostgres> => {
  const postgres = await startEmbeddedPostgres({ dataFolder });
  onTestFinished(() => postgres.stop());
  return postgres;
};

/** The script in a process of its own, so that it can be killed like a centre. */
export const startOwner = (dataFolder: string, identity: { uid?: number; gid?: number } = {}): Owner => {
  const child = spawn(process.execPath, [ownerScript, dataFolder], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
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
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the owner ended with ${code} before saying so`)));
    });
  return { child, line, ended };
};

/** Whether other accounts of this machine may run the Node that runs this: not from a folder that only one account may enter. */
export const isNodeForAll = (): boolean => {
  for (let place = process.execPath; place !== path.dirname(place); place = path.dirname(place)) {
    if ((statSync(place).mode & 0o001) === 0) return false;
  }
  return true;
};

/** The line in which the owner says that its row was acknowledged. */
export const acknowledged = (line: OwnerLine) => line.acknowledged === true;

/** Rows of one statement over a connection of its own. */
export const query = async <Row extends object>(connectionString: string, statement: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
};

/** What the owner wrote. */
export const letters = (postgres: { connectionString: string }) =>
  query(postgres.connectionString, 'select subject from letters');
export const theLetter = [{ subject: 'Weiterbewilligungsantrag' }];
export const clusterOf = (dataFolder: string) => path.join(dataFolder, 'postgres', 'cluster');
/** Waits up to 20 s for a condition. */
export const until = (check: () => boolean | Promise<boolean>) =>
  vi.waitUntil(check, { timeout: 20_000, interval: 20 });

/** Children of a process by the start of their command line. */
export const childrenOf = (pid: number, program: string): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child.trim() !== '' && readFileSync(`/proc/${child}/cmdline`, 'utf8').startsWith(program))
    .map(Number);
