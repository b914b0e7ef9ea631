import type { PushResult } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Queryable } from './database.ts';

// What the centre remembers of desks and their commands.

export type Client = { clientId: Id; workerId: Id; lastMid: number; lastId: Id | null; durableMid: number };

/** Locks the row of a client, made when it is new; the client may belong to another worker: the caller looks. */
export async function lockClient(
  database: Queryable,
  clientId: Id,
  workerId: Id,
  facts: { sessionId: Id; schemaVersion: number },
): Promise<Client> {
  await database.query(
    `insert into client (client_id, worker_id, session_id, schema_version) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [clientId, workerId, facts.sessionId, facts.schemaVersion],
  );
  const { rows } = await database.query<{
    worker_id: Id;
    last_mid: number;
    last_id: Id | null;
    durable_mid: number;
  }>('select worker_id, last_mid, last_id, durable_mid from client where client_id = $1 for update', [clientId]);
  const row = rows[0];
  if (!row) throw new Error('the client row is gone');
  return {
    clientId,
    workerId: row.worker_id,
    lastMid: row.last_mid,
    lastId: row.last_id,
    durableMid: row.durable_mid,
  };
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

export type Mutation = {
  id: Id;
  clientId: Id;
  workerId: Id;
  mid: number;
  name: string;
  argsHash: Buffer;
  result: PushResult;
};

/** Remembers a decided command for ever; false when another request has decided the same id meanwhile. */
export async function rememberDecided(database: Queryable, mutation: Mutation): Promise<boolean> {
  const { id, clientId, workerId, mid, name, argsHash, result } = mutation;
  const { rowCount } = await database.query(
    `insert into mutation (id, client_id, worker_id, mid, name, args_hash, result) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do nothing`,
    [id, clientId, workerId, mid, name, argsHash, JSON.stringify(result)],
  );
  return rowCount === 1;
}

export type Quarantined = {
  commandId: Id;
  workerId: Id;
  clientId: Id;
  name: string;
  args: unknown;
  code: string;
  message: string;
  details: Record<string, unknown>;
  atDesk: string;
};

/** Keeps a command that was not carried out, with its whole content. */
export async function quarantine(database: Queryable, command: Quarantined): Promise<void> {
  await database.query(
    `insert into quarantine (command_id, worker_id, client_id, name, args, code, message, details, at_desk)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [
      command.commandId,
      command.workerId,
      command.clientId,
      command.name,
      JSON.stringify(command.args ?? null),
      command.code,
      command.message,
      JSON.stringify(command.details),
      command.atDesk,
    ],
  );
}
