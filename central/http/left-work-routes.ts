import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { leftWorkListSchema, leftWorkNoteSchema } from '../../core/contract/left-work.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { listLeftWork, noteLeftWork } from '../rules/left-work.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const settledAlready = () =>
  new HttpError(409, 'conflict', 'Dies ist inzwischen erledigt, oder das Konto ist wieder geöffnet.');

/** Work of closed accounts that nobody carries out and that stands in nobody's "Klärung", for who leads or administers. */
export function addLeftWorkRoutes(app: FastifyInstance, routes: RouteList, { database, log }: Context): void {
  const list = {
    method: 'GET',
    path: '/v1/left-work',
    access: ['administration', 'teamLead'],
    answer: leftWorkListSchema,
    summary: 'Nicht ausgeführte Vorgänge geschlossener Konten; der Inhalt nur, wo die Akte gelesen werden darf.',
  } as const;
  addRoute(app, routes, list, ({ caller }) => listLeftWork(database, caller));

  const note = {
    method: 'POST',
    path: '/v1/left-work/:commandId/note',
    access: ['administration', 'teamLead'],
    status: 204,
    params: z.object({ commandId: idSchema }),
    body: leftWorkNoteSchema,
    summary: 'Einen solchen Vorgang mit Grund zur Kenntnis nehmen; er bleibt aufbewahrt und wird im Journal vermerkt.',
  } as const;
  addRoute(app, routes, note, async ({ caller, params, body }) => {
    const outcome = await noteLeftWork(database, caller, { ...params, ...body });
    if (outcome === 'unknown') throw notFound();
    if (outcome === 'settled') throw settledAlready();
    log.info({ command: params.commandId }, 'work of a closed account was taken note of');
  });
}
