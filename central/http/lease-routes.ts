import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { leaseRequestSchema, leaseResponseSchema, workerLeaseRequestSchema } from '../../core/contract/central.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { giveLease, setWorkerLease } from '../store/desk-stores.ts';
import { markFarewell, wipeOrderOf } from '../store/lost-stores.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { storeLost } from './lost-store-routes.ts';
import { addRoute, type RouteList } from './route.ts';

/** The centre's share of the keys of stores on desks, and for how long desks may keep it. */
export function addLeaseRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database } = context;
  const lease = {
    method: 'POST',
    path: '/v1/lease',
    forOldDesks: true,
    access: 'signedIn',
    body: leaseRequestSchema,
    answer: leaseResponseSchema,
    summary: 'Anteil der Zentrale am Schlüssel eines Arbeitsplatzes und wie lange er ohne Zentrale gilt.',
  } as const;
  addRoute(app, routes, lease, async ({ caller, body }) => {
    const given = await giveLease(database, caller, body);
    const isFarewell = given !== null && caller.isClosing === true && body.waiting === 0;
    if (isFarewell) await markFarewell(database, body.storeId, true);
    if (given && !isFarewell) {
      const { id, publicKey } = given.escrowKey;
      const [share, proofKey] = [given.share.toString('base64'), given.proofKey.toString('base64')];
      const answer = { share, proofKey, seconds: given.seconds };
      return { ...answer, escrowKey: { id, publicKey: publicKey.toString('base64') } };
    }
    const order = await wipeOrderOf(database, body.storeId);
    if (order) throw storeLost(order);
    const sentence = 'Der Bestand auf diesem Gerät gehört einer anderen Person.';
    throw new HttpError(403, 'forbidden', sentence, { reason: 'notHerStore' });
  });

  const workerLease = {
    method: 'PUT',
    path: '/v1/workers/:workerId/lease',
    access: ['administration', 'teamLead'],
    status: 204,
    params: z.object({ workerId: idSchema }),
    body: workerLeaseRequestSchema,
    summary: 'Wie viele Stunden jemand ohne Zentrale arbeiten darf, zum Beispiel für eine Dienstreise.',
  } as const;
  addRoute(app, routes, workerLease, async ({ caller, params, body }) => {
    if (!(await setWorkerLease(database, caller, params.workerId, body))) throw notFound();
  });
}
