import type { Id } from '../../../core/domain/ids.ts';
import type { Queryable } from '../../store/database.ts';

export type AccountLease = { name: string; serviceId: Id; leaseMilliseconds: number };

/** Takes or keeps the right to look through a mailbox; false while another service has it and gives signs of life. */
export async function holdAccount(database: Queryable, lease: AccountLease): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into mail_account as account (name, lease_by, lease_until)
     values ($1, $2, clock_timestamp() + make_interval(secs => $3))
     on conflict (name) do update set lease_by = excluded.lease_by, lease_until = excluded.lease_until
       where account.lease_by = excluded.lease_by or account.lease_until < clock_timestamp()`,
    [lease.name, lease.serviceId, lease.leaseMilliseconds / 1000],
  );
  return rowCount === 1;
}

/** Gives it back, so that another service need not wait. */
export async function releaseAccount(database: Queryable, { name, serviceId }: AccountLease): Promise<void> {
  await database.query('delete from mail_account where name = $1 and lease_by = $2', [name, serviceId]);
}
