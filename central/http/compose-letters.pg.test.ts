import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import type { ComposedLetters, StackDetail } from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { createPdfReader } from '../testing/pdf-reader.ts';
import { ScanOffice } from '../testing/scan-office.ts';
import { coverPage, scanOf } from '../testing/text-reader.ts';

const slow = 180_000; // a PostgreSQL, a centre, a station
type Item = { id: Id; body: { state: string; title: string; versionId: Id } };
type Pages = { itemId: Id; page: number }[];

async function itemsIn({ database }: ScanOffice, inboxId: Id, state = 'open'): Promise<Item[]> {
  const { rows } = await database.query<Item>(
    `select id, body from record where kind = 'inboxItem' and scope_id = $1 and not deleted and body ->> 'state' = $2 order by id`,
    [inboxId, state],
  );
  return rows;
}

async function handIn(scans: ScanOffice, bytes: Uint8Array) {
  await scans.start({ openReader: createPdfReader });
  const post = await scans.office.desk('post');
  const path = '/v1/station/stacks?station=Empfang&fileName=Stapel.pdf';
  const type = { 'content-type': 'application/octet-stream' };
  const { body } = await post.call<{ stackId: Id }>('POST', path, bytes, type);
  const detail = async () => (await post.call<StackDetail>('GET', `/v1/station/stacks/${body.stackId}`)).body;
  await vi.waitFor(async () => expect((await detail()).stack.state).toBe('done'), { timeout: 60_000, interval: 50 });
  return { post, stackId: body.stackId, detail };
}

const compose = (desk: Desk, inboxId: Id, documents: { pages: Pages }[]) =>
  desk.call<ComposedLetters & { message: string }>('POST', `/v1/inboxes/${inboxId}/compose`, { documents });

async function rearrange(desk: Desk, inboxId: Id, documents: { pages: Pages }[]) {
  const { body } = await compose(desk, inboxId, documents);
  const itemIds = [...new Set(documents.flatMap(({ pages }) => pages.map(({ itemId }) => itemId)))];
  const letters = documents.map(({ pages }, index) => ({ itemId: newId(), pages, ...body.documents[index] }));
  const args = { inboxId, itemIds, documents: letters };
  return { args, made: letters.map(({ itemId }) => itemId), result: await desk.run('rearrangeInboxItems', args) };
}

test(
  'a letter of the station is split: the bytes hold its pages, the stack knows both parts, and one of them goes back and comes again',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const { post, stackId, detail } = await handIn(scans, scanOf(coverPage({ inboxId }), 'Eins', 'Zwei', 'Drei'));
    const [anna, bernd] = [await scans.office.desk('anna'), await scans.office.desk('bernd')];
    const [original] = await itemsIn(scans, inboxId);
    const itemId = original?.id as Id;
    const documents = [
      {
        pages: [
          { itemId, page: 1 },
          { itemId, page: 3 },
        ],
      },
      { pages: [{ itemId, page: 2 }] },
    ];
    // Who may not work there gets nothing made, and asking alone changes nothing.
    expect((await compose(bernd, inboxId, documents)).status).toBe(409);
    expect((await compose(anna, inboxId, documents)).status).toBe(200);
    expect(await itemsIn(scans, inboxId)).toHaveLength(1);

    const { made, result } = await rearrange(anna, inboxId, documents);
    expect(result.result).toBe('ok');
    const parts = await itemsIn(scans, inboxId);
    expect(parts.map(({ id }) => id).toSorted()).toEqual(made.toSorted());
    const { rows } = await scans.database.query<{ body: { sha256: string } }>(
      `select body from record where kind = 'version' and scope_id = $1 and not deleted and body ->> 'ownerId' = $2`,
      [inboxId, made[0]],
    );
    const file = await scans.bytesOf(rows[0]?.body.sha256 as string);
    expect((await PDFDocument.load(file)).getPages().map((page) => page.getHeight())).toEqual([102, 104]);
    const after = await detail();
    expect(after.documents.map(({ pages }) => pages)).toEqual([[2, 4], [3]]);

    // One truth: the station corrects what the Postkorb made, as it does its own.
    const back = { inboxId, itemId: made[0], reason: 'Seite fehlt' };
    expect((await anna.run('returnInboxItem', back)).result).toBe('ok');
    const now = await detail();
    expect(now.documents).toMatchObject([
      { pages: [2, 4], state: 'returned' },
      { pages: [3], state: 'delivered' },
    ]);
    const correct = (request: object) => post.call('POST', `/v1/station/stacks/${stackId}/correct`, request);
    const unchanged = [[2, 4], [3]].map((pages) => ({ pages, inboxId, fileNumber: null }));
    expect((await correct({ round: now.round, documents: unchanged, answer: null })).status).toBe(204);
    const again = (await itemsIn(scans, inboxId)).filter(({ id }) => id !== made[1]);
    expect(again).toHaveLength(1);
    expect((await anna.run('returnInboxItem', { ...back, itemId: again[0]?.id })).result).toBe('ok');
    const wishes = [{ pages: [2, 3, 4], inboxId, fileNumber: null }];
    const { round } = await detail();
    expect((await correct({ round, documents: wishes, answer: 'Gehört doch zusammen.' })).status).toBe(204);
    expect(await itemsIn(scans, inboxId)).toHaveLength(1);
  },
  slow,
);

