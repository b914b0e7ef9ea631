import type { PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { databaseCode, type Queryable } from './database.ts';

// What the centre remembers of desks and their commands.

export type Client = { clientId: Id; workerId: Id; lastMid: number; lastId: Id | null; durableMid: number };

/** Makes the row of a client that pushes for the first time; one that is there stays. */
export async function addClient(
  database: Queryable,
  clientId: Id,
  workerId: Id,
  facts: { sessionId: Id; schemaVersion: number },
): Promise<void> {
  await database.query(
    `insert into client (client_id, worker_id, session_id, schema_version) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [clientId, workerId, facts.sessionId, facts.schemaVersion],
  );
}

type ClientRow = { worker_id: Id; last_mid: number; last_id: Id | null; durable_mid: number; epoch: string };

/** The store's epoch and the locked row of a client, null when there is none; it may belong to another worker: the caller looks. */
export async function lockClient(database: Queryable, clientId: Id): Promise<{ epoch: string; client: Client } | null> {
  const { rows } = await database.query<ClientRow>(
    `select worker_id, last_mid, last_id, durable_mid, (select epoch from store) as epoch from client
     where client_id = $1 for update`,
    [clientId],
  );
  const row = rows[0];
  if (!row) return null;
  const { worker_id: workerId, last_mid: lastMid, last_id: lastId, durable_mid: durableMid, epoch } = row;
  return { epoch, client: { clientId, workerId, lastMid, lastId, durableMid } };
}

/** Notes how far a client has come. */
export async function saveClient(database: Queryable, client: Client, sessionId: Id): Promise<void> {
  await database.query(
    `update client set last_mid = $2, last_id = $3, session_id = $4, seen_at = clock_timestamp() where client_id = $1`,
    [client.clientId, client.lastMid, client.lastId, sessionId],
  );
}

export type Decided = { workerId: Id; argsHash: Buffer; result: PushResult };

/** Commands among these that were decided before, by id. */
export async function readDecided(database: Queryable, ids: Id[]): Promise<Map<Id, Decided>> {
  const { rows } = await database.query<{ id: Id; worker_id: Id; args_hash: Buffer; result: PushResult }>(
    'select id, worker_id, args_hash, result from mutation where id = any ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { workerId: row.worker_id, argsHash: row.args_hash, result: row.result }]));
}

export type Mutation = { id: Id; mid: number; name: string; argsHash: Buffer; result: PushResult };

/** Remembers decided commands for ever; fails when another request has decided one of the ids meanwhile: `isDecidedElsewhere`. */
export async function rememberDecided(
  database: Queryable,
  clientId: Id,
  workerId: Id,
  mutations: Mutation[],
): Promise<void> {
  if (mutations.length === 0) return;
  await database.query(
    `insert into mutation (id, client_id, worker_id, mid, name, args_hash, result)
     select id, $1, $2, mid, name, args_hash, result::jsonb
     from unnest($3::uuid[], $4::bigint[], $5::text[], $6::bytea[], $7::text[]) as row (id, mid, name, args_hash, result)`,
    [
      clientId,
      workerId,
      mutations.map((mutation) => mutation.id),
      mutations.map((mutation) => mutation.mid),
      mutations.map((mutation) => mutation.name),
      mutations.map((mutation) => mutation.argsHash),
      mutations.map((mutation) => JSON.stringify(mutation.result)),
    ],
  );
}

/** True for the failure of a push one of whose commands another request has just decided: asked again, it is known. */
export function isDecidedElsewhere(error: unknown): boolean {
  return databaseCode(error) === '23505' && (error as { constraint?: string }).constraint === 'mutation_pkey';
}

export type Quarantined = {
  commandId: Id;
  workerId: Id;
  clientId: Id;
  name: string;
  args: unknown;
  schema: number;
  code: string;
  message: string;
  details: Record<string, unknown>;
  atDesk: string;
};

/** Keeps a command that was not carried out, with its whole content. */
export async function quarantine(database: Queryable, command: Quarantined): Promise<void> {
  await database.query(
    `insert into quarantine (command_id, worker_id, client_id, name, args, schema, code, message, details, at_desk)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      command.commandId,
      command.workerId,
      command.clientId,
      command.name,
      JSON.stringify(command.args ?? null),
      command.schema,
      command.code,
      command.message,
      JSON.stringify(command.details),
      command.atDesk,
    ],
  );
}
