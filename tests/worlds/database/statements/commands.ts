import type { PushResult } from '../../../../core/contract/central.ts';
import type { Id } from '../../../../core/domain/ids.ts';
import { databaseError } from '../database-error.ts';
import type { Statement } from '../memory-database.ts';
import type { Transaction } from '../transaction.ts';

/** Another word whenever something of a worker's was refused or settled. */
export function markOfRefusals(transaction: Transaction, workerId: Id): string {
  const own = transaction.rows('quarantine').filter((row) => row.workerId === workerId);
  return `${own.length} ${own.filter(({ state }) => state !== 'open').length}`;
}

/** Named, since a proof makes it silent. */
export const markText = `select count(*) || ' ' || count(*) filter (where state <> 'open') as mark from quarantine where worker_id = $1`;

/** central/store/commands.ts: clients, decided commands, quarantine. */
export const commandStatements: Record<string, Statement> = {
  [`select worker_id, last_mid, last_id, durable_mid, (select epoch from store) as epoch from client
     where client_id = $1 for update`]: async (transaction, [clientId]: Id[]) => {
    if (!transaction.get('client', clientId as Id)) return { rows: [] };
    await transaction.lock('client', clientId as Id);
    const client = transaction.get('client', clientId as Id);
    const epoch = transaction.get('store', '')?.epoch;
    if (!client) return { rows: [] };
    const { workerId, lastMid, lastId, durableMid } = client;
    const row = { worker_id: workerId, last_mid: lastMid, last_id: lastId, durable_mid: durableMid, epoch };
    return { rows: [row] };
  },

  [`insert into client (client_id, worker_id, session_id, schema_version) values ($1, $2, $3, $4)
     on conflict do nothing`]: async (transaction, [clientId, workerId]: Id[]) => {
    await transaction.lock('client', clientId as Id);
    if (transaction.get('client', clientId as Id)) return { rows: [], rowCount: 0 };
    const row = { clientId: clientId as Id, workerId: workerId as Id, lastMid: 0, lastId: null, durableMid: 0 };
    transaction.put('client', clientId as Id, row);
    return { rows: [], rowCount: 1 };
  },

  'update client set last_mid = $2, last_id = $3, session_id = $4, seen_at = clock_timestamp() where client_id = $1':
    async (transaction, [clientId, lastMid, lastId]: [Id, number, Id | null]) => {
      await transaction.lock('client', clientId);
      const client = transaction.get('client', clientId);
      if (client) transaction.put('client', clientId, { ...client, lastMid, lastId });
      return { rows: [] };
    },

  'select coalesce(max(mid), 0) as last from mutation where client_id = $1': (transaction, [clientId]: [Id]) => {
    const own = transaction.rows('mutation').filter((row) => row.clientId === clientId);
    return { rows: [{ last: Math.max(0, ...own.map(({ mid }) => mid)) }] };
  },

  'select id, worker_id, args_hash, result from mutation where id = any ($1::uuid[])': (
    transaction,
    [ids]: [Id[]],
  ) => ({
    rows: ids.flatMap((id) => {
      const row = transaction.get('mutation', id);
      return row ? [{ id, worker_id: row.workerId, args_hash: row.argsHash, result: row.result }] : [];
    }),
  }),

  [`insert into mutation (id, client_id, worker_id, mid, name, args_hash, result)
     select id, $1, $2, mid, name, args_hash, result::jsonb
     from unnest($3::uuid[], $4::bigint[], $5::text[], $6::bytea[], $7::text[]) as row (id, mid, name, args_hash, result)`]:
    async (
      transaction,
      [clientId, workerId, ids, mids, names, hashes, results]: [Id, Id, Id[], number[], string[], Buffer[], string[]],
    ) => {
      let rowCount = 0;
      for (const [index, id] of ids.entries()) {
        await transaction.lock('mutation', id);
        if (transaction.get('mutation', id)) throw doubled();
        transaction.put('mutation', id, {
          id,
          clientId,
          workerId,
          mid: mids[index] as number,
          name: names[index] as string,
          argsHash: hashes[index] as Buffer,
          result: JSON.parse(results[index] as string) as PushResult,
        });
        rowCount += 1;
      }
      return { rows: [], rowCount };
    },

  [`insert into quarantine (command_id, worker_id, client_id, name, args, schema, code, message, details, at_desk)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`]: async (
    transaction,
    [commandId, workerId, , name, args, schema, code, message, details, atDesk]: [Id, Id, Id, ...Quarantined],
  ) => {
    const key = `${commandId}/${workerId}`;
    await transaction.lock('quarantine', key);
    if (!transaction.get('quarantine', key)) {
      const why = { code, message, details, atDesk, state: 'open' as const };
      transaction.put('quarantine', key, { commandId, workerId, name, args, schema, ...why });
    }
    return { rows: [] };
  },

  // central/store/refusals.ts
  [`update quarantine set state = 'settled' where worker_id = $1 and command_id = any($2) and state = 'open'`]: async (
    transaction,
    [workerId, ids]: [Id, Id[]],
  ) => {
    for (const id of ids) {
      const key = `${id}/${workerId}`;
      await transaction.lock('quarantine', key);
      const row = transaction.get('quarantine', key);
      if (row) transaction.put('quarantine', key, { ...row, state: 'settled' });
    }
    return { rows: [] };
  },
  [`select command_id, name, args, schema, code, message, details, at_desk, at from quarantine
       where worker_id = $1 and state = 'open' and not (command_id = any($2)) order by at, command_id limit $3`]: (
    transaction,
    [workerId, known, limit]: [Id, Id[], number],
  ) => ({
    rows: transaction
      .rows('quarantine')
      .filter((row) => row.workerId === workerId && row.state === 'open' && !known.includes(row.commandId))
      .slice(0, limit)
      .map(({ commandId, name, args, schema, code, message, details, atDesk }) => ({
        ...{ command_id: commandId, name, args: JSON.parse(args) as unknown, schema, code, message },
        ...{ details: JSON.parse(details) as unknown, at_desk: new Date(atDesk), at: new Date(atDesk) },
      })),
  }),
  [markText]: (transaction, [workerId]: [Id]) => ({ rows: [{ mark: markOfRefusals(transaction, workerId) }] }),
  [`select command_id from quarantine where worker_id = $1 and state = 'settled' and command_id = any($2)`]: (
    transaction,
    [workerId, known]: [Id, Id[]],
  ) => ({
    rows: transaction
      .rows('quarantine')
      .filter((row) => row.workerId === workerId && row.state === 'settled' && known.includes(row.commandId))
      .map(({ commandId }) => ({ command_id: commandId })),
  }),
};

type Quarantined = [
  name: string,
  args: string,
  schema: number,
  code: string,
  message: string,
  details: string,
  atDesk: string,
];

const doubled = () =>
  Object.assign(databaseError('23505', 'duplicate key value violates unique constraint "mutation_pkey"'), {
    constraint: 'mutation_pkey',
  });
