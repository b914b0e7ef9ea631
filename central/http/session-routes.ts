import type { FastifyInstance } from 'fastify';
import {
  protocolVersion,
  refreshRequestSchema,
  type SessionResponse,
  sessionRequestSchema,
  sessionResponseSchema,
} from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { checkPassword, forgetFailures, lockedSeconds, normalLogin, noteFailure } from '../store/accounts.ts';
import { workerOfStore } from '../store/desk-store-list.ts';
import { readEpoch } from '../store/epoch.ts';
import { wipeOrderOf, wipeOrderOfToken } from '../store/lost-stores.ts';
import { beginSession, endSession, refreshSession, type Tokens } from '../store/sessions.ts';
import { minProtocol } from './protocol.ts';
import type { Context } from './context.ts';
import { createFailureLimit } from './failure-limit.ts';
import { HttpError } from './http-error.ts';
import { storeLost } from './lost-store-routes.ts';
import { addRoute, type RouteList } from './route.ts';

const wrong = () => new HttpError(401, 'unauthenticated', 'Anmeldename oder Kennwort ist nicht richtig.');
const tooMany = (seconds: number) =>
  new HttpError(429, 'too_many_requests', `Zu viele Versuche. Bitte warten Sie ${seconds} Sekunden.`, { seconds });

/** Login, new tokens, logout. */
export function addSessionRoutes(app: FastifyInstance, routes: RouteList, context: Context): void {
  const { database, signingKey } = context;
  const limit = createFailureLimit();

  const answer = async (tokens: Tokens, workerId: Id, role: Role): Promise<SessionResponse> => {
    const epoch = await readEpoch(database);
    const serverTime = new Date().toISOString();
    return { ...tokens, workerId, role, epoch, serverTime, minProtocol, maxProtocol: protocolVersion };
  };

  /** With a closed account only a store of its worker has anything to hand over. */
  const isStoreOf = async (workerId: Id, storeId: Id | undefined) =>
    storeId !== undefined && (await workerOfStore(database, storeId)) === workerId;

  const login = {
    method: 'POST',
    path: '/v1/session',
    forOldDesks: true,
    access: 'public',
    summary: 'Anmelden mit Name und Kennwort.',
    body: sessionRequestSchema,
    answer: sessionResponseSchema,
  } as const;
  addRoute(app, routes, login, async ({ body, request, reply }) => {
    const order = body.storeId ? await wipeOrderOf(database, body.storeId) : null;
    if (order) throw storeLost(order);
    const name = normalLogin(body.login);
    const wait = Math.max(limit.waitSeconds(request.ip), await lockedSeconds(database, name));
    if (wait > 0) {
      reply.header('retry-after', String(wait));
      throw tooMany(wait);
    }
    const account = await checkPassword(database, name, body.password);
    if (!account || (account.isClosing && !(await isStoreOf(account.workerId, body.storeId)))) {
      limit.noteFailure(request.ip);
      await noteFailure(database, name);
      throw wrong();
    }
    await forgetFailures(database, name);
    const tokens = await beginSession(database, signingKey, account.workerId, body.deviceName);
    return answer(tokens, account.workerId, account.role);
  });

  const refresh = {
    method: 'POST',
    path: '/v1/session/refresh',
    forOldDesks: true,
    access: 'public',
    summary: 'Anmeldung verlängern.',
    body: refreshRequestSchema,
    answer: sessionResponseSchema,
  } as const;
  addRoute(app, routes, refresh, async ({ body, request }) => {
    const wait = limit.waitSeconds(request.ip);
    if (wait > 0) throw tooMany(wait);
    const { workerId, role, ...tokens } = (await refreshSession(database, signingKey, body.refreshToken)) ?? {};
    if (!workerId || !role) {
      const order = await wipeOrderOfToken(database, body.refreshToken);
      if (order) throw storeLost(order);
      limit.noteFailure(request.ip);
      throw new HttpError(401, 'unauthenticated', 'Die Anmeldung ist abgelaufen. Bitte melden Sie sich neu an.');
    }
    return answer(tokens as Tokens, workerId, role);
  });

  const logout = {
    method: 'DELETE',
    path: '/v1/session',
    forOldDesks: true,
    access: 'signedIn',
    summary: 'Abmelden.',
    status: 204,
  } as const;
  addRoute(app, routes, logout, async ({ caller }) => {
    await endSession(database, caller.sessionId, 'signed out');
  });
}
