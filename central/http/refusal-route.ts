import type { FastifyInstance } from 'fastify';
import { refusalsRequestSchema, refusalsResponseSchema } from '../../core/contract/refusals.ts';
import { tellRefusals } from '../store/refusals.ts';
import type { Context } from './context.ts';
import { addRoute, type RouteList } from './route.ts';

/** What was not carried out of a worker's own: for desks that do not know of it, because their store was set back. */
export function addRefusalRoute(app: FastifyInstance, routes: RouteList, { database, hub }: Context): void {
  const facts = {
    method: 'POST',
    path: '/v1/refusals',
    access: 'signedIn',
    body: refusalsRequestSchema,
    answer: refusalsResponseSchema,
    summary: 'Eigene Vorgänge, die nicht übernommen wurden und zu klären sind; was geklärt ist, wird vermerkt.',
  } as const;
  addRoute(app, routes, facts, async ({ caller, body }) => {
    const answer = await tellRefusals(database, caller.workerId, body);
    // What is settled leaves her other desks.
    if (body.settled.length > 0) hub.announce({ scopes: [], workers: [caller.workerId] });
    return answer;
  });
}
