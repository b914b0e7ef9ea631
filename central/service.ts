import type { FastifyInstance } from 'fastify';
import { startAutomation } from './automation/work.ts';
import { startDailyBackups } from './backup/daily-backups.ts';
import { createStackReader } from '../intake/station/stack-reader.ts';
import { createApp } from './http/app.ts';
import type { Context, Log } from './http/context.ts';
import { startGrapevine } from './http/grapevine.ts';
import { createHub } from './http/hub.ts';
import { createMetrics, type Metrics, serveMetrics } from './http/metrics.ts';
import { checkBaskets } from './intake/routing/baskets.ts';
import { type StationOptions, startStation } from './intake/station/station.ts';
import type { RouteList } from './http/route.ts';
import { startLearner } from './intake/proposals/learner.ts';
import type { News } from './rules/push.ts';
import type { BlobStore } from './store/blob-store.ts';
import { type Database, openDatabase } from './store/database.ts';
import { readSigningKey } from './store/epoch.ts';
import { sealFolderOf, startSealing } from './store/journal-seals.ts';
import { ensureAdministrator, ensureHouse } from './store/first-run.ts';
import { migrate } from './store/migrate.ts';
import { scrubContents } from './store/scrub.ts';
import { lookAtTimeline, watchTimeline } from './store/timeline-watch.ts';
import { dropStaleUploads } from './store/uploads.ts';
import { version } from './version.ts';
import { createInspectionPool } from '../intake/content/inspection-pool.ts';
import { openSchemaCheck } from './xdomea/schema-check.ts';

export type CentralOptions = {
  connectionString: string;
  dataFolder: string;
  blobs: BlobStore;
  host: string;
  /** 0 takes a free one. */
  port: number;
  log: Log;
  /** For the first account of administration; a random one goes to a file when missing. */
  administratorPassword?: string | undefined;
  onProgress?: (message: string) => void;
  connections?: number;
  backupFolder?: string | undefined;
  /** Folder with the schemas of xdomea that messages of the Fachverfahren are compared with. */
  xdomeaSchemas?: string | undefined;
  /** Port of the figures for Prometheus, on this machine only; 0 takes a free one. */
  metricsPort?: number | undefined;
  /** The scan station: folders (of scanners, of a Fachverfahren) and mailboxes to watch, baskets, and for tests what reads stacks, and that others do. */
  intake?:
    | Partial<
        Pick<
          StationOptions,
          'folders' | 'folderTimes' | 'noticeFolders' | 'mailAccounts' | 'baskets' | 'openReader' | 'atOnce'
        >
      >
    | undefined;
};

export type Central = {
  /** `http://host:port` */
  address: string;
  /** Where the figures are, if asked for. */
  metricsAddress: string | null;
  routes: RouteList;
  metrics: Metrics;
  database: Database;
  /** Lets requests end, then closes everything. */
  stop(): Promise<void>;
};

const hour = 3_600_000;

/** Starts the service on a database that is reachable: migrates, makes the first account, listens. */
export async function startCentral(options: CentralOptions): Promise<Central> {
  const { connectionString, log } = options;
  const database = openDatabase(connectionString, { connections: options.connections ?? 20 });
  try {
    await prepareStore(database, options);
    await checkBaskets(database, options.intake?.baskets ?? [], options.onProgress ?? (() => undefined));
    return await listen(database, connectionString, options);
  } catch (error) {
    await database.end().catch(() => undefined);
    log.debug({}, 'the start was given up');
    throw error;
  }
}

async function prepareStore(database: Database, options: CentralOptions): Promise<void> {
  const say = options.onProgress ?? (() => undefined);
  const steps = await migrate(database);
  if (steps.length > 0) say(`Der Datenbestand wurde eingerichtet.`);
  await ensureHouse(database);
  const file = await ensureAdministrator(database, options.dataFolder, options.administratorPassword);
  if (file) say(`Anmeldename und Kennwort der Verwaltung stehen in der Datei ${file}.`);
}

/** Requests under way get ten seconds; connections that only wait for a next request go at once, also those that begin to wait now. */
async function closeGently(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), 20);
  const last = setTimeout(() => app.server.closeAllConnections(), 10_000);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(last);
  }
}

async function listen(database: Database, connectionString: string, options: CentralOptions): Promise<Central> {
  const { log, blobs } = options;
  // The hub tells others through the grapevine, the grapevine tells the hub what it hears.
  let tellOthers: (news: News) => void = () => undefined;
  const hub = createHub(database, (news) => tellOthers(news));
  const signingKey = await readSigningKey(database);
  const metrics = createMetrics(database, hub);
  // Before the first desk is answered.
  const timeline = { database, dataFolder: options.dataFolder, log, onSetBack: () => metrics.countSetBack() };
  await lookAtTimeline(timeline);
  const inspection = createInspectionPool();
  const station = startStation({
    ...{ database, blobs, log, announce: hub.announce, folders: [], openReader: createStackReader, inspection },
    ...options.intake,
  });
  const { intake } = station;
  const backupFolder = options.backupFolder ?? null;
  const context: Context = { database, blobs, signingKey, hub, metrics, log, version, backupFolder, intake };
  const schemaCheck = options.xdomeaSchemas ? openSchemaCheck(options.xdomeaSchemas) : null;
  const { announce } = hub;
  const { app, routes } = createApp(context, {
    database,
    blobs,
    inspection,
    schemaCheck,
    baskets: intake.baskets,
    version,
    now: Date.now,
    announce,
  });
  // Open event streams would keep the service from ending.
  app.addHook('preClose', async () => hub.close());
  const grapevine = await startGrapevine(database, connectionString, hub.receive, log);
  tellOthers = grapevine.tell;
  const address = await app.listen({ host: options.host, port: options.port }).catch(async (error: unknown) => {
    await station.stop();
    await grapevine.close();
    throw error;
  });
  const sweep = setInterval(() => {
    dropStaleUploads(database, blobs).catch(() => log.warn({}, 'stale uploads could not be dropped'));
    scrubContents({ database, blobs, log }).then(
      (found) => found.damaged > 0 && log.error(found, 'damaged contents were found; desks that hold them are asked'),
      () => log.warn({}, 'contents could not be checked'),
    );
  }, hour);
  const { metricsPort } = options;
  const figures = metricsPort === undefined ? null : await serveMetrics(metrics, metricsPort);
  const automation = startAutomation({ database, log });
  const backups = backupFolder ? startDailyBackups(database, blobs, backupFolder, log) : null;
  const learner = startLearner(database, log);
  const timelineWatch = watchTimeline(timeline);
  const sealing = startSealing({ database, log, folder: sealFolderOf(options.dataFolder) });
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    clearInterval(sweep);
    await timelineWatch.stop();
    await sealing.stop();
    await learner.stop();
    await automation.stop();
    await backups?.stop();
    await figures?.stop();
    await Promise.all([closeGently(app), station.stop()]);
    await grapevine.close();
    await inspection.close();
    schemaCheck?.close();
    await database.end();
  };
  return {
    address,
    metricsAddress: figures?.address ?? null,
    routes,
    metrics,
    database,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
