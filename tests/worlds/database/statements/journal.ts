import type { Id } from '../../../../core/domain/ids.ts';
import { databaseError } from '../database-error.ts';
import type { Statement } from '../memory-database.ts';
import type { JournalLineRow } from '../tables.ts';

/** central/store/journal.ts: the chains. */
export const journalStatements: Record<string, Statement> = {
  [`insert into journal (scope_id, number, at, at_desk, actor_id, client_id, command_id, action, target_kind, target_id,
       reason, payload_hash, prev, hash)
     select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::uuid[], $6::uuid[], $7::uuid[],
       $8::text[], $9::text[], $10::uuid[], $11::text[], $12::bytea[], $13::bytea[], $14::bytea[])`]: async (
    transaction,
    values: unknown[][],
  ) => {
    const [scopeIds = [], ...fields] = values as [Id[], ...unknown[][]];
    for (const [index, scopeId] of scopeIds.entries()) {
      const [number, at, atDesk, actorId, clientId, commandId, action, targetKind, targetId, reason, ...hashes] =
        fields.map((field) => field[index]);
      const [payloadHash, prev, hash] = hashes;
      const line = { scopeId, number, at, actorId, clientId, commandId, action, targetKind, targetId, reason };
      const row = { ...line, payloadHash, prev, hash, atDesk: new Date(String(atDesk)).toISOString() };
      await transaction.lock(`journal ${scopeId}`, String(number));
      if (transaction.get(`journal ${scopeId}`, String(number))) {
        throw databaseError('23505', 'duplicate key value violates unique constraint "journal_pkey"');
      }
      transaction.put(`journal ${scopeId}`, String(number), row as JournalLineRow);
    }
    return { rows: [] };
  },

  [`select scope_id, number, at::text, at_desk, actor_id, client_id, command_id, action, target_kind, target_id,
  reason, payload_hash, prev, hash from journal where scope_id = $1 and number > $2 order by number limit $3`]: (
    transaction,
    [scopeId, after, limit]: [Id, number, number],
  ) => ({
    rows: transaction
      .rows(`journal ${scopeId}`)
      .filter(({ number }) => number > after)
      .sort((left, right) => left.number - right.number)
      .slice(0, limit)
      .map((row) => ({
        ...{ scope_id: scopeId, number: row.number, at: row.at, at_desk: new Date(row.atDesk), actor_id: row.actorId },
        ...{ client_id: row.clientId, command_id: row.commandId, action: row.action, target_kind: row.targetKind },
        ...{
          target_id: row.targetId,
          reason: row.reason,
          payload_hash: row.payloadHash,
          prev: row.prev,
          hash: row.hash,
        },
      })),
  }),

  'select id, chain, journal_count from scope order by id': (transaction) => ({
    rows: transaction
      .rows('scope')
      .map(({ id, chain, journalCount }) => ({ id, chain, journal_count: journalCount }))
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
  }),
};
