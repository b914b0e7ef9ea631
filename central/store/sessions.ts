import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { type Id, idSchema } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { type Database, inTransaction, type Queryable } from './database.ts';
import { together } from './together.ts';

// Access tokens live ten minutes and are checked against the session each time; refresh tokens change with each use.

const accessMinutes = 10;
const refreshDays = 30;
/** A desk whose answer got lost asks again with the old token; later it counts as stolen. */
const graceMinutes = 10;
const issuer = 'aktenpult';

export type Tokens = { accessToken: string; accessExpiresAt: string; refreshToken: string };

const claimsSchema = z.object({ sub: idSchema, sid: idSchema });
/** As what a refresh token is kept. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

async function issue(
  database: Queryable,
  key: Uint8Array,
  session: { sessionId: Id; workerId: Id },
  rotatedFrom: Buffer | null,
): Promise<Tokens> {
  const refreshToken = randomBytes(32).toString('base64url');
  await database.query(
    `insert into refresh_token (hash, session_id, worker_id, expires_at, rotated_from)
     values ($1, $2, $3, now() + make_interval(days => $4), $5)`,
    [tokenHash(refreshToken), session.sessionId, session.workerId, refreshDays, rotatedFrom],
  );
  const expires = Math.floor(Date.now() / 1000) + accessMinutes * 60;
  const accessToken = await new SignJWT({ sid: session.sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setSubject(session.workerId)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(key);
  return { accessToken, accessExpiresAt: new Date(expires * 1000).toISOString(), refreshToken };
}

/** Begins a session of a worker at a device. */
export async function beginSession(
  database: Database,
  key: Uint8Array,
  workerId: Id,
  deviceName: string,
): Promise<Tokens> {
  const sessionId = randomUUID() as Id;
  return inTransaction(database, 'write', async (connection) => {
    await connection.query('insert into session (id, worker_id, device_name) values ($1, $2, $3)', [
      sessionId,
      workerId,
      deviceName,
    ]);
    return issue(connection, key, { sessionId, workerId }, null);
  });
}

type StoredToken = {
  session_id: Id;
  worker_id: Id;
  is_expired: boolean;
  is_rotated: boolean;
  is_recent: boolean;
  is_doubled: boolean;
  role: Role;
  is_ended: boolean;
};

/**
 * New tokens for a refresh token. A token used before ends its session, unless the answer seems to have been lost: just rotated and its
 * successor never used; if then both successors come, the session ends too. Null when it is not valid.
 */
export async function refreshSession(
  database: Database,
  key: Uint8Array,
  refreshToken: string,
): Promise<(Tokens & { workerId: Id; role: Role }) | null> {
  const hash = tokenHash(refreshToken);
  return inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<StoredToken>(
      `select token.session_id, token.worker_id, token.expires_at <= clock_timestamp() as is_expired,
         token.rotated_at is not null as is_rotated,
         coalesce(token.rotated_at > clock_timestamp() - make_interval(mins => $2), false) and not exists (
           select 1 from refresh_token successor where successor.rotated_from = token.hash and successor.rotated_at is not null
         ) as is_recent,
         exists (select 1 from refresh_token sibling where sibling.rotated_from = token.rotated_from
           and sibling.hash <> token.hash and sibling.rotated_at is not null) as is_doubled,
         account.role, (account.disabled and coalesce(account.closing_until, '-infinity') <= clock_timestamp())
           or session.revoked_at is not null as is_ended
       from refresh_token token
       join session on session.id = token.session_id
       join account on account.worker_id = token.worker_id
       where token.hash = $1 for update of session`,
      [hash, graceMinutes],
    );
    const token = rows[0];
    if (!token || token.is_ended || token.is_expired) return null;
    if (token.is_doubled || (token.is_rotated && !token.is_recent)) {
      await endSession(connection, token.session_id, 'refresh token used twice');
      return null;
    }
    await connection.query('update refresh_token set rotated_at = clock_timestamp() where hash = $1', [hash]);
    const session = { sessionId: token.session_id, workerId: token.worker_id };
    return {
      ...(await issue(connection, key, session, hash)),
      workerId: token.worker_id,
      role: token.role,
    };
  });
}

/** Ends a session: its tokens are void at once. */
export async function endSession(database: Queryable, sessionId: Id, reason: string): Promise<void> {
  await database.query(
    'update session set revoked_at = now(), revoke_reason = $2 where id = $1 and revoked_at is null',
    [sessionId, reason],
  );
}

