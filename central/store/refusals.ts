import { type RefusalsRequest, type RefusalsResponse, refusalsAtOnce } from '../../core/contract/refusals.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Database, inTransaction } from './database.ts';
import { readEpoch } from './epoch.ts';

type Row = {
  command_id: Id;
  name: string;
  args: unknown;
  schema: number;
  code: string;
  message: string;
  details: Record<string, unknown>;
  at_desk: Date;
  at: Date;
};

/** Notes what a worker has settled at a desk, and tells what lies in quarantine of hers that this desk does not know. */
export async function tellRefusals(
  database: Database,
  workerId: Id,
  request: RefusalsRequest,
): Promise<RefusalsResponse> {
  return inTransaction(database, 'write', async (connection) => {
    const epoch = await readEpoch(connection);
    await connection.query(
      `update quarantine set state = 'settled' where worker_id = $1 and command_id = any($2) and state = 'open'`,
      [workerId, request.settled],
    );
    const { rows } = await connection.query<Row>(
      `select command_id, name, args, schema, code, message, details, at_desk, at from quarantine
       where worker_id = $1 and state = 'open' and not (command_id = any($2)) order by at, command_id limit $3`,
      [workerId, request.known, refusalsAtOnce],
    );
    const settled = await connection.query<{ command_id: Id }>(
      `select command_id from quarantine where worker_id = $1 and state = 'settled' and command_id = any($2)`,
      [workerId, request.known],
    );
    const { rows: marks } = await connection.query<{ mark: string }>(
      `select count(*) || ' ' || count(*) filter (where state <> 'open') as mark from quarantine where worker_id = $1`,
      [workerId],
    );
    return {
      epoch,
      mark: marks[0]?.mark ?? '',
      open: rows.map(refusalOf),
      settled: settled.rows.map((row) => row.command_id),
      noted: request.settled,
    };
  });
}

function refusalOf(row: Row): RefusalsResponse['open'][number] {
  return {
    ...{ id: row.command_id, name: row.name, args: row.args, schema: row.schema },
    ...{ code: row.code, message: row.message },
    ...{ details: row.details, at: row.at_desk.toISOString(), refusedAt: row.at.toISOString() },
  };
}
