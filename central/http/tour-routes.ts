import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  beginTourSchema,
  longestTourSchema,
  ownTourSchema,
  withReasonSchema,
} from '../../core/contract/desk-stores.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { beginTour, endTour, longestTourDays, ownTour, setLongestTour } from '../store/tours.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

/** Tours (Außendienst): a worker says until when she is away, the office's rule grants it, who leads may end it. */
export function addTourRoutes(app: FastifyInstance, routes: RouteList, { database }: Context): void {
  const own = {
    method: 'GET',
    path: '/v1/tour',
    access: 'signedIn',
    answer: ownTourSchema,
    summary: 'Eigener Außendienst und wie lange er in diesem Amt dauern darf.',
  } as const;
  addRoute(app, routes, own, ({ caller }) => ownTour(database, caller.workerId));

  const begin = {
    method: 'PUT',
    path: '/v1/tour',
    access: 'signedIn',
    body: beginTourSchema,
    answer: ownTourSchema,
    summary: 'Außendienst bis zu einem Zeitpunkt: bis dahin öffnen die eigenen Geräte ohne Zentrale.',
  } as const;
  addRoute(app, routes, begin, async ({ caller, body }) => {
    const begun = await beginTour(database, caller.workerId, body);
    if (begun === 'over') throw new HttpError(400, 'invalid_input', 'Dieser Zeitraum ist schon vorbei.');
    if (begun === 'tooLong') throw tooLong(await longestTourDays(database));
    return ownTour(database, caller.workerId);
  });

  const end = {
    method: 'DELETE',
    path: '/v1/tour',
    access: 'signedIn',
    answer: ownTourSchema,
    summary: 'Den eigenen Außendienst vor der Zeit beenden.',
  } as const;
  addRoute(app, routes, end, async ({ caller }) => {
    await endTour(database, caller, caller.workerId, null);
    return ownTour(database, caller.workerId);
  });

  const endOf = {
    method: 'POST',
    path: '/v1/workers/:workerId/tour/end',
    access: ['administration', 'teamLead'],
    status: 204,
    params: z.object({ workerId: idSchema }),
    body: withReasonSchema,
    summary: 'Den Außendienst einer Person beenden; ihre Geräte erfahren es beim nächsten Kontakt.',
  } as const;
  addRoute(app, routes, endOf, async ({ caller, params, body }) => {
    if (!(await endTour(database, caller, params.workerId, body.reason))) throw notFound();
  });

  const longest = {
    method: 'PUT',
    path: '/v1/office/longest-tour',
    access: ['administration'],
    status: 204,
    body: longestTourSchema,
    summary: 'Wie viele Tage ein Außendienst in diesem Amt höchstens dauern darf.',
  } as const;
  addRoute(app, routes, longest, ({ caller, body }) => setLongestTour(database, caller.workerId, body.days));
}

const tooLong = (days: number) =>
  new HttpError(409, 'conflict', `Ein Außendienst darf in Ihrem Amt höchstens ${days} Tage dauern.`, { days });
