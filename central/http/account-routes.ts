import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accountRequestSchema } from '../../core/contract/central.ts';
import { idSchema } from '../../core/domain/ids.ts';
import { closeInHouse, reopenInHouse } from '../rules/account-closing.ts';
import { LoginTakenError, OtherRoleError, saveAccount } from '../store/accounts.ts';
import type { Context } from './context.ts';
import { HttpError, notFound } from './http-error.ts';
import { addRoute, type RouteList } from './route.ts';

const accountAnswer = z.object({ workerId: idSchema, happened: z.enum(['created', 'changed']) });

const taken = () => new HttpError(409, 'conflict', 'Dieser Anmeldename ist schon vergeben.');
const otherRole = () => {
  const sentence =
    'Diese Person hat im Verzeichnis des Hauses eine andere Rolle. Bitte ändern Sie die Rolle am Arbeitsplatz unter „Personen“; das Konto ändert sich dabei mit. Es wurde nichts geändert.';
  return new HttpError(409, 'conflict', sentence);
};

/** Accounts, for administration. */
export function addAccountRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database } = context;
  const save = {
    method: 'POST',
    path: '/v1/accounts',
    access: ['administration'],
    status: 201,
    body: accountRequestSchema,
    answer: accountAnswer,
    summary: 'Konto anlegen; ein bestehendes Konto erhält Name, Kennwort und Rolle neu und wird abgemeldet.',
  } as const;
  addRoute(app, routes, save, async ({ caller, body }) => {
    try {
      const happened = await saveAccount(database, caller.workerId, body);
      const news = await reopenInHouse(database, caller, body.workerId);
      if (news) context.hub.announce(news);
      return { workerId: body.workerId, happened };
    } catch (error) {
      if (error instanceof LoginTakenError) throw taken();
      throw error instanceof OtherRoleError ? otherRole() : error;
    }
  });

  const disable = {
    method: 'DELETE',
    path: '/v1/accounts/:workerId',
    access: ['administration'],
    status: 204,
    params: z.object({ workerId: idSchema }),
    summary: 'Konto sperren und überall abmelden.',
  } as const;
  addRoute(app, routes, disable, async ({ caller, params: { workerId } }) => {
    const { outcome, news } = await closeInHouse(database, caller, workerId);
    if (news) context.hub.announce(news);
    if (outcome === 'notFound') throw notFound();
    if (outcome !== 'done') throw new HttpError(409, 'conflict', outcome);
  });
}
