import type { Id } from '../../../core/domain/ids.ts';
import { bytesOf, type Connection, type Database, inTransaction, type Queryable } from '../../store/database.ts';
import { lockFolder, type StackState } from '../station/stacks.ts';

/** One message as the server names it. */
export type MessagePlace = { account: string; uidValidity: bigint; uid: number };
export type FoundMessage = { messageId: string | null; sha256: string | null; receivedAt: Date };

/** What became of a message: `state` of its stack, null when it was not taken over, for `reason`. */
export type MessageOutcome = { uid: number; state: StackState | null; reason: string | null; stackId: Id | null };

/** What is known of the messages that lie in a mailbox; those that are not journalled are missing. */
export async function messageOutcomes(
  database: Queryable,
  { account, uidValidity }: Omit<MessagePlace, 'uid'>,
  uids: number[],
): Promise<Map<number, MessageOutcome>> {
  const { rows } = await database.query<Omit<MessageOutcome, 'uid'> & { uid: string }>(
    `select message.uid, message.stack_id as "stackId", stack.state, coalesce(message.reason, stack.reason) as reason
     from mail_message message left join stack on stack.id = message.stack_id
     where message.mail_account = $1 and message.uid_validity = $2 and message.uid = any ($3::bigint[])
     order by message.uid`,
    [account, String(uidValidity), uids],
  );
  return new Map(rows.map((row) => [Number(row.uid), { ...row, uid: Number(row.uid) }]));
}

/**
 * Journals a message within the transaction that makes a stack of it. False when no stack is to be made: another service has taken the
 * message, or the same bytes came before in this mailbox and did not fail, whatever number they had then.
 */
export async function claimMessage(
  connection: Connection,
  place: MessagePlace,
  found: FoundMessage & { stackId: Id },
): Promise<boolean> {
  await lockFolder(connection, place.account);
  const { rows } = await connection.query<{ stack_id: Id }>(
    `select stack.id as stack_id from mail_message message join stack on stack.id = message.stack_id
     where message.mail_account = $1 and message.sha256 = $2 and stack.state <> 'failed' limit 1`,
    [place.account, found.sha256 && bytesOf(found.sha256)],
  );
  const before = rows[0]?.stack_id ?? null;
  const isNew = await addMessage(connection, place, { ...found, stackId: before ?? found.stackId, reason: null });
  return isNew && before === null;
}

/** Journals a message that is not taken over, for a reason. */
export async function refuseMessage(
  database: Database,
  place: MessagePlace,
  found: FoundMessage & { reason: string },
): Promise<void> {
  await inTransaction(database, 'write', (connection) => addMessage(connection, place, { ...found, stackId: null }));
}

type Row = FoundMessage & { stackId: Id | null; reason: string | null };

async function addMessage(connection: Connection, place: MessagePlace, row: Row): Promise<boolean> {
  const { rowCount } = await connection.query(
    `insert into mail_message (mail_account, uid_validity, uid, message_id, sha256, received_at, stack_id, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      ...[place.account, String(place.uidValidity), place.uid, row.messageId, row.sha256 && bytesOf(row.sha256)],
      ...[row.receivedAt, row.stackId, row.reason],
    ],
  );
  return rowCount === 1;
}

/** When the mail server got the message a stack was made of: that counts as its arrival. Null for stacks that came another way. */
export async function mailReceivedAt(database: Queryable, stackId: Id): Promise<Date | null> {
  const { rows } = await database.query<{ received_at: Date }>(
    'select received_at from mail_message where stack_id = $1 order by received_at limit 1',
    [stackId],
  );
  return rows[0]?.received_at ?? null;
}