/** `isClosing`: her account is closed; for a time her desks may hand over what waits on them, and nothing else. */
export type TokenHolder = { workerId: Id; role: Role; sessionId: Id; isClosing?: boolean };
type Holder = Omit<TokenHolder, 'sessionId'>;

/** So many tokens are remembered as genuine until they end: a desk shows the same one for ten minutes. */
const genuineLimit = 10_000;

/** The session of a request has ended: nothing of the request has happened. */
export class SessionOverError extends Error {}

export type TokenReader = {
  /**
   * Who an access token stands for, with her role as it is now; null when token, session or account is not valid (any more). Sessions that
   * are asked for at the same time are looked up together.
   */
  read(accessToken: string): Promise<TokenHolder | null>;
  /** The same as it was when this session was last looked up. Whoever takes this asks `confirmHolder` before anything comes of it. */
  expect(accessToken: string): Promise<TokenHolder | null>;
};

export function createTokenReader(database: Queryable, key: Uint8Array): TokenReader {
  const genuine = new Map<string, { claims: z.output<typeof claimsSchema>; expires: number }>();
  const seen = new Map<Id, TokenHolder>();
  const roleIn = together((sessionIds: Id[]) => readRoles(database, sessionIds));

  const readClaims = async (accessToken: string) => {
    const known = genuine.get(accessToken);
    if (known) return known.expires > Date.now() / 1000 ? known.claims : null;
    const verified = await jwtVerify(accessToken, key, { issuer, algorithms: ['HS256'] }).catch(() => null);
    const claims = claimsSchema.safeParse(verified?.payload);
    if (!claims.success) return null;
    if (genuine.size >= genuineLimit) genuine.clear();
    genuine.set(accessToken, { claims: claims.data, expires: verified?.payload.exp ?? 0 });
    return claims.data;
  };

  const read = async (accessToken: string): Promise<TokenHolder | null> => {
    const claims = await readClaims(accessToken);
    if (!claims) return null;
    const { sub: workerId, sid: sessionId } = claims;
    const found = await roleIn(sessionId);
    const holder = found?.workerId === workerId ? { ...found, sessionId } : null;
    if (seen.size >= genuineLimit) seen.clear();
    if (holder) seen.set(sessionId, holder);
    else seen.delete(sessionId);
    return holder;
  };

  return {
    read,
    async expect(accessToken) {
      const claims = await readClaims(accessToken);
      if (!claims) return null;
      const holder = seen.get(claims.sid);
      return holder?.workerId === claims.sub ? holder : read(accessToken);
    },
  };
}

/** The holder of a token as she is now, read within a transaction. Throws SessionOverError when her session has ended. */
export async function confirmHolder(database: Queryable, holder: TokenHolder): Promise<TokenHolder> {
  const now = (await readRoles(database, [holder.sessionId])).get(holder.sessionId);
  if (now?.workerId !== holder.workerId) throw new SessionOverError('the session has ended');
  return { ...now, sessionId: holder.sessionId };
}

/** Sessions that are open, of accounts that are open or still closing. */
async function readRoles(database: Queryable, sessionIds: Id[]): Promise<Map<Id, Holder>> {
  // One is asked for by its id: with a list, PostgreSQL plans anew each time.
  const [condition, value] = sessionIds.length === 1 ? ['= $1', sessionIds[0]] : ['= any ($1::uuid[])', sessionIds];
  const { rows } = await database.query<{ id: Id; worker_id: Id; role: Role; disabled: boolean }>(
    `select session.id, session.worker_id, account.role, account.disabled
     from session join account on account.worker_id = session.worker_id
     where session.id ${condition} and session.revoked_at is null
       and (not account.disabled or account.closing_until > clock_timestamp())`,
    [value],
  );
  return new Map(
    rows.map(({ id, worker_id: workerId, role, disabled }) => [
      id,
      { workerId, role, ...(disabled ? { isClosing: true } : {}) },
    ]),
  );
}

/** Those of these sessions that are open, of accounts that are not disabled. */
export async function openSessions(database: Queryable, sessionIds: Id[]): Promise<ReadonlySet<Id>> {
  const found = await readRoles(database, sessionIds);
  return new Set([...found].flatMap(([id, { isClosing }]) => (isClosing ? [] : [id])));
}

/** False when the session has ended or its account is disabled; for streams, which outlive the check of their token. */
export async function isSessionValid(database: Queryable, sessionId: Id): Promise<boolean> {
  const { rows } = await database.query(
    `select 1 from session join account using (worker_id)
     where session.id = $1 and session.revoked_at is null and not account.disabled`,
    [sessionId],
  );
  return rows.length > 0;
}
