import type { StackPart, StationChange } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { Queryable } from './database.ts';

// Letters that came back to the scan station. Written in the transaction of the command that gives them back, so that either both the
// Postkorb and the station know of it or neither does, whenever the centre ends.

export type LetterReturn = {
  id: Id;
  documentId: Id;
  inboxId: Id;
  itemId: Id;
  reason: string;
  returnedBy: Id;
  returnedAt: Date;
};

/** Notes that a letter is back, under the id of the command. */
export async function addReturn(
  database: Queryable,
  commandId: Id,
  change: StationChange & { change: 'return' },
): Promise<void> {
  const { place, part, by, at, reason } = change;
  await database.query(
    `insert into letter_return (id, stack_id, document_id, inbox_id, item_id, reason, returned_by, returned_at)
     select $1, stack_id, id, $2, $3, $4, $5, $6 from stack_document where ${ofPart('$7', '$8')}`,
    [commandId, place.inboxId, place.itemId, reason, by, at, part.stackId, part.pages],
  );
}

/** Of a row of `stack`: a letter of it came back and waits, so that somebody has to look, whatever the stack was before. */
export const hasLetterBack =
  "exists (select 1 from letter_return back where back.stack_id = stack.id and back.state = 'open')";

/** A page of a stack stands in one delivered document only. */
export const ofPart = (stackId: string, pages: string): string =>
  `stack_id = ${stackId} and pages = ${pages}::integer[] and state = 'delivered'`;

/** Whether the station has delivered this part of a stack and knows it as it is. */
export async function isKnownPart(database: Queryable, { stackId, pages }: StackPart): Promise<boolean> {
  const { rows } = await database.query(`select 1 from stack_document where ${ofPart('$1', '$2')}`, [stackId, pages]);
  return rows.length === 1;
}

/** Notes that somebody has fetched her letter back. */
export async function takeReturnBack(
  database: Queryable,
  { place, by }: StationChange & { change: 'takeBackReturn' },
): Promise<void> {
  await database.query(
    `update letter_return set state = 'takenBack', ended_by = $3, ended_at = clock_timestamp()
     where inbox_id = $1 and item_id = $2 and returned_by = $3 and state = 'open'`,
    [place.inboxId, place.itemId, by],
  );
}

type Row = {
  id: Id;
  document_id: Id;
  inbox_id: Id;
  item_id: Id;
  reason: string;
  returned_by: Id;
  returned_at: Date;
};

/** Letters of a stack that are back and wait for somebody, the first one first. */
export async function openReturnsOf(database: Queryable, stackId: Id): Promise<LetterReturn[]> {
  const { rows } = await database.query<Row>(
    `select id, document_id, inbox_id, item_id, reason, returned_by, returned_at from letter_return
     where stack_id = $1 and state = 'open' order by returned_at, id`,
    [stackId],
  );
  return rows.map((row) => ({
    ...{ id: row.id, documentId: row.document_id, inboxId: row.inbox_id, itemId: row.item_id, reason: row.reason },
    ...{ returnedBy: row.returned_by, returnedAt: row.returned_at },
  }));
}

/** Notes that letters have been dealt with. */
export async function answerReturns(database: Queryable, returnIds: readonly Id[], actorId: Id): Promise<void> {
  await database.query(
    `update letter_return set state = 'answered', ended_by = $2, ended_at = clock_timestamp() where id = any ($1::uuid[])`,
    [returnIds, actorId],
  );
}
