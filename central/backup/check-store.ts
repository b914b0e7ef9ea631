import { type Database, inTransaction, type Queryable } from '../store/database.ts';
import { type ChainBreak, verifyChains } from '../store/journal.ts';
import { rowDigest } from '../store/records.ts';
import { unsigned } from '../store/scopes.ts';
import { german, type Progress } from './format.ts';

export type StoreReport = {
  scopes: number;
  records: number;
  journalLines: number;
  /** Scopes whose rows do not add up to their digest or count. */
  wrongScopes: string[];
  journalBreak: ChainBreak | null;
};

type Row = { scope_id: string; kind: string; id: string; ver: number; body: Record<string, unknown> | null };
type Sum = { digest: bigint; rows: number };

/** Adds up all rows anew from what they say, compares with what each scope states, and walks the journal. One snapshot. */
export async function checkStore(database: Database, say: Progress): Promise<StoreReport> {
  return inTransaction(database, 'snapshot', async (connection) => {
    await connection.query(`declare checked no scroll cursor for select scope_id, kind, id, ver, body from record`);
    const sums = new Map<string, Sum>();
    let records = 0;
    for (;;) {
      const { rows } = await connection.query<Row>('fetch 5000 from checked');
      if (rows.length === 0) break;
      for (const row of rows) add(sums, row);
      records += rows.length;
      say(`Datensätze geprüft: ${german(records)}`);
    }
    await connection.query('close checked');
    const wrongScopes = await compare(connection, sums);
    const { scopes, lines, firstBreak } = await verifyChains(connection);
    say(`Protokollzeilen geprüft: ${german(lines)}`);
    return { scopes, records, journalLines: lines, wrongScopes, journalBreak: firstBreak };
  });
}

function add(sums: Map<string, Sum>, row: Row): void {
  const sum = sums.get(row.scope_id) ?? { digest: 0n, rows: 0 };
  sum.digest = BigInt.asUintN(64, sum.digest + rowDigest(row));
  sum.rows += 1;
  sums.set(row.scope_id, sum);
}

async function compare(connection: Queryable, sums: Map<string, Sum>): Promise<string[]> {
  const { rows } = await connection.query<{ id: string; digest: string; row_count: number }>(
    'select id, digest::text, row_count from scope',
  );
  return rows
    .filter((scope) => {
      const sum = sums.get(scope.id) ?? { digest: 0n, rows: 0 };
      return sum.digest !== unsigned(scope.digest) || sum.rows !== scope.row_count;
    })
    .map((scope) => scope.id);
}
