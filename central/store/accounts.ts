import { hash, verify } from '@node-rs/argon2';
import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId, ownScopeOf } from '../../core/domain/standing-ids.ts';
import { type Database, databaseCode, inTransaction, type Queryable } from './database.ts';
import { journalInHouse } from './house-journal.ts';
import { grant, lockScopes, makeScopes } from './scopes.ts';

// Argon2id with 19 MiB and two passes (OWASP): about 30 ms, a few at a time so that a morning's logins do not fill the memory.
const hashing = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 4;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

const plain = (password: string): string => password.normalize('NFC');
let nobody: Promise<string> | undefined;

export const normalLogin = (login: string): string => login.trim().normalize('NFC').toLowerCase();
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(plain(password), hashing));

/** `isClosing`: it is closed, and a store of hers may still hand over what waits. */
export type Account = { workerId: Id; login: string; role: Role; isClosing: boolean };

type AccountRow = { worker_id: Id; password_hash: string; role: Role; is_closing: boolean; is_over: boolean };

/** The account when login and password fit; as slow for an unknown login as for a wrong password. Null otherwise. */
export async function checkPassword(database: Queryable, login: string, password: string): Promise<Account | null> {
  const { rows } = await database.query<AccountRow>(
    `select worker_id, password_hash, role, disabled as is_closing,
       disabled and coalesce(closing_until, '-infinity') <= clock_timestamp() as is_over
     from account where login = $1`,
    [login],
  );
  const row = rows[0];
  nobody ??= hashPassword('nobody has this password');
  const stored = row?.password_hash ?? (await nobody);
  const isRight = await inTurn(() => verify(stored, plain(password)));
  if (!row || !isRight || row.is_over) return null;
  return { workerId: row.worker_id, login, role: row.role, isClosing: row.is_closing };
}

const freeAttempts = 5;
const firstLockSeconds = 15;
const longestLockSeconds = 900;

/** Seconds until a login may be tried again; 0 when it may. The same for logins that do not exist. */
export async function lockedSeconds(database: Queryable, login: string): Promise<number> {
  const { rows } = await database.query<{ seconds: number }>(
    `select ceil(extract(epoch from locked_until - clock_timestamp()))::integer as seconds from login_attempt
     where login = $1 and locked_until > clock_timestamp()`,
    [login],
  );
  return rows[0]?.seconds ?? 0;
}

/** Counts a failed attempt; from the fifth on each doubles the wait, up to 15 minutes. A day without attempts forgets them. */
export async function noteFailure(database: Queryable, login: string): Promise<void> {
  await database.query(`delete from login_attempt where failed_at < clock_timestamp() - interval '1 day'`);
  await database.query(
    `insert into login_attempt as attempt (login, failed, failed_at) values ($1, 1, clock_timestamp())
     on conflict (login) do update set failed_at = clock_timestamp(), failed = attempt.failed + 1,
       locked_until = case when attempt.failed + 1 >= $2
         then clock_timestamp() + make_interval(secs => least($4, $3 * power(2, least(attempt.failed + 1 - $2, 12)))) end`,
    [login, freeAttempts, firstLockSeconds, longestLockSeconds],
  );
}

export async function forgetFailures(database: Queryable, login: string): Promise<void> {
  await database.query('delete from login_attempt where login = $1', [login]);
}

export type NewAccount = { workerId: Id; login: string; password: string; role: Role };

/** The login belongs to another worker. */
export class LoginTakenError extends Error {}

/** The directory of the house names another role: that is changed there, together with the account. */
export class OtherRoleError extends Error {}

/**
 * Makes an account, or gives an existing one a new login, password and role, which ends its sessions. The worker gets her own scope.
 * Journalled in the house. Returns what happened; throws LoginTakenError, OtherRoleError.
 */
export async function saveAccount(
  database: Database,
  actorId: Id,
  account: NewAccount,
): Promise<'created' | 'changed'> {
  const login = normalLogin(account.login);
  const passwordHash = await hashPassword(account.password);
  const { workerId, role } = account;
  try {
    return await inTransaction(database, 'write', async (connection) => {
      await lockScopes(connection, [houseScopeId]);
      const listed = await roleInHouse(connection, workerId);
      if (listed !== null && listed !== role) throw new OtherRoleError();
      const { rows } = await connection.query<{ created: boolean }>(
        `insert into account (worker_id, login, password_hash, role) values ($1, $2, $3, $4)
         on conflict (worker_id) do update
         set login = excluded.login, password_hash = excluded.password_hash, role = excluded.role, disabled = false, closing_until = null, changed_at = now()
         returning xmax = 0 as created`,
        [workerId, login, passwordHash, role],
      );
      const happened = rows[0]?.created ? 'created' : 'changed';
      if (happened === 'changed') await endSessionsOf(connection, workerId, 'account changed');
      await connection.query('insert into access_version (worker_id) values ($1) on conflict do nothing', [workerId]);
      const scopeId = ownScopeOf(workerId);
      await makeScopes(connection, [{ id: scopeId, kind: 'u' }]);
      await grant(connection, [{ scopeId, principalId: workerId, level: 'write' }]);
      const line = { action: `account.${happened}`, targetKind: 'worker', targetId: workerId, reason: null };
      await journalInHouse(connection, actorId, line, { workerId, login, role });
      return happened;
    });
  } catch (error) {
    if (databaseCode(error) === '23505') throw new LoginTakenError();
    throw error;
  }
}

async function roleInHouse(database: Queryable, workerId: Id): Promise<Role | null> {
  const { rows } = await database.query<{ role: Role }>(
    `select body ->> 'role' as role from record where scope_id = $1 and kind = 'worker' and id = $2 and not deleted`,
    [houseScopeId, workerId],
  );
  return rows[0]?.role ?? null;
}

/** So long its desks may still hand over what waits on them: as long as a desk may be away at all. */
const closingDays = 14;

/** Closes an account: nothing is read with it any more, and for two weeks its desks hand over what waits. False when there is none. */
export async function closeAccount(database: Queryable, workerId: Id, by: Id): Promise<boolean> {
  const { rowCount } = await database.query(
    `update account set disabled = true, changed_at = now(), closed_by = $2,
       closing_until = clock_timestamp() + make_interval(days => $3) where worker_id = $1`,
    [workerId, by, closingDays],
  );
  return (rowCount ?? 0) > 0;
}

/** Opens a closed account again; its stores that were not cleared yet stay as they are. */
export async function reopenAccount(database: Queryable, workerId: Id): Promise<void> {
  await database.query(
    'update account set disabled = false, changed_at = now(), closing_until = null, closed_by = null where worker_id = $1',
    [workerId],
  );
}

/** Closes an account that is in no directory; everything done by it stays. Journalled in the house. False when there is none. */
export async function disableAccount(database: Queryable, actorId: Id, workerId: Id): Promise<boolean> {
  if (!(await closeAccount(database, workerId, actorId))) return false;
  const line = { action: 'account.disabled', targetKind: 'worker', targetId: workerId, reason: null };
  await journalInHouse(database, actorId, line, { workerId });
  return true;
}

async function endSessionsOf(database: Queryable, workerId: Id, reason: string): Promise<void> {
  await database.query(
    'update session set revoked_at = now(), revoke_reason = $2 where worker_id = $1 and revoked_at is null',
    [workerId, reason],
  );
}
