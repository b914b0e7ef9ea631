import type { FastifyInstance } from 'fastify';
import {
  accessEventsRequestSchema,
  accessEventsResponseSchema,
  accessLogQuerySchema,
  accessLogResponseSchema,
} from '../../core/contract/access-events.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { levelsIn } from '../store/access.ts';
import { keepAccessEvents, readAccessLog } from '../store/access-log.ts';
import type { Context } from './context.ts';
import { forbidden } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const entriesAtOnce = 200;
const bodyLimit = 1024 * 1024;

/** Who looked at what: told by desks, read by who leads or audits. */
export function addAccessLogRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, log } = context;
  const keep = {
    method: 'POST',
    path: '/v1/audit',
    forOldDesks: true,
    access: 'signedIn',
    body: accessEventsRequestSchema,
    answer: accessEventsResponseSchema,
    bodyLimit,
    summary: 'Wer an einem Arbeitsplatz was gesehen hat, fortlaufend verkettet.',
  } as const;
  addRoute(app, routes, keep, async ({ caller, body }) => {
    const { isForked, problems } = await keepAccessEvents(database, caller.workerId, body.events);
    if (problems.length > 0) log.warn({ problems: [...new Set(problems)].join(' ') }, 'a chain of looks is not whole');
    return { isForked };
  });

  const read = {
    method: 'GET',
    path: '/v1/access-log',
    access: ['teamLead', 'audit'],
    query: accessLogQuerySchema,
    answer: accessLogResponseSchema,
    summary: 'Wer in einer Akte was gesehen hat; nur wer sie lesen darf und ein Team leitet oder prüft.',
  } as const;
  addRoute(app, routes, read, async ({ caller, query }) => {
    const levels = await levelsIn(database, caller.workerId, [query.scopeId]);
    if (!isEnough(levels.get(query.scopeId) ?? null, 'read')) throw forbidden();
    const entries = await readAccessLog(database, query.scopeId, query.before, entriesAtOnce + 1);
    return { entries: entries.slice(0, entriesAtOnce), isComplete: entries.length <= entriesAtOnce };
  });
}
