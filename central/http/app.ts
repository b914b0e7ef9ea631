import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { protocolVersion } from '../../core/contract/central.ts';
import { BlobStoreUnavailableError } from '../store/blob-store.ts';
import { databaseCode, isPassing } from '../store/database.ts';
import { createTokenReader } from '../store/sessions.ts';
import type { FachverfahrenIntake } from '../xdomea/fachverfahren-intake.ts';
import { addAccountRoutes } from './account-routes.ts';
import { addMachineRoutes } from './automation-machine-routes.ts';
import { addAutomationCaseRoutes } from './automation-case-routes.ts';
import { addAutomationIntakeRoutes } from './automation-intake-routes.ts';
import { addAutomationSearchRoute } from './automation-search-route.ts';
import { addAutomationWebhookRoutes } from './automation-webhook-routes.ts';
import { createMachineReader } from './automation-tokens.ts';
import { addBatchRoutes } from './batch-routes.ts';
import { addBlobRoutes } from './blob-routes.ts';
import type { Context } from './context.ts';
import { addEventRoute } from './event-route.ts';
import { HttpError, notFound, sendError } from './http-error.ts';
import { addImportRoutes } from './import-routes.ts';
import { addInterfaceRoutes } from './interface-routes.ts';
import { addAccessLogRoutes } from './access-log-routes.ts';
import { addJournalRoute } from './journal-route.ts';
import { parseJsonText } from './json-body.ts';
import { addLeftWorkRoutes } from './left-work-routes.ts';
import { addLeaseRoutes } from './lease-routes.ts';
import { addEscrowRoutes, addLostStoreRoutes } from './lost-store-routes.ts';
import { addCompression } from './compression.ts';
import { addRefusalRoute } from './refusal-route.ts';
import { addTourRoutes } from './tour-routes.ts';
import { addDeskStoreRoutes } from './desk-store-routes.ts';
import { minProtocol, minSchema } from './protocol.ts';
import { checkAccess, isForMachines, type RouteList } from './route.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addSnapshotRoute } from './snapshot-route.ts';
import { addInboxRoutes } from './inbox-routes.ts';
import { addStationRoutes } from './station-routes.ts';
import { addSyncRoutes } from './sync-routes.ts';
import { addXdomeaRoute } from './xdomea-route.ts';

/** Largest body unless a route says otherwise. */
const bodyLimit = 4 * 1024 * 1024;

export type CentralApp = { app: FastifyInstance; routes: RouteList };

/** The whole HTTP interface of the centre, not listening yet. Every route states who may call it; without that nobody may. */
export function createApp(context: Context, fachverfahren: FachverfahrenIntake): CentralApp {
  const routes: RouteList = [];
  const app = fastify({ bodyLimit, logger: false, requestTimeout: 0, exposeHeadRoutes: false });
  app.decorateRequest('caller', null);
  app.decorateRequest('machine', null);
  addHeaders(app);
  addCompression(app);
  addAuthentication(app, context);
  addBodies(app);
  addErrors(app, context);
  context.metrics.watch(app);
  addSessionRoutes(app, routes, context);
  addSyncRoutes(app, routes, context);
  addSnapshotRoute(app, routes, context);
  addEventRoute(app, routes, context);
  addBatchRoutes(app, routes, context);
  addBlobRoutes(app, routes, context);
  addJournalRoute(app, routes, context);
  addAccessLogRoutes(app, routes, context);
  addLeaseRoutes(app, routes, context);
  addRefusalRoute(app, routes, context);
  addLeftWorkRoutes(app, routes, context);
  addTourRoutes(app, routes, context);
  addDeskStoreRoutes(app, routes, context);
  addLostStoreRoutes(app, routes, context);
  addEscrowRoutes(app, routes, context);
  addAccountRoutes(app, routes, context);
  addImportRoutes(app, routes, context);
  addMachineRoutes(app, routes, context);
  addAutomationCaseRoutes(app, routes, context);
  addAutomationSearchRoute(app, routes, context);
  addXdomeaRoute(app, routes, context, fachverfahren);
  addStationRoutes(app, routes, context);
  addInboxRoutes(app, routes, context);
  addAutomationIntakeRoutes(app, routes, context);
  addAutomationWebhookRoutes(app, routes, context);
  addInterfaceRoutes(app, routes, context);
  return { app, routes };
}

const headers = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

function addHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
}

