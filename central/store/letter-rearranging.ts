import type { StackPart, StationChange } from '../../core/commands/rule.ts';
import { derivedId, type Id } from '../../core/domain/ids.ts';
import type { Queryable } from './database.ts';
import { ofPart } from './letter-returns.ts';

// What the scan station knows of letters that were split or merged in a Postkorb, written with the command that did so. A stack it has no
// documents of in this shape has nothing to be told: its letters are then known by the Postkorb alone.

/** Letters of one stack became others of it: from now on these are the documents of the stack. */
export async function rearrangeDocuments(
  database: Queryable,
  { parts, made }: StationChange & { change: 'rearrange' },
): Promise<void> {
  const [first] = parts;
  if (!first) return;
  const before = await documentsOfParts(database, parts);
  if (before.length !== parts.length) return;
  await database.query(`update stack_document set state = 'replaced' where id = any ($1::uuid[])`, [before]);
  const round = await nextRound(database, first.stackId);
  for (const [index, letter] of made.entries()) {
    const { place, part, content, pageTexts, title } = letter;
    await database.query(
      `insert into stack_document (id, stack_id, round, number, pages, content, page_texts, confidence, concerns, letter, state, reason,
         inbox_id, item_id, deliveries, delivered_at)
       select $1, stack_id, $2, $3, $4, $5, $6, confidence, concerns, letter || jsonb_build_object('title', $7::text), 'delivered', null,
         $8, $9, 1, clock_timestamp()
       from stack_document where id = any ($10::uuid[]) and pages && $4::integer[] order by pages limit 1`,
      [
        ...[derivedId(place.itemId, 'document'), round, index + 1, part.pages],
        ...[JSON.stringify(content), JSON.stringify(pageTexts), title, place.inboxId, place.itemId, before],
      ],
    );
  }
}

/** That was taken back: the documents from before count again. */
export async function rearrangeDocumentsBack(
  database: Queryable,
  { parts, made }: StationChange & { change: 'takeBackRearranging' },
): Promise<void> {
  const { rows } = await database.query<{ stack_id: Id }>(
    `update stack_document set state = 'replaced' where item_id = any ($1::uuid[]) and state = 'delivered' returning stack_id`,
    [made.map(({ itemId }) => itemId)],
  );
  const stackIds = new Set(rows.map((row) => row.stack_id));
  for (const { stackId, pages } of parts.filter((part) => stackIds.has(part.stackId))) {
    await database.query(
      `update stack_document set state = 'delivered' where id = (
         select id from stack_document where stack_id = $1 and pages = $2::integer[] and state = 'replaced' order by round desc limit 1)`,
      [stackId, pages],
    );
  }
  for (const stackId of stackIds) await nextRound(database, stackId);
}

async function documentsOfParts(database: Queryable, parts: readonly StackPart[]): Promise<Id[]> {
  const ids: Id[] = [];
  for (const { stackId, pages } of parts) {
    const { rows } = await database.query<{ id: Id }>(`select id from stack_document where ${ofPart('$1', '$2')}`, [
      stackId,
      pages,
    ]);
    if (rows[0]) ids.push(rows[0].id);
  }
  return ids;
}

/** Whoever is just correcting the stack from what it was must look again. */
async function nextRound(database: Queryable, stackId: Id): Promise<number> {
  const { rows } = await database.query<{ round: number }>(
    'update stack set round = round + 1 where id = $1 returning round',
    [stackId],
  );
  return rows[0]?.round ?? 0;
}
