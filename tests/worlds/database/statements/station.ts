import type { Id } from '../../../../core/domain/ids.ts';
import type { Statement } from '../memory-database.ts';
import type { StackDocumentRow } from '../tables.ts';
import type { Transaction } from '../transaction.ts';

const samePages = (left: readonly number[], right: readonly number[]) => left.join() === right.join();

/** The delivered document of a stack with exactly these pages. */
function partOf(transaction: Transaction, stackId: Id, pages: readonly number[]): StackDocumentRow | undefined {
  return transaction
    .rows('stackDocument')
    .find((row) => row.stackId === stackId && row.state === 'delivered' && samePages(row.pages, pages));
}

async function change(
  transaction: Transaction,
  id: Id,
  when: (row: StackDocumentRow) => boolean,
  state: StackDocumentRow['state'],
): Promise<StackDocumentRow | null> {
  await transaction.lock('stackDocument', id);
  const row = transaction.get('stackDocument', id);
  if (!row || !when(row)) return null;
  transaction.put('stackDocument', id, { ...row, state });
  return row;
}

/** central/store/letter-returns.ts, letter-rearranging.ts and what a correction writes: what the scan station knows of its letters. */
export const stationStatements: Record<string, Statement> = {
  [`insert into letter_return (id, stack_id, document_id, inbox_id, item_id, reason, returned_by, returned_at)
     select $1, stack_id, id, $2, $3, $4, $5, $6 from stack_document where stack_id = $7 and pages = $8::integer[] and state = 'delivered'`]:
    async (
      transaction,
      [id, inboxId, itemId, , returnedBy, , stackId, pages]: [Id, Id, Id, string, Id, string, Id, number[]],
    ) => {
      const document = partOf(transaction, stackId, pages);
      if (!document) return { rows: [], rowCount: 0 };
      await transaction.lock('letterReturn', id);
      const row = { id, stackId, documentId: document.id, inboxId, itemId, returnedBy, state: 'open' as const };
      transaction.put('letterReturn', id, row);
      return { rows: [], rowCount: 1 };
    },

  [`select 1 from stack_document where stack_id = $1 and pages = $2::integer[] and state = 'delivered'`]: (
    transaction,
    [stackId, pages]: [Id, number[]],
  ) => ({ rows: partOf(transaction, stackId, pages) ? [{}] : [] }),

  [`select id from stack_document where stack_id = $1 and pages = $2::integer[] and state = 'delivered'`]: (
    transaction,
    [stackId, pages]: [Id, number[]],
  ) => {
    const document = partOf(transaction, stackId, pages);
    return { rows: document ? [{ id: document.id }] : [] };
  },

  [`update letter_return set state = 'takenBack', ended_by = $3, ended_at = clock_timestamp()
     where inbox_id = $1 and item_id = $2 and returned_by = $3 and state = 'open'`]: async (
    transaction,
    [inboxId, itemId, by]: [Id, Id, Id],
  ) => {
    for (const { id } of transaction.rows('letterReturn')) {
      const row = transaction.get('letterReturn', id);
      if (row?.inboxId !== inboxId || row.itemId !== itemId || row.returnedBy !== by || row.state !== 'open') continue;
      await transaction.lock('letterReturn', id);
      const now = transaction.get('letterReturn', id);
      if (now?.state === 'open') transaction.put('letterReturn', id, { ...now, state: 'takenBack' });
    }
    return { rows: [] };
  },

  [`update letter_return set state = 'answered', ended_by = $2, ended_at = clock_timestamp() where id = any ($1::uuid[])`]:
    async (transaction, [ids]: [Id[], Id]) => {
      for (const id of ids) {
        await transaction.lock('letterReturn', id);
        const row = transaction.get('letterReturn', id);
        if (row) transaction.put('letterReturn', id, { ...row, state: 'answered' });
      }
      return { rows: [] };
    },

  [`update stack_document set state = 'replaced' where id = any ($1::uuid[])`]: async (transaction, [ids]: [Id[]]) => {
    for (const id of ids) await change(transaction, id, () => true, 'replaced');
    return { rows: [] };
  },

  'update stack set round = round + 1 where id = $1 returning round': async (transaction, [id]: [Id]) => {
    await transaction.lock('stack', id);
    const stack = transaction.get('stack', id);
    if (!stack) return { rows: [] };
    transaction.put('stack', id, { ...stack, round: stack.round + 1 });
    return { rows: [{ round: stack.round + 1 }] };
  },

  [`insert into stack_document (id, stack_id, round, number, pages, content, page_texts, confidence, concerns, letter, state, reason,
         inbox_id, item_id, deliveries, delivered_at)
       select $1, stack_id, $2, $3, $4, $5, $6, confidence, concerns, letter || jsonb_build_object('title', $7::text), 'delivered', null,
         $8, $9, 1, clock_timestamp()
       from stack_document where id = any ($10::uuid[]) and pages && $4::integer[] order by pages limit 1`]: async (
    transaction,
    [id, round, number, pages, , , , inboxId, itemId, from]: [Id, number, number, number[], ...Made],
  ) => {
    const source = transaction
      .rows('stackDocument')
      .find((row) => from.includes(row.id) && row.pages.some((page) => pages.includes(page)));
    if (!source) return { rows: [], rowCount: 0 };
    await transaction.lock('stackDocument', id);
    const made = { id, stackId: source.stackId, round, number, pages, inboxId, itemId, state: 'delivered' as const };
    transaction.put('stackDocument', id, made);
    return { rows: [], rowCount: 1 };
  },

  [`update stack_document set state = 'replaced' where item_id = any ($1::uuid[]) and state = 'delivered' returning stack_id`]:
    async (transaction, [itemIds]: [Id[]]) => {
      const rows = [];
      for (const { id, itemId } of transaction.rows('stackDocument')) {
        if (!itemIds.includes(itemId)) continue;
        const row = await change(transaction, id, ({ state }) => state === 'delivered', 'replaced');
        if (row) rows.push({ stack_id: row.stackId });
      }
      return { rows };
    },

  [`update stack_document set state = 'delivered' where id = (
         select id from stack_document where stack_id = $1 and pages = $2::integer[] and state = 'replaced' order by round desc limit 1)`]:
    async (transaction, [stackId, pages]: [Id, number[]]) => {
      const [newest] = transaction
        .rows('stackDocument')
        .filter((row) => row.stackId === stackId && row.state === 'replaced' && samePages(row.pages, pages))
        .sort((left, right) => right.round - left.round);
      if (newest) await change(transaction, newest.id, () => true, 'delivered');
      return { rows: [] };
    },

  [`insert into stack_document (id, stack_id, round, number, pages, content, page_texts, confidence, concerns, letter, state, reason, inbox_id, item_id,
  deliveries, delivered_at, filing)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (id) do update set letter = excluded.letter, content = excluded.content, state = excluded.state,
         reason = excluded.reason, inbox_id = excluded.inbox_id, item_id = excluded.item_id,
         deliveries = excluded.deliveries, delivered_at = excluded.delivered_at, filing = excluded.filing`]: async (
    transaction,
    values,
  ) => {
    const [id, stackId, round, number, pages] = values as [Id, Id, number, number, number[]];
    const [state, , inboxId, itemId] = values.slice(10) as [StackDocumentRow['state'], string | null, Id, Id];
    await transaction.lock('stackDocument', id);
    transaction.put('stackDocument', id, { id, stackId, round, number, pages, inboxId, itemId, state });
    return { rows: [] };
  },
};

type Made = [content: string, texts: string, title: string, inboxId: Id, itemId: Id, from: Id[]];
