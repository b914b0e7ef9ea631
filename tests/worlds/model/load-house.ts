import { inTransaction, type Connection, type Database } from '../../../central/store/database.ts';
import type { Contents, RecordRow, TableName } from '../database/tables.ts';

/** Puts everything of a world's house into an empty PostgreSQL that has the tables of the centre. */
export async function loadHouse(database: Database, contents: Contents): Promise<void> {
  const rows = <Row>(name: TableName): Row[] => [...(contents.get(name)?.values() ?? [])] as unknown as Row[];
  await inTransaction(database, 'write', async (connection) => {
    const [store] = rows<{ epoch: string }>('store');
    await connection.query('update store set epoch = $1', [store?.epoch]);
    await insert(
      connection,
      'account',
      rows<{ workerId: string; role: string }>('account').map(({ workerId, role }) => ({
        ...{ worker_id: workerId, login: `w${workerId}`, password_hash: '-', role },
      })),
    );
    await insert(connection, 'scope', rows<Record<string, unknown>>('scope').map(scopeRow));
    const records = [...contents.keys()]
      .filter((name) => name.startsWith('record '))
      .flatMap((name) => rows<RecordRow>(name));
    await insert(
      connection,
      'record',
      records.map(({ scopeId, kind, id, ver, deleted, parentId, body, h }) => ({
        ...{ scope_id: scopeId, kind, id, ver, deleted, parent_id: parentId, body, h },
      })),
    );
    await insert(
      connection,
      'scope_grant',
      rows<{ scopeId: string; principalId: string; level: string }>('grant').map(({ scopeId, principalId, level }) => ({
        ...{ scope_id: scopeId, principal_id: principalId, level },
      })),
    );
    await insert(
      connection,
      'membership',
      rows<{ workerId: string; principalId: string }>('membership').map(({ workerId, principalId }) => ({
        ...{ worker_id: workerId, principal_id: principalId },
      })),
    );
    await connection.query('delete from access_version'); // made by the rows above
    await insert(
      connection,
      'access_version',
      rows<{ workerId: string; version: number }>('accessVersion').map(({ workerId, version }) => ({
        ...{ worker_id: workerId, version },
      })),
    );
  });
}

function scopeRow({ id, kind, head, digest, rowCount, chain, journalCount, purgeFloor }: Record<string, unknown>) {
  return { id, kind, head, digest, row_count: rowCount, chain, journal_count: journalCount, purge_floor: purgeFloor };
}

async function insert(connection: Connection, table: string, rows: Record<string, unknown>[]): Promise<void> {
  for (const row of rows) {
    const names = Object.keys(row);
    const places = names.map((_name, index) => `$${index + 1}`);
    await connection.query(
      `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
      names.map((name) => row[name]),
    );
  }
}