function addAuthentication(app: FastifyInstance, context: Context): void {
  const callers = createTokenReader(context.database, context.signingKey);
  const readMachine = createMachineReader(context.database);
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) return;
    const { access, forOldDesks, confirmsCaller } = request.routeOptions.config;
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (access !== 'public' && scheme?.toLowerCase() === 'bearer' && token) {
      if (isForMachines(access)) request.machine = await readMachine(token, request, reply);
      else request.caller = await (confirmsCaller ? callers.expect(token) : callers.read(token));
    }
    checkAccess(access, request);
    if (!forOldDesks) {
      if (request.caller?.isClosing) throw accountClosed();
      checkVersion(request.headers['x-protocol'], { min: minProtocol, max: protocolVersion });
      checkVersion(request.headers['x-schema'], { min: minSchema, max: Number.POSITIVE_INFINITY });
    }
  });
}

/** In the words of a desk that is too old: every desk goes on sending what waits, and fetches nothing. */
const accountClosed = () =>
  new HttpError(
    426,
    'must_upgrade',
    'Ihr Konto ist geschlossen. Was auf diesem Gerät noch wartet, nimmt die Zentrale an; danach werden die Akten auf dem Gerät gelöscht.',
    { reason: 'accountClosed' },
  );

function checkVersion(header: string | string[] | undefined, { min, max }: { min: number; max: number }): void {
  if (header === undefined) return;
  const version = Number(header);
  if (version >= min && version <= max) return;
  const message =
    version < min
      ? 'Diese Fassung von Aktenpult ist zu alt für die Zentrale. Ihre Änderungen werden weiter angenommen, Neues kommt erst nach der Erneuerung. Bitte lassen Sie Aktenpult erneuern.'
      : 'Die Zentrale ist älter als dieses Aktenpult. Bitte lassen Sie die Zentrale erneuern.';
  throw new HttpError(426, 'must_upgrade', message, { minProtocol, maxProtocol: protocolVersion });
}

function addBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, parseJsonText(text as string));
    } catch {
      done(new HttpError(400, 'invalid_input', 'Die Anfrage ist nicht lesbar.') as unknown as FastifyError);
    }
  });
  // Streams: the route reads them itself.
  app.addContentTypeParser(
    ['application/octet-stream', 'application/x-ndjson', 'multipart/form-data'],
    (_request, payload, done) => {
      done(null, payload);
    },
  );
}

const fullSentence =
  'Auf dem Datenträger der Zentrale ist kein Platz mehr. Sobald die Verwaltung Platz geschaffen hat, geht es von selbst weiter.';
/** Of the disk of PostgreSQL, or of the folder for contents. */
const isFull = (error: unknown): boolean => /^(53100|ENOSPC|EDQUOT)$/.test(databaseCode(error));

const sentences: Record<number, [string, string]> = {
  400: ['invalid_input', 'Die Anfrage ist nicht lesbar.'],
  413: ['too_large', 'Die Anfrage ist zu groß.'],
  415: ['invalid_input', 'Diese Art von Inhalt wird hier nicht angenommen.'],
  503: ['unavailable', 'Die Zentrale wird gerade beendet.'],
};

function addErrors(app: FastifyInstance, context: Context): void {
  app.setNotFoundHandler((_request, reply) => sendError(reply, notFound()));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof HttpError) return sendError(reply, error);
    const route = request.routeOptions.url;
    if (isFull(error)) {
      context.log.error({ route }, 'there is no room on the disk of the centre');
      return sendError(reply.header('retry-after', '10'), new HttpError(507, 'storage_full', fullSentence));
    }
    if (isPassing(error)) {
      context.log.warn({ route, code: databaseCode(error) }, 'the database was not available');
      const message = 'Die Zentrale ist gerade stark belastet. Es wird gleich noch einmal versucht.';
      return sendError(reply.header('retry-after', '2'), new HttpError(503, 'unavailable', message));
    }
    if (error instanceof BlobStoreUnavailableError) {
      context.log.warn({ route, reason: reasonOf(error.cause) }, 'the store for contents was not available');
      const message =
        'Die Zentrale erreicht ihren Speicher für Inhalte gerade nicht. Es wird gleich noch einmal versucht.';
      return sendError(reply.header('retry-after', '5'), new HttpError(503, 'unavailable', message));
    }
    const sentence = sentences[error.statusCode ?? 500];
    if (sentence) return sendError(reply, new HttpError(error.statusCode ?? 400, ...sentence));
    // Messages may hold data: only name and code are logged.
    context.log.error({ route, name: error.name, code: error.code ?? '', at: ownPlace(error) }, 'a request failed');
    return sendError(reply, new HttpError(500, 'internal', 'In der Zentrale ist ein Fehler aufgetreten.'));
  });
  app.addHook('onResponse', async (request, reply) => {
    const fields = { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode };
    context.log.info({ ...fields, ms: Math.round(reply.elapsedTime) }, 'request');
  });
}

/** Name of a failure, without its words. */
const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.name : '');

/** Where in our own code an error arose: file and line, no words. */
function ownPlace(error: Error): string {
  return /central\/[\w./-]+:\d+/.exec(error.stack ?? '')?.[0] ?? '';
}
