import type { Id } from '../../../../core/domain/ids.ts';
import type { Statement } from '../memory-database.ts';
import type { EscrowCommandRow } from '../tables.ts';
import type { Transaction } from '../transaction.ts';

const keyOf = (commandId: Id, workerId: Id) => `${commandId}/${workerId}`;
const madeAt = ({ body }: EscrowCommandRow) => (JSON.parse(body) as { at: string }).at;
const isDecided = (transaction: Transaction, commandId: Id) => transaction.get('mutation', commandId) !== undefined;

/** central/store/escrow.ts: what desks have sealed. */
export const escrowStatements: Record<string, Statement> = {
  'select id, public_key as "publicKey" from escrow_key order by made_at, id limit 1': (transaction) => ({
    rows: transaction
      .rows('escrowKey')
      .slice(0, 1)
      .map(({ id, publicKey }) => ({ id, publicKey })),
  }),

  'select id, public_key, private_key from escrow_key': (transaction) => ({
    rows: transaction
      .rows('escrowKey')
      .map(({ id, publicKey, privateKey }) => ({ id, public_key: publicKey, private_key: privateKey })),
  }),

  'select id, worker_id, proof_key from desk_store where id = any ($1::uuid[]) and proof_key is not null': (
    transaction,
    [ids]: [Id[]],
  ) => ({
    rows: ids.flatMap((id) => {
      const store = transaction.get('deskStore', id);
      return store ? [{ id, worker_id: store.workerId, proof_key: store.proofKey }] : [];
    }),
  }),

  [`insert into escrow_command (command_id, worker_id, body, is_proven)
     select $1, $2, $3, $5 where exists (select 1 from account where worker_id = $2)
     on conflict (command_id, worker_id) do update set body = excluded.body, taken_at = null, is_proven = $5
     where ($5 or not escrow_command.is_proven) and (escrow_command.body <> excluded.body or not escrow_command.is_proven
       or ($4 and not exists (select 1 from mutation where mutation.id = escrow_command.command_id)))`]: async (
    transaction,
    [commandId, workerId, body, isCommand, isProven]: [Id, Id, string, boolean, boolean],
  ) => {
    if (!transaction.get('account', workerId)) return { rows: [] };
    const key = keyOf(commandId, workerId);
    await transaction.lock('escrowCommand', key);
    const known = transaction.get('escrowCommand', key);
    const isNews =
      !known || known.body !== body || !known.isProven || (isCommand && !isDecided(transaction, commandId));
    if (known && !((isProven || !known.isProven) && isNews)) return { rows: [] };
    transaction.put('escrowCommand', key, { commandId, workerId, body, isProven, isTaken: false });
    return { rows: [], rowCount: 1 };
  },

  [`select 1 where exists (select 1 from account where worker_id = $2)
       and not exists (select 1 from mutation where id = $1)
       and not exists (select 1 from escrow_command where command_id = $1 and worker_id = $2)`]: (
    transaction,
    [commandId, workerId]: [Id, Id],
  ) => {
    const isKnown = isDecided(transaction, commandId) || transaction.get('escrowCommand', keyOf(commandId, workerId));
    return { rows: transaction.get('account', workerId) && !isKnown ? [{}] : [] };
  },

  [`select body from escrow_command where worker_id = $1 and taken_at is null and is_proven
     order by body ->> 'at', command_id limit $2`]: (transaction, [workerId, limit]: [Id, number]) => ({
    rows: transaction
      .rows('escrowCommand')
      .filter((row) => row.workerId === workerId && !row.isTaken && row.isProven)
      .sort((left, right) => compare(madeAt(left), madeAt(right)) || compare(left.commandId, right.commandId))
      .slice(0, limit)
      .map(({ body }) => ({ body: JSON.parse(body) as unknown })),
  }),

  'update escrow_command set taken_at = now() where worker_id = $1 and command_id = any ($2::uuid[])': async (
    transaction,
    [workerId, ids]: [Id, Id[]],
  ) => {
    for (const id of ids) {
      const key = keyOf(id, workerId);
      await transaction.lock('escrowCommand', key);
      const row = transaction.get('escrowCommand', key);
      if (row) transaction.put('escrowCommand', key, { ...row, isTaken: true });
    }
    return { rows: [] };
  },
};

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));
