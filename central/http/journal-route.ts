import type { FastifyInstance } from 'fastify';
import { journalQuerySchema, journalResponseSchema } from '../../core/contract/central.ts';
import { isEnough } from '../../core/domain/levels.ts';
import { levelsIn } from '../store/access.ts';
import { asEntry, readLines } from '../store/journal.ts';
import type { Context } from './context.ts';
import { forbidden } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const linesAtOnce = 500;

/** The journal of one scope, for those who may read the scope. */
export function addJournalRoute(app: FastifyInstance, routes: RouteList, context: Context): void {
  const facts = {
    method: 'GET',
    path: '/v1/journal',
    access: 'signedIn',
    summary: 'Protokoll eines Bereichs, fortlaufend.',
    query: journalQuerySchema,
    answer: journalResponseSchema,
  } as const;
  addRoute(app, routes, facts, async ({ caller, query }) => {
    const levels = await levelsIn(context.database, caller.workerId, [query.scopeId]);
    if (!isEnough(levels.get(query.scopeId) ?? null, 'read')) throw forbidden();
    const lines = await readLines(context.database, query.scopeId, query.after, linesAtOnce + 1);
    return { entries: lines.slice(0, linesAtOnce).map(asEntry), isComplete: lines.length <= linesAtOnce };
  });
}