test(
  'splitting given twice happens once; taken back, Postkorb and stack are what they were',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const { detail } = await handIn(scans, scanOf(coverPage({ inboxId }), 'Eins', 'Zwei'));
    const anna = await scans.office.desk('anna');
    const [original] = await itemsIn(scans, inboxId);
    const itemId = original?.id as Id;
    const before = await detail();
    const documents = [{ pages: [{ itemId, page: 1 }] }, { pages: [{ itemId, page: 2 }] }];
    const { args, made } = await rearrange(anna, inboxId, documents);
    // Another command with the same aim, as if a desk had not heard the answer and done it anew.
    expect((await anna.run('rearrangeInboxItems', args)).result).toBe('refused');
    expect(await itemsIn(scans, inboxId)).toHaveLength(2);
    expect((await compose(anna, inboxId, documents)).body.message).toContain('nicht mehr in diesem Postkorb');
    const back = { inboxId, itemIds: [itemId], madeItemIds: made };
    expect((await anna.run('withdrawRearranging', back)).result).toBe('ok');
    expect((await itemsIn(scans, inboxId)).map(({ id }) => id)).toEqual([itemId]);
    const after = await detail();
    expect(after.documents.map(({ documentId }) => documentId)).toEqual(
      before.documents.map(({ documentId }) => documentId),
    );
    // Whoever was just correcting the stack must look again.
    expect(after.round).toBeGreaterThan(before.round);
  },
  slow,
);

test(
  'letters of one stack are merged in the order chosen, and the stack has them as one document',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const sheet = coverPage({ inboxId });
    const { detail } = await handIn(scans, scanOf(sheet, 'Anfang', sheet, 'Ende'));
    const anna = await scans.office.desk('anna');
    const { documents } = await detail();
    expect(documents).toHaveLength(2);
    const { rows } = await scans.database.query<{ item_id: Id }>(
      `select item_id from stack_document where state = 'delivered' order by pages`,
    );
    const [first, second] = rows.map((row) => row.item_id) as [Id, Id];
    const pages = [
      { itemId: second, page: 1 },
      { itemId: first, page: 1 },
    ];
    const { made, result } = await rearrange(anna, inboxId, [{ pages }]);
    expect(result.result).toBe('ok');
    expect((await itemsIn(scans, inboxId)).map(({ id }) => id)).toEqual(made);
    expect((await itemsIn(scans, inboxId, 'forwarded')).map(({ id }) => id).toSorted()).toEqual(
      [first, second].toSorted(),
    );
    expect((await detail()).documents.map((document) => document.pages)).toEqual([[4, 2]]);
  },
  slow,
);
