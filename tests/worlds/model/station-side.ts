import { createHash } from 'node:crypto';
import { saveDocuments, type StackDocument } from '../../../central/intake/station/stack-documents.ts';
import { type Database, inTransaction } from '../../../central/store/database.ts';
import { answerReturns } from '../../../central/store/letter-returns.ts';
import type { CommandName } from '../../../core/commands/registry.ts';
import type { Id } from '../../../core/domain/ids.ts';
import { momentOf } from '../../../core/domain/moments.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import type { LetterReturnRow, RecordRow, StackDocumentRow } from '../database/tables.ts';
import { beginning, type Office, type OfficeWorker } from '../office.ts';
import type { Random } from '../simulation/random.ts';

// The scan station for the comparison of the model with PostgreSQL: stacks, letters made of them, letters split, merged and given back.

type Parts = { random: Random; memory: MemoryDatabase; postgres: Database; office: Office; newId: () => Id };
type Command = { name: CommandName; args: unknown };
type Letter = { inboxId: Id; itemId: Id; pageCount: number };
type Bytes = { sha256: string; size: number };

export class StationSide {
  private readonly parts: Parts;
  /** Rearrangements given so far, which may be taken back. */
  private readonly rearranged: { inboxId: Id; itemIds: Id[]; madeItemIds: Id[] }[] = [];

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Bytes that somebody has sent to the centre. */
  async store(workerId: Id): Promise<Bytes> {
    const { memory, postgres, newId } = this.parts;
    const bytes = Buffer.from(`Brief ${newId()}`);
    const [sha256, size] = [createHash('sha256').update(bytes).digest('hex'), bytes.length];
    await memory.administer(async (transaction) => {
      transaction.put('blob', sha256, { sha256, size, state: 'stored' });
      const id = `${sha256}/${workerId}`;
      transaction.put('upload', id, { id, workerId, sha256, state: 'done' });
    });
    const key = Buffer.from(sha256, 'hex');
    await postgres.query(`insert into blob (sha256, size, state) values ($1, $2, 'stored')`, [key, size]);
    await postgres.query(
      `insert into upload (id, worker_id, sha256, size, received, state) values ($1, $2, $3, $4, $4, 'done')`,
      [newId(), workerId, key, size],
    );
    return { sha256, size };
  }

  /** A stack of one to four sheets behind its cover sheet, as both sides know it; gives the command that delivers its letter. */
  async deliver(): Promise<Command> {
    const { random, memory, postgres, office, newId } = this.parts;
    const { sha256, size } = await this.store(office.scanStation.workerId);
    const [stackId, itemId, inboxId] = [newId(), newId(), random.pick(office.workers).inboxId];
    const pages = Array.from({ length: random.between(1, 4) }, (_, index) => index + 2);
    const document = { id: newId(), stackId, round: 0, number: 1, pages, inboxId, itemId, state: 'delivered' as const };
    await memory.administer(async (transaction) => {
      await transaction.lock('stack', stackId);
      transaction.put('stack', stackId, { id: stackId, round: 0 });
      transaction.put('stackDocument', document.id, document);
    });
    await postgres.query(
      `insert into stack (id, station, source, file_name, sha256, size, state) values ($1, 'Post', 'folder', 'Stapel.pdf', $2, $3, 'done')`,
      [stackId, Buffer.from(sha256, 'hex'), size],
    );
    await inTransaction(postgres, 'write', (connection) => saveDocuments(connection, [wholeDocument(document)]));
    const transferNote = {
      ...{ stackId, takenAt: momentOf(beginning), takenBy: null, source: 'folder', station: 'Post', pages },
      ...{ fileName: 'Stapel.pdf', original: { sha256, size, pageCount: pages.length + 1 }, resultSha256: sha256 },
      ...{ resolution: 300, colour: null, steps: [], confidence: 90, concerns: [] },
      visualCheck: { state: 'open', by: null, at: null },
    };
    const content = {
      ...{ fileName: 'brief.pdf', mediaType: 'application/pdf', sha256, size, kind: 'pdf', pageCount: pages.length },
      ...{ encrypted: 'no', hasText: true, explanation: null, attachments: [], transferNote },
    };
    const words = { title: 'Mietbescheinigung', letterDate: '2026-11-20', receivedDate: '2026-11-21', sender: null };
    const nothing = { proposedCase: null, proposedKeyword: null, remark: null };
    const origin = { direction: 'incoming', source: 'scan', content, pageTexts: pages.map((page) => `Seite ${page}`) };
    return { name: 'deliverInboxItem', args: { inboxId, itemId, ...words, ...origin, ...nothing } };
  }

