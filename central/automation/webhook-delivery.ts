import type { Id } from '../../core/domain/ids.ts';
import type { Log } from '../http/context.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { journalInHouse } from '../store/house-journal.ts';
import { callWebhook } from './webhook-call.ts';
import { mayHear, messageOf, numberEvents, readEvents } from './webhook-events.ts';
import type { MachineRight } from './machines.ts';
import type { WebhookEventKind } from './webhook-messages.ts';

export type DeliveryOptions = {
  database: Database;
  log: Log;
  serviceId: Id;
  /** Wait after the first failure; each further one doubles it, up to an hour. */
  firstWaitMilliseconds?: number;
  /** After failing for so long a webhook is disabled. */
  patienceMilliseconds?: number;
  leaseMilliseconds?: number;
};

const eventsAtOnce = 50;
const longestWait = 3_600_000;
const days = 86_400_000;

type Claimed = {
  id: Id;
  url: string;
  secret: Buffer;
  events: WebhookEventKind[];
  position: number;
  failures: number;
  machine_id: Id;
  rights: MachineRight[];
  inbox_ids: Id[];
  networks: string[];
};

/**
 * Takes a webhook that something is waiting for and that no other service is working on. One whose service has gone quiet is taken over:
 * what it was just sending is sent again.
 */
async function claimWebhook({
  database,
  serviceId,
  leaseMilliseconds = 60_000,
}: DeliveryOptions): Promise<Claimed | null> {
  const { rows } = await database.query<Claimed>(
    `with next as (
       select webhook.id from webhook join machine on machine.id = webhook.machine_id
       where webhook.disabled_at is null and machine.revoked_at is null and machine.expires_at > clock_timestamp()
         and 'events' = any (machine.rights) and webhook.next_try_at <= clock_timestamp()
         and (webhook.lease_until is null or webhook.lease_until < clock_timestamp())
         and exists (select 1 from webhook_event event where event.position > webhook.position)
       order by webhook.next_try_at limit 1 for update of webhook skip locked)
     update webhook set lease_by = $1, lease_until = clock_timestamp() + make_interval(secs => $2)
     from next, machine where webhook.id = next.id and machine.id = webhook.machine_id
     returning webhook.id, url, secret, events, webhook.position, failures, machine_id, rights, inbox_ids::text[],
       networks`,
    [serviceId, leaseMilliseconds / 1000],
  );
  return rows[0] ?? null;
}

/** Delivers what waits for one webhook, in order. False when nothing waits for any. */
export async function deliverNext(options: DeliveryOptions, signal: AbortSignal): Promise<boolean> {
  const { database } = options;
  await numberEvents(database);
  const webhook = await claimWebhook(options);
  if (!webhook) return false;
  const events = await readEvents(database, webhook.position, eventsAtOnce);
  let passed = webhook.position;
  for (const event of events) {
    if (signal.aborted) break;
    const machine = { id: webhook.machine_id, rights: webhook.rights, inboxIds: webhook.inbox_ids };
    if (webhook.events.includes(event.kind) && (await mayHear(database, machine, event))) {
      const message = { id: event.id, body: messageOf(event), secret: webhook.secret };
      const failure = await callWebhook(webhook.url, webhook.networks, message);
      if (failure) {
        await noteFailure(options, webhook, passed, failure);
        return true;
      }
      if (!(await noteDelivered(options, webhook, event.position))) return true; // another service has taken it over
    }
    passed = event.position;
  }
  await database.query(
    `update webhook set position = greatest(position, $3), lease_by = null, lease_until = null where id = $1 and lease_by = $2`,
    [webhook.id, options.serviceId, passed],
  );
  return !signal.aborted;
}

/** From here on the event is not sent again. False when the claim is lost. */
async function noteDelivered(options: DeliveryOptions, webhook: Claimed, position: number): Promise<boolean> {
  const { database, serviceId, leaseMilliseconds = 60_000 } = options;
  const { rowCount } = await database.query(
    `update webhook set position = $3, failures = 0, failing_since = null, last_failure = null,
       delivered_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => $4)
     where id = $1 and lease_by = $2 and disabled_at is null`,
    [webhook.id, serviceId, position, leaseMilliseconds / 1000],
  );
  return rowCount === 1;
}

/** Puts a webhook off, longer with each failure; after days of nothing else it is disabled, which is journalled and logged. */
async function noteFailure(options: DeliveryOptions, webhook: Claimed, passed: number, failure: string): Promise<void> {
  const { database, log, serviceId, firstWaitMilliseconds = 5_000, patienceMilliseconds = 3 * days } = options;
  const wait = Math.min(longestWait, firstWaitMilliseconds * 2 ** Math.min(webhook.failures, 20));
  await inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ is_hopeless: boolean }>(
      `update webhook set position = greatest(position, $3), failures = failures + 1, last_failure = $4,
         failing_since = coalesce(failing_since, clock_timestamp()), lease_by = null, lease_until = null,
         next_try_at = clock_timestamp() + make_interval(secs => $5)
       where id = $1 and lease_by = $2
       returning failing_since < clock_timestamp() - make_interval(secs => $6) as is_hopeless`,
      [webhook.id, serviceId, passed, failure, wait / 1000, patienceMilliseconds / 1000],
    );
    if (!rows[0]?.is_hopeless) return;
    await connection.query('update webhook set disabled_at = clock_timestamp(), disabled_reason = $2 where id = $1', [
      webhook.id,
      `Seit Tagen nicht zuzustellen. ${failure}`,
    ]);
    const line = { action: 'webhook.disabled', targetKind: 'webhook', targetId: webhook.id, reason: null };
    await journalInHouse(connection, webhook.machine_id, line, { id: webhook.id });
    log.warn({ webhook: webhook.id }, 'a webhook was disabled after days of failures');
  });
}
