import type { Id } from '../../core/domain/ids.ts';
import { type Database, inTransaction, type Queryable } from '../store/database.ts';
import { readableBy } from './case-file-reads.ts';
import type { MachineRight } from './machines.ts';
import type { WebhookEventKind } from './webhook-messages.ts';

export type WebhookEvent = {
  id: Id;
  kind: WebhookEventKind;
  scopeId: Id;
  targetId: Id;
  at: string; // microseconds since 1970
  position: number;
  /** Who handed the file in, of events about one. */
  machineId: Id | null;
  /** What is told beside ids, as it was when it happened. */
  details: Record<string, unknown> | null;
};

/** One service numbers at a time; the lock goes with the transaction. */
const numberingLock = 7_202_650;
const keptDays = 30;

/**
 * Numbers what was committed since the last time. Within one case file or Postkorb the numbers follow its journal: an act that stands
 * later in it was committed later, so both are seen or only the earlier one. Across them they follow the clock.
 */
export async function numberEvents(database: Database): Promise<void> {
  await inTransaction(database, 'write', async (connection) => {
    const { rows } = await connection.query<{ is_ours: boolean }>('select pg_try_advisory_xact_lock($1) as is_ours', [
      numberingLock,
    ]);
    if (!rows[0]?.is_ours) return;
    await connection.query(
      `update webhook_event event set position = numbered.position
       from (
         select id, nextval('webhook_position') as position from (
           select id from (
             select id, scope_id, journal_number,
               max(at) over (partition by scope_id order by journal_number) as reached
             from webhook_event where position is null) fresh
           order by reached, scope_id, journal_number limit 1000) ordered) numbered
       where numbered.id = event.id`,
    );
  });
}

/** Drops what is older than a month: a webhook that failed so long is disabled. */
export async function dropOldEvents(database: Queryable): Promise<void> {
  await database.query(
    `delete from webhook_event where at < extract(epoch from clock_timestamp() - interval '${keptDays} days') * 1000000`,
  );
}

/** The next events after a position, of whatever kind. */
export async function readEvents(database: Queryable, position: number, limit: number): Promise<WebhookEvent[]> {
  const { rows } = await database.query<WebhookEvent>(
    `select id, kind, scope_id as "scopeId", target_id as "targetId", at::text, position,
       machine_id as "machineId", details from webhook_event
     where position > $1 order by position limit $2`,
    [position, limit],
  );
  return rows;
}

/** True when a machine may hear of an event now: of its Postkörbe, of case files it may read, or of a file it handed in itself. */
export async function mayHear(
  database: Queryable,
  machine: { id: Id; rights: readonly MachineRight[]; inboxIds: readonly Id[] },
  event: WebhookEvent,
): Promise<boolean> {
  if (event.kind.startsWith('intake')) return event.machineId === machine.id && machine.rights.includes('intake');
  if (event.kind.startsWith('inboxItem')) return machine.inboxIds.includes(event.scopeId);
  return (await readableBy(database, machine.id, [event.scopeId])).has(event.scopeId);
}

/** What is sent: what happened, when, and ids to ask with; of a file handed in its letters, or why it failed. No names, titles or numbers. */
export function messageOf(event: WebhookEvent): string {
  const { kind, scopeId, targetId, details } = event;
  const intake = { intakeId: scopeId, ...details };
  const data = {
    documentFiled: { caseFileId: scopeId, documentId: targetId },
    inboxItemDelivered: { inboxId: scopeId, itemId: targetId },
    inboxItemFiled: { inboxId: scopeId, itemId: targetId },
    caseFileCreated: { caseFileId: scopeId },
    ...{ intakeDone: intake, intakeNeedsLook: intake, intakeFailed: intake, intakeReturned: intake },
  }[kind];
  const timestamp = new Date(Math.floor(Number(event.at) / 1000)).toISOString();
  return JSON.stringify({ type: kind, timestamp, data });
}
