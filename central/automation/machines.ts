import { createHash, randomBytes } from 'node:crypto';
import type { Id } from '../../core/domain/ids.ts';
import { createIdSource } from '../../core/domain/ids.ts';
import { type Connection, type Database, inTransaction, type Queryable } from '../store/database.ts';
import { journalInHouse } from '../store/house-journal.ts';
import { saveMachineName } from './machine-name.ts';

/** What a machine may be given, each by itself. */
export const machineRights = ['intake', 'lookup', 'search', 'events'] as const;
export type MachineRight = (typeof machineRights)[number];

/** A program with a token of its own. It is no worker: it has no session, no desk and no store. */
export type Machine = {
  id: Id;
  name: string;
  rights: MachineRight[];
  inboxIds: Id[];
  stations: string[];
  teamIds: Id[];
  networks: string[];
  requestsPerMinute: number;
  expiresAt: Date;
};
export type NewMachine = Omit<Machine, 'id'>;
export type ListedMachine = Machine & { madeBy: Id; madeAt: Date; lastUsedAt: Date | null; revokedAt: Date | null };

/** By what a token is recognised, also by programs that look for secrets in the wrong places. */
export const tokenPrefix = 'akp_';
const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));
const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

type MachineRow = {
  id: Id;
  name: string;
  rights: MachineRight[];
  inbox_ids: Id[];
  stations: string[];
  team_ids: Id[];
  networks: string[];
  requests_per_minute: number;
  expires_at: Date;
};
const columns = `id, name, rights, inbox_ids::text[], stations, team_ids::text[], networks, requests_per_minute, expires_at`;

const machineFrom = (row: MachineRow): Machine => ({
  ...{ id: row.id, name: row.name, rights: row.rights, inboxIds: row.inbox_ids, stations: row.stations },
  ...{ teamIds: row.team_ids, networks: row.networks, requestsPerMinute: row.requests_per_minute },
  expiresAt: row.expires_at,
});

/** Makes a machine with its token, which is told this once and never again. Journalled in the house under who made it. */
export async function makeMachine(
  database: Database,
  actorId: Id,
  machine: NewMachine,
): Promise<{ id: Id; token: string }> {
  const id = newId();
  const token = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
  await inTransaction(database, 'write', async (connection) => {
    await saveMachineName(connection, actorId, { id, name: machine.name });
    await connection.query(
      `insert into machine (id, name, token_hash, rights, inbox_ids, stations, team_ids, networks, requests_per_minute, made_by, expires_at)
       values ($1, $2, $3, $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9, $10, $11)`,
      [
        ...[id, machine.name, tokenHash(token), machine.rights, machine.inboxIds, machine.stations, machine.teamIds],
        ...[machine.networks, machine.requestsPerMinute, actorId, machine.expiresAt],
      ],
    );
    await joinTeams(connection, id, machine);
    const line = { action: 'machine.made', targetKind: 'machine', targetId: id, reason: machine.name };
    await journalInHouse(connection, actorId, line, { id, ...machine, expiresAt: machine.expiresAt.toISOString() });
  });
  return { id, token };
}

/** Reading follows the rights of its teams, until its token ends. */
async function joinTeams(connection: Connection, id: Id, { teamIds, name, expiresAt }: NewMachine): Promise<void> {
  await connection.query(
    `insert into membership (worker_id, principal_id, source_id, reason, valid, next_edge)
     select $1, team, $1, $3, tstzrange(clock_timestamp(), $4::timestamptz), $4 from unnest($2::uuid[]) as team`,
    [id, teamIds, name, expiresAt],
  );
}

/** Takes a token back at once, with its memberships and webhooks. False when there is none that still holds. Journalled in the house. */
export async function revokeMachine(database: Database, actorId: Id, machineId: Id): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    const { rowCount } = await connection.query(
      'update machine set revoked_at = clock_timestamp(), revoked_by = $2 where id = $1 and revoked_at is null',
      [machineId, actorId],
    );
    if (rowCount === 0) return false;
    await connection.query('delete from membership where worker_id = $1', [machineId]);
    await connection.query(
      `update webhook set disabled_at = clock_timestamp(), disabled_reason = 'Das Maschinenkonto wurde beendet.'
       where machine_id = $1 and disabled_at is null`,
      [machineId],
    );
    const line = { action: 'machine.revoked', targetKind: 'machine', targetId: machineId, reason: null };
    await journalInHouse(connection, actorId, line, { machineId });
    return true;
  });
}

/** All machines there ever were, newest first. */
export async function listMachines(database: Queryable): Promise<ListedMachine[]> {
  type Row = MachineRow & { made_by: Id; made_at: Date; last_used_at: Date | null; revoked_at: Date | null };
  const { rows } = await database.query<Row>(
    `select ${columns}, made_by, made_at, last_used_at, revoked_at from machine order by made_at desc, id`,
  );
  return rows.map((row) => ({
    ...machineFrom(row),
    ...{ madeBy: row.made_by, madeAt: row.made_at, lastUsedAt: row.last_used_at, revokedAt: row.revoked_at },
  }));
}

/** Whose token this is; null when it was never given, has ended or was taken back. Notes that it was used, at most once a minute. */
export async function readMachine(database: Queryable, token: string): Promise<Machine | null> {
  if (!token.startsWith(tokenPrefix)) return null;
  const { rows } = await database.query<MachineRow & { is_noted: boolean }>(
    `select ${columns}, coalesce(last_used_at > clock_timestamp() - interval '1 minute', false) as is_noted from machine
     where token_hash = $1 and revoked_at is null and expires_at > clock_timestamp()`,
    [tokenHash(token)],
  );
  const [row] = rows;
  if (!row) return null;
  if (!row.is_noted)
    await database.query('update machine set last_used_at = clock_timestamp() where id = $1', [row.id]);
  return machineFrom(row);
}