  /** Something a worker does with a letter of the station, or takes back; null when there is none. */
  async rearrange(worker: OfficeWorker): Promise<Command | null> {
    const { random } = this.parts;
    const isOwn = random.chance(0.9);
    const letters = this.letters().filter(({ inboxId }) => !isOwn || inboxId === worker.inboxId);
    if (letters.length === 0) return null;
    const letter = random.pick(letters);
    const { inboxId, itemId } = letter;
    switch (random.weighted({ split: 3, merge: 3, back: 3, fetch: 2, undo: 2 })) {
      case 'back':
        return { name: 'returnInboxItem', args: { inboxId, itemId, reason: random.pick(['Seite fehlt', 'Schief']) } };
      case 'fetch':
        return { name: 'withdrawReturn', args: { inboxId, itemId } };
      case 'undo':
        return this.rearranged.length === 0
          ? null
          : { name: 'withdrawRearranging', args: random.pick(this.rearranged) };
      case 'split': {
        const pages = pagesOf(letter);
        const at = Math.max(1, random.below(pages.length));
        return this.compose(worker, inboxId, [itemId], [pages.slice(0, at), pages.slice(at)]);
      }
      case 'merge': {
        const other = random.pick(letters.filter((one) => one.inboxId === inboxId));
        const sources = other.itemId === itemId ? [letter] : [letter, other];
        return this.compose(
          worker,
          inboxId,
          sources.map((one) => one.itemId),
          [sources.flatMap(pagesOf)],
        );
      }
    }
  }

  private async compose(
    { workerId }: OfficeWorker,
    inboxId: Id,
    itemIds: Id[],
    parts: { itemId: Id; page: number }[][],
  ): Promise<Command> {
    const documents = [];
    for (const pages of parts.filter((some) => some.length > 0)) {
      const said = { title: 'Anlage', letterDate: null, sender: null, proposedCase: null, proposedKeyword: null };
      documents.push({ itemId: this.parts.newId(), pages, content: await this.store(workerId), ...said });
    }
    this.rearranged.push({ inboxId, itemIds, madeItemIds: documents.map(({ itemId }) => itemId) });
    return { name: 'rearrangeInboxItems', args: { inboxId, itemIds, documents } };
  }

  /** Somebody at the station has dealt with a letter that came back: on both sides in a transaction as the station does it. */
  async answer(): Promise<void> {
    const { random, memory, postgres, office, newId } = this.parts;
    const open = this.returns().filter(({ state }) => state === 'open');
    if (open.length === 0) return;
    const { id, documentId } = random.pick(open);
    const before = memory.table<StackDocumentRow>('stackDocument').find((row) => row.id === documentId);
    if (!before) return;
    const [madeId, itemId] = [newId(), newId()];
    for (const database of [memory.pool(), postgres]) {
      await inTransaction(database, 'write', async (connection) => {
        const { rows } = await connection.query<{ round: number }>(
          'update stack set round = round + 1 where id = $1 returning round',
          [before.stackId],
        );
        const round = rows[0]?.round ?? 0;
        const made = { ...before, id: madeId, itemId, round, number: 1, state: 'delivered' as const };
        await saveDocuments(connection, [wholeDocument(made), wholeDocument({ ...before, state: 'replaced' })]);
        await answerReturns(connection, [id], office.scanStation.workerId);
      });
    }
  }

  /** What both sides know of stacks, their letters and those that came back, in the same shape. */
  async known(): Promise<[model: unknown, postgres: unknown]> {
    const { memory, postgres } = this.parts;
    const stacks = await postgres.query('select id, round from stack');
    const documents = await postgres.query(
      `select id, stack_id as "stackId", round, number, pages, inbox_id as "inboxId", item_id as "itemId", state from stack_document`,
    );
    const returns = await postgres.query(
      `select id, stack_id as "stackId", document_id as "documentId", inbox_id as "inboxId", item_id as "itemId",
         returned_by as "returnedBy", state from letter_return`,
    );
    return [
      [memory.table('stack'), memory.table('stackDocument'), memory.table('letterReturn')].map(byId),
      [stacks.rows, documents.rows, returns.rows].map(byId),
    ];
  }

  private returns(): LetterReturnRow[] {
    return byId(this.parts.memory.table<LetterReturnRow>('letterReturn')) as LetterReturnRow[];
  }

  private letters(): Letter[] {
    const { memory } = this.parts;
    return [...memory.committed().keys()]
      .filter((name) => name.startsWith('record '))
      .flatMap((name) => memory.table<RecordRow>(name))
      .filter(
        ({ kind, deleted, body }) => kind === 'inboxItem' && !deleted && JSON.parse(body ?? '{}').source === 'scan',
      )
      .sort((left, right) => (left.id < right.id ? -1 : 1))
      .map(({ id, scopeId, body }) => ({
        ...{ inboxId: scopeId, itemId: id, pageCount: JSON.parse(body ?? '{}').pageCount ?? 1 },
      }));
  }
}

const pagesOf = ({ itemId, pageCount }: Letter) =>
  Array.from({ length: pageCount }, (_, index) => ({ itemId, page: index + 1 }));

/** The rest of a document's row, which decides nothing here. */
function wholeDocument(row: StackDocumentRow): StackDocument {
  const rest = { content: {}, pageTexts: [], confidence: null, concerns: [], letter: {}, filing: null, reason: null };
  return { ...rest, deliveries: 1, deliveredAt: null, ...row } as unknown as StackDocument;
}

function byId(rows: unknown[]): unknown[] {
  return rows.toSorted((left, right) => ((left as { id: Id }).id < (right as { id: Id }).id ? -1 : 1));
}
