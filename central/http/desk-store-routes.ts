import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { deskStoresSchema, withReasonSchema } from '../../core/contract/desk-stores.ts';
import { type Id, idSchema } from '../../core/domain/ids.ts';
import type { Caller } from '../rules/batch.ts';
import { isStoreOfSession, listDeskStores, workerOfStore } from '../store/desk-store-list.ts';
import { leadsWorker } from '../store/led-workers.ts';
import { withdrawLost } from '../store/lost-stores.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const alreadyWiped = () =>
  new HttpError(409, 'conflict', 'Dieses Gerät ist nicht als verloren gemeldet, oder es ist schon gelöscht.');
const usedJustNow = () =>
  new HttpError(409, 'conflict', 'Dieses Gerät benutzen Sie gerade. Bitte melden Sie es von einem anderen Gerät aus.');

/** Administration decides about everybody's desks, who leads about those of her workers and her own. */
export async function requireMark(
  { database }: Context,
  caller: Caller,
  mark: { storeId?: Id | undefined; workerId?: Id | undefined },
): Promise<void> {
  const workerId = mark.workerId ?? (mark.storeId ? await workerOfStore(database, mark.storeId) : null);
  if (!workerId) throw notFound();
  if (workerId !== caller.workerId && !(await leadsWorker(database, caller, workerId))) throw notFound();
  if (mark.storeId && (await isStoreOfSession(database, mark.storeId, caller.sessionId))) throw usedJustNow();
}

/** Which stores lie on which devices, for who leads or administers, and taking back that one is lost. */
export function addDeskStoreRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database } = context;
  const withdraw = {
    method: 'POST',
    path: '/v1/lost-stores/:storeId/withdraw',
    access: ['administration', 'teamLead'],
    status: 204,
    params: z.object({ storeId: idSchema }),
    body: withReasonSchema,
    summary: 'Die Meldung eines Verlusts zurücknehmen, solange der Bestand nicht gelöscht ist.',
  } as const;
  addRoute(app, routes, withdraw, async ({ caller, params, body }) => {
    await requireMark(context, caller, params);
    if (!(await withdrawLost(database, caller.workerId, params.storeId, body.reason))) throw alreadyWiped();
  });

  const known = {
    method: 'GET',
    path: '/v1/desk-stores',
    access: ['administration', 'teamLead', 'audit'],
    answer: deskStoresSchema,
    summary: 'Bestände auf Geräten: wessen, wann zuletzt gemeldet, was dort wartet, ob verloren.',
  } as const;
  addRoute(app, routes, known, ({ caller }) => listDeskStores(database, caller));
}
