import type { Queryable } from '../store/database.ts';

/** Transactions that were open when the backup began are not in it, although they may have noted an earlier moment. */
const openTransactions = '10 minutes';

/**
 * A backup that was made by other means holds everything decided before a moment: desks need keep no copies of it any more. Never takes
 * back what counts as saved already. Gives of how many desks more counts now.
 */
export async function noteOwnBackup(database: Queryable, until: Date): Promise<number> {
  const { rowCount } = await database.query(
    `update client set durable_mid = saved.mid
     from (select client_id, max(mid) as mid from mutation
           where at < $1::timestamptz - $2::interval group by client_id) as saved
     where client.client_id = saved.client_id and client.durable_mid < saved.mid`,
    [until, openTransactions],
  );
  return rowCount ?? 0;
}
