import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../core/domain/levels.ts';
import { checkPassword, forgetFailures, lockedSeconds, normalLogin, noteFailure } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import { createFailureLimit } from './failure-limit.ts';
import { forbidden, HttpError } from './http-error.ts';

/** Checks name and password of each request (HTTP Basic, RFC 7617) and gives the login; failures are slowed down as at the log-in. */
export function createPasswordCheck(database: Database, roles: readonly Role[]) {
  const limit = createFailureLimit();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const given = readBasic(request.headers.authorization);
    if (!given) throw unknown(reply);
    const login = normalLogin(given.login);
    const wait = Math.max(limit.waitSeconds(request.ip), await lockedSeconds(database, login));
    if (wait > 0) {
      reply.header('retry-after', String(wait));
      throw new HttpError(429, 'too_many_requests', `Zu viele Versuche. Bitte warten Sie ${wait} Sekunden.`, {
        seconds: wait,
      });
    }
    const account = await checkPassword(database, login, given.password);
    if (!account) {
      limit.noteFailure(request.ip);
      await noteFailure(database, login);
      throw unknown(reply);
    }
    await forgetFailures(database, login);
    if (!roles.includes(account.role)) throw forbidden();
    return login;
  };
}

function readBasic(header: string | undefined): { login: string; password: string } | null {
  const encoded = /^basic ([a-z\d+/=]+)$/i.exec(header ?? '')?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { login: text.slice(0, colon), password: text.slice(colon + 1) };
}

function unknown(reply: FastifyReply): HttpError {
  reply.header('www-authenticate', 'Basic realm="Aktenpult", charset="UTF-8"');
  return new HttpError(401, 'unauthenticated', 'Anmeldename oder Kennwort ist nicht richtig.');
}
