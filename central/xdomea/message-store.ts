import type { Queryable } from '../store/database.ts';
import type { MessageKind } from './fachverfahren-messages.ts';
import type { ObjectOutcome } from './answers.ts';

export type MessageKey = { processId: string; kind: MessageKind };

/** new: to be carried out (or begun and broken off: all of it is repeatable); done: what became of it; other: the id is taken. */
export type Known = { state: 'new' } | { state: 'done'; outcomes: ObjectOutcome[] } | { state: 'other' };

/** Notes that a message has come, and tells what is known of it. */
export async function noteMessage(
  database: Queryable,
  { processId, kind }: MessageKey,
  facts: { sender: string; messageHash: Buffer },
): Promise<Known> {
  await database.query(
    `insert into fachverfahren_message (process_id, kind, sender, message_hash) values ($1, $2, $3, $4) on conflict do nothing`,
    [processId, kind, facts.sender, facts.messageHash],
  );
  const { rows } = await database.query<{ sender: string; message_hash: Buffer; outcomes: ObjectOutcome[] | null }>(
    'select sender, message_hash, outcomes from fachverfahren_message where process_id = $1 and kind = $2',
    [processId, kind],
  );
  const [row] = rows;
  if (!row || row.sender !== facts.sender || !row.message_hash.equals(facts.messageHash)) return { state: 'other' };
  return row.outcomes ? { state: 'done', outcomes: row.outcomes } : { state: 'new' };
}

/** Notes what became of the objects of a message. */
export async function finishMessage(
  database: Queryable,
  { processId, kind }: MessageKey,
  outcomes: ObjectOutcome[],
): Promise<void> {
  await database.query(
    `update fachverfahren_message set outcomes = $3, finished_at = clock_timestamp()
     where process_id = $1 and kind = $2 and outcomes is null`,
    [processId, kind, JSON.stringify(outcomes)],
  );
}

/** Lets a message be sent again: none of its objects was taken over. */
export async function forgetMessage(database: Queryable, { processId, kind }: MessageKey): Promise<void> {
  await database.query('delete from fachverfahren_message where process_id = $1 and kind = $2 and outcomes is null', [
    processId,
    kind,
  ]);
}
