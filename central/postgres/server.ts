import type { ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Account, nameOfFolder, runAs, spawnAs } from './account.ts';
import { type ClusterPlaces, failure } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { stopProcessesOf } from './left-behind.ts';
import type { Programs } from './programs.ts';

export type ServerSettings = Readonly<Record<string, string | number>>;
export type Server = { pid: number; port: number; exited: Promise<void>; stop: () => Promise<void> };
export type ServerContext = { places: ClusterPlaces; programs: Programs; account: Account; settings: ServerSettings };

const LOG_LIMIT_BYTES = 4 * 1024 * 1024;
/** Recovery after a crash replays at most about one checkpoint's work; far longer means that something hangs. */
const READY_MILLISECONDS = 15 * 60_000;

/** For a machine with 2 cores that also runs the centre. Only loopback, so the same on Windows; every commit is on disk. */
const usualSettings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 60,
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_size: '1GB',
  random_page_cost: 1.1,
  jit: 'off',
  // Containers give /dev/shm 64 MB, which parallel queries can exceed; with 2 cores they gain little.
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  // A container may see huge pages it is not allowed to use, and then dies with SIGBUS.
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements, values and error details can hold personal data; only the server's own messages are logged.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_checkpoints: 'off',
  logging_collector: 'off',
  log_destination: 'stderr',
};

/** A TCP port of the loopback interface that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const openLog = (file: string): number => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  // Never through a link: the folder may belong to an account with fewer rights than the centre.
  return openSync(file, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW, 0o600);
};

const logSince = (file: string, offset: number): string => readFileSync(file).subarray(offset).toString('utf8');

/** PostgreSQL writes its state into line 8 of its pid file. */
const isReady = (cluster: string, pid: number): boolean => {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
};

/**
 * Ends PostgreSQL in order when the centre dies without a word (kill -9): then its end of the pipe closes. Saves a left-behind
 * server; where there is no shell, the next start finds and ends it.
 */
const startWatchdog = (account: Account, pid: number): (() => void) => {
  if (process.platform === 'win32') return () => undefined;
  const script = 'read -r word; [ "$word" = done ] || kill -INT "$1"';
  const options = { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] as ['pipe', 'ignore', 'ignore'] };
  const watchdog = spawnAs({ ...account, prefix: [] }, '/bin/sh', ['-c', script, 'sh', String(pid)], options);
  watchdog.on('error', () => undefined);
  watchdog.stdin?.on('error', () => undefined);
  return () => void watchdog.stdin?.end('done\n');
};

const launch = (context: ServerContext, port: number, log: number): ChildProcess => {
  const { places, programs, account } = context;
  const settings = Object.entries({ ...usualSettings, ...context.settings, port });
  const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawnAs(account, programs.postgres, ['-D', nameOfFolder(account, places.cluster), ...options], {
    cwd: places.cluster,
    // A process group of its own: Ctrl+C in a terminal reaches the centre alone, which then stops PostgreSQL in order.
    detached: process.platform !== 'win32',
    stdio: ['ignore', log, log],
  });
};

const whenExited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });

const stopServer = async (context: ServerContext, child: ChildProcess, exited: Promise<void>): Promise<void> => {
  const { places, programs, account } = context;
  const running = () => child.exitCode === null && child.signalCode === null;
  if (running() && process.platform === 'win32') {
    runAs(account, programs.control, ['stop', '-D', places.cluster, '-m', 'fast', '-t', '30']);
  } else if (running()) child.kill('SIGINT');
  const impatience = new AbortController();
  const inTime = await Promise.race([
    exited.then(() => true),
    pause(20_000, false, { signal: impatience.signal }).catch(() => false),
  ]);
  impatience.abort();
  if (!inTime) child.kill('SIGQUIT');
  // Waits for, and in the end forces out, whatever is still at work in the cluster.
  await stopProcessesOf(places.cluster, programs, account);
};

type Attempt = { server: Server } | { portTaken: true };

const attempt = async (context: ServerContext, port: number, onRecovery: () => void): Promise<Attempt> => {
  const { places } = context;
  const log = openLog(places.log);
  const offset = statSync(places.log).size;
  const child = launch(context, port, log);
  closeSync(log);
  let ended = false;
  const exited = whenExited(child);
  void exited.then(() => {
    ended = true;
  });
  const until = Date.now() + READY_MILLISECONDS;
  let told = false;
  while (!ended && (child.pid === undefined || !isReady(places.cluster, child.pid))) {
    if (Date.now() > until) break;
    await pause(20);
    if (!told && Date.now() > until - READY_MILLISECONDS + 2_000) {
      told = true;
      onRecovery();
    }
  }
  const pid = child.pid;
  if (!ended && pid !== undefined && isReady(places.cluster, pid)) {
    const dismiss = startWatchdog(context.account, pid);
    void exited.then(dismiss);
    return { server: { pid, port, exited, stop: () => stopServer(context, child, exited) } };
  }
  if (!ended) await stopServer(context, child, exited);
  const output = logSince(places.log, offset);
  if (/could not bind IPv4 address|could not create any TCP\/IP sockets/.test(output)) return { portTaken: true };
  throw failure('start-failed', places.folder, output);
};

/**
 * Starts PostgreSQL on `port`, or on a free port of 127.0.0.1, and resolves when it takes connections. `onRecovery` is called
 * once if that takes longer than 2 s (log replay after a crash). Throws `start-failed` or `disk-full` with its last messages.
 */
export const startServer = async (context: ServerContext, onRecovery: () => void, port?: number): Promise<Server> => {
  for (let tries = 0; tries < 10; tries += 1) {
    const result = await attempt(context, port ?? (await freePort()), onRecovery);
    if ('server' in result) return result.server;
    if (port !== undefined) await pause(500);
  }
  throw new EmbeddedPostgresError(
    'start-failed',
    'Für die Datenbank ist auf diesem Rechner kein Anschluss (Port) frei.',
  );
};
