import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { chooseAccount } from './account.ts';
import { clusterPlaces, initialiseCluster, inspectCluster, OWNER_ROLE, openCluster } from './cluster.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import { stopProcessesOf } from './left-behind.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { preparePrograms } from './programs.ts';
import { waitForRoom } from './room.ts';
import { type Server, type ServerContext, type ServerSettings, startServer } from './server.ts';

const DATABASE = 'aktenpult';
const RESTARTS_PER_MINUTE = 5;

/** Part of a pino logger. */
export type EmbeddedPostgresLog = {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
};

export type EmbeddedPostgresOptions = {
  /** The centre's data folder; PostgreSQL lives in `postgres/` below it. Made when missing. */
  dataFolder: string;
  /** Told in German sentences what takes time. */
  onProgress?: (message: string) => void;
  log?: EmbeddedPostgresLog;
  /** Server settings that replace the usual ones; tests switch `fsync` off. */
  settings?: ServerSettings;
  /** Called once if PostgreSQL ended and could not be started again; the centre should then end. */
  onFailure?: (error: unknown) => void;
};

export type EmbeddedPostgres = {
  /** For `pg`: role and database `aktenpult` on 127.0.0.1, with the password. Stays valid over restarts; never log it. */
  readonly connectionString: string;
  /** As PostgreSQL states it, for example `18.4`. */
  readonly version: string;
  /** Process number of PostgreSQL; changes when it had to be started again. */
  readonly pid: number;
  /** Ends PostgreSQL in order and frees the data folder; harmless when repeated. */
  stop: () => Promise<void>;
};

const silent: EmbeddedPostgresLog = { info: () => undefined, warn: () => undefined };

const prepareFolder = async (given: string): Promise<string> => {
  const folder = path.resolve(given);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusable(folder, cause);
  }
  return folder;
};

const unusable = (folder: string, cause: unknown): unknown => {
  const reasons: Record<string, string> = {
    EACCES: 'Dem Konto, mit dem die Zentrale läuft, fehlt das Recht dazu.',
    EPERM: 'Dem Konto, mit dem die Zentrale läuft, fehlt das Recht dazu.',
    ENOENT: 'Er lässt sich nicht anlegen.',
    EROFS: 'Der Datenträger ist schreibgeschützt.',
    ENOTDIR: 'Im Pfad liegt eine Datei, wo ein Ordner sein müsste.',
    EEXIST: 'Unter diesem Namen liegt bereits eine Datei.',
    ENOSPC: 'Auf dem Datenträger ist kein Platz mehr.',
  };
  const reason = reasons[systemCode(cause)];
  if (reason === undefined) return cause;
  const message = `Der Datenordner ${folder} lässt sich nicht verwenden. ${reason}`;
  return new EmbeddedPostgresError(systemCode(cause) === 'ENOSPC' ? 'disk-full' : 'folder-not-usable', message, {
    cause,
  });
};

const connectionTo = (server: Server, password: string, database: string): string =>
  `postgres://${OWNER_ROLE}:${password}@127.0.0.1:${server.port}/${database}`;

const withClient = async <Result>(
  connectionString: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const askVersion = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? '';
};

/** Makes the database on the first start; returns the server's version. */
const ensureDatabase = async (server: Server, password: string): Promise<string> => {
  try {
    return await withClient(connectionTo(server, password, DATABASE), askVersion);
  } catch (error) {
    if (systemCode(error) !== '3D000') throw error;
    return withClient(connectionTo(server, password, 'postgres'), async (client) => {
      await client.query(`create database ${DATABASE}`);
      return askVersion(client);
    });
  }
};

