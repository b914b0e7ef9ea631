import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  escrowLimit,
  escrowRequestSchema,
  escrowResponseSchema,
  escrowTakenSchema,
  lostRequestSchema,
  lostStoresSchema,
  waitingEscrowSchema,
  wipeDoneRequestSchema,
  wipeEscrowRequestSchema,
  wipeOrderSchema,
} from '../../core/contract/escrow.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { keepEscrow, noteEscrowTaken, waitingEscrow } from '../store/escrow.ts';
import {
  listLostStores,
  markFarewell,
  markLost,
  noteBrought,
  noteWiped,
  ownerOfLost,
  type WipeOrder,
  wipeOrderOf,
} from '../store/lost-stores.ts';
import { decideForClosed } from '../rules/closed-accounts.ts';
import type { Context } from './context.ts';
import { requireMark } from './desk-store-routes.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const escrowBodyLimit = 32 * 1024 * 1024;

/** What a desk whose store is lost is told instead of a token: it wipes the store. */
export const storeLost = ({ order, isFarewell }: WipeOrder) => {
  const sentence = isFarewell
    ? 'Ihr Konto ist geschlossen. Die Akten auf diesem Gerät werden gelöscht.'
    : 'Dieses Gerät wurde als verloren gemeldet. Bitte wenden Sie sich an Ihre Verwaltung.';
  return new HttpError(403, 'forbidden', sentence, { reason: 'storeLost', order, isFarewell });
};

/** Lost stores: marking them, the list of what lay on them, the order to wipe and its answer. */
export function addLostStoreRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database } = context;
  const mark = {
    method: 'POST',
    path: '/v1/lost-stores',
    access: ['administration', 'teamLead'],
    body: lostRequestSchema,
    answer: z.object({ storeIds: z.array(idSchema) }),
    summary:
      'Einen Bestand oder alle Bestände einer Person als verloren melden; er wird beim nächsten Kontakt gelöscht.',
  } as const;
  addRoute(app, routes, mark, async ({ caller, body }) => {
    await requireMark(context, caller, body);
    const storeIds = await markLost(database, caller.workerId, body);
    if (storeIds.length === 0) throw notFound();
    return { storeIds };
  });

  const list = {
    method: 'GET',
    path: '/v1/lost-stores',
    access: ['administration', 'audit'],
    answer: lostStoresSchema,
    summary: 'Verlorene Bestände und die Bereiche, deren Löschung noch nicht bestätigt ist.',
  } as const;
  addRoute(app, routes, list, async () => ({ stores: await listLostStores(database) }));

  // Public: a stolen desk at which nobody logs in must be reached, too. The id of a store is known to its desk and the centre alone.
  const order = {
    method: 'GET',
    path: '/v1/stores/:storeId/order',
    forOldDesks: true,
    access: 'public',
    params: z.object({ storeId: idSchema }),
    answer: wipeOrderSchema,
    summary: 'Ob ein Bestand zu löschen ist.',
  } as const;
  addRoute(app, routes, order, async ({ params: { storeId } }) => {
    await markFarewell(database, storeId, false);
    return { order: (await wipeOrderOf(database, storeId))?.order ?? null };
  });

  const escrow = {
    method: 'POST',
    path: '/v1/wipes/escrow',
    forOldDesks: true,
    access: 'public',
    body: wipeEscrowRequestSchema,
    answer: escrowResponseSchema,
    bodyLimit: escrowBodyLimit,
    summary: 'Verschlossene Vorgänge eines verlorenen Bestands, bevor er gelöscht wird.',
  } as const;
  addRoute(app, routes, escrow, async ({ body }) => {
    const ownerId = await ownerOfLost(database, body.order);
    if (!ownerId) throw notFound();
    const kept = await keepEscrow(database, body.commands, { workerId: ownerId, isHerself: false });
    await noteBrought(database, body.order, kept.kept);
    for (const news of await decideForClosed(database, ownerId, context.log)) context.hub.announce(news);
    return kept;
  });

  const done = {
    method: 'POST',
    path: '/v1/wipes/done',
    forOldDesks: true,
    access: 'public',
    status: 204,
    body: wipeDoneRequestSchema,
    summary: 'Ein verlorener Bestand ist gelöscht.',
  } as const;
  addRoute(app, routes, done, async ({ body: { order: given, ...report } }) => {
    if (!(await noteWiped(database, given, report))) throw notFound();
  });
}

/** Sealed commands of stores that could not be opened, and their way back to a desk of their worker. */
export function addEscrowRoutes(app: FastifyInstance, routes: RouteList, { database }: Context): void {
  const bring = {
    method: 'POST',
    path: '/v1/escrow',
    forOldDesks: true,
    access: 'signedIn',
    body: escrowRequestSchema,
    answer: escrowResponseSchema,
    bodyLimit: escrowBodyLimit,
    summary: 'Verschlossene Vorgänge eines Bestands, der sich nicht öffnen ließ.',
  } as const;
  addRoute(app, routes, bring, ({ caller, body }) =>
    keepEscrow(database, body.commands, { workerId: caller.workerId, isHerself: true }),
  );

  const waiting = {
    method: 'GET',
    path: '/v1/escrow',
    access: 'signedIn',
    answer: waitingEscrowSchema,
    summary: 'Eigene Vorgänge, die so zur Zentrale kamen und noch an keinem Arbeitsplatz sind.',
  } as const;
  addRoute(app, routes, waiting, async ({ caller }) => ({
    commands: await waitingEscrow(database, caller.workerId, escrowLimit),
  }));

  const taken = {
    method: 'POST',
    path: '/v1/escrow/taken',
    access: 'signedIn',
    status: 204,
    body: escrowTakenSchema,
    summary: 'Diese Vorgänge warten jetzt an einem Arbeitsplatz.',
  } as const;
  addRoute(app, routes, taken, ({ caller, body }) => noteEscrowTaken(database, caller.workerId, body.ids));
}
