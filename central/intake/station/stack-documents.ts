import { derivedId, type Id } from '../../../core/domain/ids.ts';
import type { ContentFacts } from '../../../core/domain/records.ts';
import type { CommandArgs } from '../../../core/commands/registry.ts';
import type { Queryable } from '../../store/database.ts';

// The documents a stack became, and where they were delivered.

/** What a delivery says besides content and texts. */
export type Letter = Omit<CommandArgs<'deliverInboxItem'>, 'inboxId' | 'itemId' | 'content' | 'pageTexts'>;
/** Where a notice is filed at once, instead of being delivered. */
export type NoticeFiling = { caseFileId: Id; fileNumber: string; keywordIds: Id[]; isProtected: boolean };
export type DocumentState = 'delivered' | 'needsLook' | 'replaced';

export type StackDocument = {
  id: Id;
  stackId: Id;
  round: number;
  number: number;
  pages: number[];
  content: ContentFacts;
  pageTexts: string[];
  confidence: number | null;
  concerns: string[];
  letter: Letter;
  /** Of a notice whose file and keyword are sure; it counts as delivered when it is filed. */
  filing: NoticeFiling | null;
  state: DocumentState;
  reason: string | null;
  inboxId: Id | null;
  itemId: Id;
  deliveries: number;
  deliveredAt: Date | null;
};

/** The id of a document: the same whenever the stack is read again in the same round of corrections. */
export const documentIdOf = (stackId: Id, round: number, number: number): Id =>
  derivedId(stackId, `document/${round}/${number}`);
export const itemIdOf = (documentId: Id): Id => derivedId(documentId, 'item');
export const deliveryIdOf = (documentId: Id, deliveries: number): Id => derivedId(documentId, `delivery/${deliveries}`);

type Row = {
  id: Id;
  stack_id: Id;
  round: number;
  number: number;
  pages: number[];
  content: ContentFacts;
  page_texts: string[];
  confidence: number | null;
  concerns: string[];
  letter: Letter;
  filing: NoticeFiling | null;
  state: DocumentState;
  reason: string | null;
  inbox_id: Id | null;
  item_id: Id;
  deliveries: number;
  delivered_at: Date | null;
};

const columns = `id, stack_id, round, number, pages, content, page_texts, confidence, concerns, letter, state, reason, inbox_id, item_id,
  deliveries, delivered_at, filing`;

function documentFrom(row: Row): StackDocument {
  return {
    ...{ id: row.id, stackId: row.stack_id, round: row.round, number: row.number, pages: row.pages },
    ...{ content: row.content, pageTexts: row.page_texts, confidence: row.confidence, concerns: row.concerns },
    ...{
      letter: row.letter,
      filing: row.filing,
      state: row.state,
      reason: row.reason,
      inboxId: row.inbox_id,
      itemId: row.item_id,
    },
    ...{ deliveries: row.deliveries, deliveredAt: row.delivered_at },
  };
}

/** Writes documents as they are now; one that is there already takes the new state. */
export async function saveDocuments(database: Queryable, documents: StackDocument[]): Promise<void> {
  for (const document of documents) {
    await database.query(
      `insert into stack_document (${columns})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (id) do update set letter = excluded.letter, content = excluded.content, state = excluded.state,
         reason = excluded.reason, inbox_id = excluded.inbox_id, item_id = excluded.item_id,
         deliveries = excluded.deliveries, delivered_at = excluded.delivered_at, filing = excluded.filing`,
      [
        ...[document.id, document.stackId, document.round, document.number, document.pages],
        ...[JSON.stringify(document.content), JSON.stringify(document.pageTexts), document.confidence],
        ...[document.concerns, JSON.stringify(document.letter), document.state, document.reason],
        ...[document.inboxId, document.itemId, document.deliveries, document.deliveredAt],
        document.filing && JSON.stringify(document.filing),
      ],
    );
  }
}

/** The documents of a stack that count, in order; those replaced by a correction are left out. */
export async function documentsOf(database: Queryable, stackId: Id): Promise<StackDocument[]> {
  const { rows } = await database.query<Row>(
    `select ${columns} from stack_document where stack_id = $1 and state <> 'replaced' order by pages, number`,
    [stackId],
  );
  return rows.map(documentFrom);
}