/** A cluster ready to be started: initialised on the first start, nothing of an earlier run left in it. */
const prepareCluster = async (dataFolder: string, options: EmbeddedPostgresOptions, log: EmbeddedPostgresLog) => {
  const settings = options.settings ?? {};
  const owner = await inspectCluster(dataFolder);
  const account = chooseAccount(owner, dataFolder);
  const programs = await preparePrograms(account, dataFolder);
  const context: ServerContext = { places: clusterPlaces(dataFolder), programs, account, settings };
  if (owner === undefined) {
    options.onProgress?.('Die Datenbank wird angelegt.');
    await initialiseCluster(dataFolder, programs, account, settings.fsync !== 'off');
  } else if (await stopProcessesOf(context.places.cluster, programs, account)) {
    log.warn({}, 'ended a PostgreSQL that an earlier run of the centre had left running');
    options.onProgress?.('Eine von einem früheren Start übrig gebliebene Datenbank wurde beendet.');
  }
  return { context, password: await openCluster(dataFolder, account) };
};

type Watched = { log: EmbeddedPostgresLog; onProgress: (message: string) => void; onFailure: (error: unknown) => void };

/**
 * Starts PostgreSQL again on its port when it ends unasked (out of memory, killed), a few times a minute at most. One that ended because
 * its disk has no room is started as soon as there is some, however long that takes.
 */
const keepRunning = (context: ServerContext, first: Server, { log, onProgress, onFailure }: Watched) => {
  let server = first;
  let stopping = false;
  let restarts: number[] = [];
  const restart = async (): Promise<void> => {
    if (await waitForRoom(context.places.cluster, () => stopping, onProgress)) restarts = [];
    if (stopping) return;
    restarts = [...restarts.filter((time) => time > Date.now() - 60_000), Date.now()];
    if (restarts.length > RESTARTS_PER_MINUTE) {
      throw new EmbeddedPostgresError('start-failed', 'Die Datenbank hat sich mehrfach unerwartet beendet.');
    }
    log.warn({ pid: server.pid }, 'PostgreSQL ended unexpectedly and is started again');
    await stopProcessesOf(context.places.cluster, context.programs, context.account);
    server = await startServer(context, () => undefined, server.port);
  };
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.exited;
      if (stopping) return;
      await restart();
    }
  };
  const watching = watch().catch((error: unknown) => {
    if (!stopping) onFailure(error);
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    await server.stop();
    await watching;
    // A restart may have been under way.
    await server.stop();
  };
  return { pid: () => server.pid, stop };
};

const startLocked = async (
  dataFolder: string,
  lock: FolderLock,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const log = options.log ?? silent;
  const { context, password } = await prepareCluster(dataFolder, options, log);
  options.onProgress?.('Die Datenbank wird gestartet.');
  const recovering = () => options.onProgress?.('Die Datenbank wird nach einem Abbruch wiederhergestellt.');
  const server = await startServer(context, recovering);
  const version = await ensureDatabase(server, password).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  log.info({ version, port: server.port, pid: server.pid }, 'PostgreSQL is running');
  const onFailure = (error: unknown) => {
    log.warn(
      { reason: error instanceof Error ? error.message : String(error) },
      'PostgreSQL could not be kept running',
    );
    options.onFailure?.(error);
  };
  const onProgress = options.onProgress ?? (() => undefined);
  const running = keepRunning(context, server, { log, onProgress, onFailure });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= running.stop().finally(() => lock.release());
    return stopped;
  };
  const connectionString = connectionTo(server, password, DATABASE);
  return {
    connectionString,
    version,
    get pid() {
      return running.pid();
    },
    stop,
  };
};

/**
 * Runs PostgreSQL 18 from its npm package inside the data folder, on a free port of 127.0.0.1; makes it on the first start. As root
 * PostgreSQL gets an account without rights. What a killed centre left is recognised and put in order. Throws EmbeddedPostgresError.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const dataFolder = await prepareFolder(options.dataFolder);
  let lock: FolderLock | undefined;
  try {
    lock = await lockFolder(dataFolder);
    return await startLocked(dataFolder, lock, options);
  } catch (error) {
    await lock?.release();
    throw error instanceof EmbeddedPostgresError ? error : unusable(dataFolder, error);
  }
};
