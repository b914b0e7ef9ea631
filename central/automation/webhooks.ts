import { randomBytes } from 'node:crypto';
import { createIdSource, type Id } from '../../core/domain/ids.ts';
import { type Database, inTransaction, type Queryable } from '../store/database.ts';
import { journalInHouse } from '../store/house-journal.ts';
import type { WebhookEventKind } from './webhook-messages.ts';

export type Webhook = {
  id: Id;
  url: string;
  events: WebhookEventKind[];
  failures: number;
  lastFailure: string | null;
  deliveredAt: Date | null;
  disabledAt: Date | null;
  disabledReason: string | null;
};

const newId = createIdSource(Date.now, (bytes) => bytes.set(randomBytes(bytes.length)));
const mostWebhooks = 20;

/** Sets up a webhook from now on. Its secret is told this once. Null when the machine has as many as it may. */
export async function makeWebhook(
  database: Database,
  machineId: Id,
  wish: { url: string; events: WebhookEventKind[] },
): Promise<{ id: Id; secret: string } | null> {
  const id = newId();
  const secret = randomBytes(32);
  return inTransaction(database, 'write', async (connection) => {
    await connection.query('select 1 from machine where id = $1 for update', [machineId]);
    const { rowCount } = await connection.query(
      `insert into webhook (id, machine_id, url, secret, events, position)
       select $1, $2, $3, $4, $5::text[], coalesce((select max(position) from webhook_event), 0)
       where (select count(*) from webhook where machine_id = $2 and disabled_at is null) < ${mostWebhooks}`,
      [id, machineId, wish.url, secret, wish.events],
    );
    if (rowCount === 0) return null;
    const line = { action: 'webhook.made', targetKind: 'webhook', targetId: id, reason: null };
    await journalInHouse(connection, machineId, line, { id, ...wish });
    return { id, secret: `whsec_${secret.toString('base64')}` };
  });
}

/** A machine's webhooks, newest first. */
export async function listWebhooks(database: Queryable, machineId: Id): Promise<Webhook[]> {
  const { rows } = await database.query<Webhook>(
    `select id, url, events, failures, last_failure as "lastFailure", delivered_at as "deliveredAt",
       disabled_at as "disabledAt", disabled_reason as "disabledReason"
     from webhook where machine_id = $1 order by made_at desc, id`,
    [machineId],
  );
  return rows;
}

/** Removes a webhook of a machine; false when it has none of this id. */
export async function removeWebhook(database: Database, machineId: Id, id: Id): Promise<boolean> {
  return inTransaction(database, 'write', async (connection) => {
    const { rowCount } = await connection.query('delete from webhook where id = $1 and machine_id = $2', [
      id,
      machineId,
    ]);
    if (rowCount === 0) return false;
    const line = { action: 'webhook.removed', targetKind: 'webhook', targetId: id, reason: null };
    await journalInHouse(connection, machineId, line, { id });
    return true;
  });
}
