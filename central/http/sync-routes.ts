import type { FastifyInstance } from 'fastify';
import {
  changesQuerySchema,
  changesResponseSchema,
  pullRequestSchema,
  pullResponseSchema,
  pushRequestSchema,
  pushResponseSchema,
} from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { push } from '../rules/push.ts';
import { noteCleared } from '../store/desk-store-list.ts';
import { createPulls, readChanges } from '../store/feed.ts';
import { confirmHolder } from '../store/sessions.ts';
import type { Context } from './context.ts';
import { asAnswer, HttpError } from './http-error.ts';
import { addRoute, answered, type RouteList } from './route.ts';

/** A command carries the text of all pages; one long file must not block a desk's queue for ever. */
const pushBodyLimit = 32 * 1024 * 1024;

/** Sessions of which the last answer is remembered. */
const mostRemembered = 10_000;

function isRealMoment(moment: string): boolean {
  return !Number.isNaN(Date.parse(moment)) && moment >= '1970';
}

/** Commands in, changes out. */
export function addSyncRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, hub, log, metrics } = context;
  const noteForgotten = () => {
    metrics.countForgotten();
    log.error(
      {},
      'a desk was acknowledged what is not here: the store was set back; npm run central:new-epoch tells all desks',
    );
  };

  const pushFacts = {
    method: 'POST',
    path: '/v1/push',
    forOldDesks: true,
    confirmsCaller: true,
    access: 'signedIn',
    summary: 'Vorgänge eines Arbeitsplatzes, der Reihe nach.',
    body: pushRequestSchema,
    answer: pushResponseSchema,
    bodyLimit: pushBodyLimit,
  } as const;
  addRoute(app, routes, pushFacts, async ({ caller, body }) => {
    if (!body.commands.every((command) => isRealMoment(command.at))) {
      throw new HttpError(400, 'invalid_input', 'Die Anfrage enthält einen Zeitpunkt, den es nicht gibt.');
    }
    const { response, news } = await push(database, caller, body, log, { confirm: confirmHolder }).catch(asAnswer);
    metrics.countResults(response.results);
    if (response.stopped === 'forgotten') noteForgotten();
    hub.announce(news);
    return response;
  });

  // Asked with every change, it is written once for each version.
  const clearedBy = new Map<Id, number>();
  const noteClearedOnce = async (sessionId: Id, version: number | undefined) => {
    if (version === undefined || clearedBy.get(sessionId) === version) return;
    await noteCleared(database, sessionId, version);
    if (clearedBy.size >= mostRemembered) clearedBy.clear();
    clearedBy.set(sessionId, version);
  };

  const changesFacts = {
    method: 'GET',
    path: '/v1/changes',
    access: 'signedIn',
    summary: 'Was sich seit einem Stand geändert hat.',
    query: changesQuerySchema,
    answer: changesResponseSchema,
  } as const;
  addRoute(app, routes, changesFacts, async ({ caller, query }) => {
    await noteClearedOnce(caller.sessionId, query.cleared);
    const changes = await readChanges(database, caller.workerId, query);
    if (changes.isForgotten) noteForgotten();
    return changes;
  });

  const pull = createPulls(database);
  const pullFacts = {
    method: 'POST',
    path: '/v1/pull',
    access: 'signedIn',
    summary: 'Datensätze aus Bereichen, aus einem Stand.',
    body: pullRequestSchema,
    answer: pullResponseSchema,
  } as const;
  addRoute(app, routes, pullFacts, async ({ caller, body, reply }) => {
    const text = await pull(caller.workerId, body);
    reply.type('application/json; charset=utf-8').send(text);
    return answered;
  });
}
