import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import type { StackDetail, StationOverview } from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { verifyChains } from '../store/journal.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { createPdfReader } from '../testing/pdf-reader.ts';
import { ScanOffice } from '../testing/scan-office.ts';
import { coverPage, scanOf } from '../testing/text-reader.ts';

const within = { timeout: 60_000, interval: 50 };
const slow = 180_000; // a PostgreSQL, a centre, a station

/** A stack handed in and read: its desk at the scan station, and what stands there of it. */
async function handIn(scans: ScanOffice, bytes: Uint8Array) {
  await scans.start({ openReader: createPdfReader });
  const post = await scans.office.desk('post');
  const type = { 'content-type': 'application/octet-stream' };
  const { body } = await post.call<{ stackId: Id }>(
    'POST',
    '/v1/station/stacks?station=Empfang&fileName=Stapel.pdf',
    bytes,
    type,
  );
  const path = `/v1/station/stacks/${body.stackId}`;
  const detail = async () => (await post.call<StackDetail>('GET', path)).body;
  await vi.waitFor(async () => expect((await detail()).stack.state).not.toMatch(/waiting|inWork/), within);
  const correct = (request: object) => post.call('POST', `${path}/correct`, request);
  return { post, stackId: body.stackId, path, detail, correct };
}

type Item = { id: Id; body: Record<string, unknown> };
const itemsIn = async ({ database }: ScanOffice, inboxId: Id): Promise<Item[]> =>
  (
    await database.query<Item>(
      `select id, body from record where kind = 'inboxItem' and scope_id = $1 and not deleted order by id`,
      [inboxId],
    )
  ).rows;
const openIn = async (scans: ScanOffice, inboxId: Id) =>
  (await itemsIn(scans, inboxId)).filter(({ body }) => body.state === 'open');
const stateOf = async (post: Desk) => {
  const { stacks, counts } = (await post.call<StationOverview>('GET', '/v1/station')).body;
  return { state: stacks[0]?.state, reason: stacks[0]?.reason, needsLook: counts.needsLook };
};

const needsLookFigure = async ({ office }: ScanOffice) =>
  Number(/^aktenpult_intake_stacks\{state="needsLook"\} (\d+)$/m.exec(await office.central.metrics.text())?.[1]);

test(
  'a letter given back waits at the scan station with the reason, comes back from there corrected, and its way can be read',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const { post, path, detail, correct } = await handIn(
      scans,
      scanOf(coverPage({ inboxId }), 'Vorn', 'Hinten', 'Andere'),
    );
    const anna = await scans.office.desk('anna');
    const [item] = await openIn(scans, inboxId);
    const args = { inboxId, itemId: item?.id, reason: 'Falsch getrennt' };
    expect((await anna.run('returnInboxItem', args)).result).toBe('ok');
    expect(await stateOf(post)).toEqual({
      ...{ state: 'needsLook', reason: 'Zurück aus dem Postkorb: Falsch getrennt', needsLook: 1 },
    });
    expect(await needsLookFigure(scans)).toBe(1);
    const found = await detail();
    const returnedById = scans.office.ids.anna;
    expect(found.documents).toMatchObject([
      { state: 'returned', inboxId, returns: [{ reason: 'Falsch getrennt', returnedById }] },
    ]);
    // It cannot be ticked off unseen.
    expect((await post.call('POST', `${path}/seen`)).status).toBe(409);

    const { round } = found;
    const documents = [
      { pages: [2, 3], inboxId, fileNumber: null },
      { pages: [4], inboxId, fileNumber: null },
    ];
    expect((await correct({ round, documents, answer: 'Jetzt zwei Schreiben.' })).status).toBe(204);
    const open = await openIn(scans, inboxId);
    expect(open).toHaveLength(2);
    for (const { body } of open) {
      expect(body.returns).toMatchObject([
        {
          by: returnedById,
          reason: 'Falsch getrennt',
          answer: 'Jetzt zwei Schreiben.',
          answeredAt: expect.any(String),
        },
      ]);
    }
    const old = (await itemsIn(scans, inboxId)).find((one) => one.id === item?.id);
    expect(old?.body.state).toBe('forwarded');
    const became = old?.body.answeredBy as { itemId: Id }[];
    expect(became.map(({ itemId }) => itemId).toSorted()).toEqual(open.map((one) => one.id).toSorted());
    expect(await stateOf(post)).toEqual({ state: 'done', reason: null, needsLook: 0 });
    expect(await needsLookFigure(scans)).toBe(0);
    // What the station has dealt with cannot be fetched back, and given back once more under the same id nothing happens.
    expect((await anna.run('withdrawReturn', { inboxId, itemId: item?.id })).result).toBe('refused');
    const { rows } = await scans.database.query(
      `select action, reason from journal where action like 'inboxItem.return%' or action = 'stack.corrected'`,
    );
    expect(rows.map(({ action }) => action).toSorted()).toEqual([
      'inboxItem.returnAnswered',
      'inboxItem.returned',
      'stack.corrected',
    ]);
    expect((await verifyChains(scans.database)).firstBreak).toBeNull();
  },
  slow,
);

test(
  'given back unchanged it is a letter of the Postkorb again; fetched back before, the stack is what it was',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const { post, detail, correct } = await handIn(scans, scanOf(coverPage({ inboxId }), 'Vorn', 'Hinten'));
    const anna = await scans.office.desk('anna');
    const [item] = await openIn(scans, inboxId);
    const ref = { inboxId, itemId: item?.id };
    await anna.run('returnInboxItem', { ...ref, reason: 'Seite fehlt' });
    expect((await anna.run('withdrawReturn', ref)).result).toBe('ok');
    expect(await openIn(scans, inboxId)).toHaveLength(1);
    expect((await stateOf(post)).state).toBe('done');

    await anna.run('returnInboxItem', { ...ref, reason: 'Seite fehlt' });
    const { round, documents } = await detail();
    const same = documents.map(({ pages }) => ({ pages, inboxId, fileNumber: null }));
    expect((await correct({ round, documents: same, answer: 'Mehr gab es nicht.' })).status).toBe(204);
    const [again, ...more] = await openIn(scans, inboxId);
    expect(more).toEqual([]);
    expect(again?.id).not.toBe(item?.id);
    expect(again?.body.returns).toMatchObject([{ reason: 'Seite fehlt', answer: 'Mehr gab es nicht.' }]);
    // And a second time, with both ways to be read.
    await anna.run('returnInboxItem', { inboxId, itemId: again?.id, reason: 'Doch' });
    const now = await detail();
    expect((await correct({ round: now.round, documents: same, answer: null })).status).toBe(204);
    const [last] = await openIn(scans, inboxId);
    expect(last?.body.returns).toMatchObject([{ reason: 'Seite fehlt' }, { reason: 'Doch', answer: null }]);
  },
  slow,
);

test(
  'a letter that a colleague gave back after it was forwarded comes to her, and both who give one back are heard',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId, bernd: targetInboxId } = scans.office.inboxes;
    const { detail, correct } = await handIn(scans, scanOf(coverPage({ inboxId }), 'Vorn'));
    const [anna, bernd] = [await scans.office.desk('anna'), await scans.office.desk('bernd')];
    const [item] = await openIn(scans, inboxId);
    const newItemId = newId();
    await anna.run('forwardInboxItem', { inboxId, itemId: item?.id, targetInboxId, newItemId, remark: null });
    const refused = await anna.run('returnInboxItem', { inboxId, itemId: item?.id, reason: 'Schief' });
    expect(refused).toMatchObject({ result: 'refused', message: expect.stringContaining('weitergeleitet') });
    const there = { inboxId: targetInboxId, itemId: newItemId };
    expect((await bernd.run('returnInboxItem', { ...there, reason: 'Schlecht lesbar' })).result).toBe('ok');
    expect((await bernd.run('returnInboxItem', { ...there, reason: 'Auch Seite fehlt' })).result).toBe('ok');
    const { round, documents } = await detail();
    expect(documents).toMatchObject([
      { inboxId: targetInboxId, returns: [{ reason: 'Schlecht lesbar' }, { reason: 'Auch Seite fehlt' }] },
    ]);
    const wish = [{ pages: [2], inboxId: targetInboxId, fileNumber: null }];
    expect((await correct({ round, documents: wish })).status).toBe(204);
    expect(await openIn(scans, targetInboxId)).toHaveLength(1);
    expect(await openIn(scans, inboxId)).toEqual([]);
  },
  slow,
);

test(
  'all pages of a letter that came back can be taken out when it was scanned anew; the Postkorb reads why',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const { post, detail, correct } = await handIn(scans, scanOf(coverPage({ inboxId }), 'Vorn'));
    const anna = await scans.office.desk('anna');
    const [item] = await openIn(scans, inboxId);
    await anna.run('returnInboxItem', { inboxId, itemId: item?.id, reason: 'Seite fehlt' });
    const { round } = await detail();
    expect((await correct({ round, documents: [], leftOut: [2], answer: 'Neu eingescannt.' })).status).toBe(204);
    expect(await openIn(scans, inboxId)).toEqual([]);
    const [old] = await itemsIn(scans, inboxId);
    expect(old?.body).toMatchObject({ answeredBy: [], returns: [{ answer: 'Neu eingescannt.' }] });
    expect((await stateOf(post)).state).toBe('done');
  },
  slow,
);

test(
  'a letter whose stack the scan station does not know stays in the Postkorb, and she is told',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    await handIn(scans, scanOf(coverPage({ inboxId }), 'Vorn'));
    const anna = await scans.office.desk('anna');
    const [item] = await openIn(scans, inboxId);
    await scans.database.query(`update stack_document set state = 'replaced'`);
    const answer = await anna.run('returnInboxItem', { inboxId, itemId: item?.id, reason: 'Schief' });
    expect(answer).toMatchObject({ result: 'refused', message: expect.stringContaining('kennt den Stapel') });
    expect(await openIn(scans, inboxId)).toHaveLength(1);
  },
  slow,
);

test(
  'a page taken for a blank is put back into its letter, at its place and with its words',
  async () => {
    await using database = await temporaryDatabase();
    await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
    const { anna: inboxId } = scans.office.inboxes;
    const { detail, correct } = await handIn(scans, scanOf(coverPage({ inboxId }), 'Vorn', '', 'Hinten'));
    const before = await detail();
    expect(before.pages.map(({ use }) => use)).toEqual(['coverSheet', 'document', 'blank', 'document']);
    const documents = [{ pages: [2, 3, 4], inboxId, fileNumber: null }];
    expect((await correct({ round: before.round, documents: [{ ...documents[0], pages: [2, 3, 3, 4] }] })).status).toBe(
      409,
    );
    expect((await correct({ round: before.round, documents: [{ ...documents[0], pages: [2, 4, 9] }] })).status).toBe(
      409,
    );
    expect((await correct({ round: before.round, documents })).status).toBe(204);
    const after = await detail();
    expect(after.pages.map(({ use }) => use)).toEqual(['coverSheet', 'document', 'document', 'document']);
    expect(after.documents.map(({ pages }) => pages)).toEqual([[2, 3, 4]]);
    const { rows } = await scans.database.query<{ body: { sha256: string; transferNote: object } }>(
      `select body from record where kind = 'version' and scope_id = $1 and not deleted`,
      [inboxId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.body).toMatchObject({ pageCount: 3, transferNote: { pages: [2, 3, 4] } });
    const file = await scans.bytesOf(rows[0]?.body.sha256 as string);
    expect((await PDFDocument.load(file)).getPages().map((page) => page.getHeight())).toEqual([102, 103, 104]);
    expect(await openIn(scans, inboxId)).toHaveLength(1);
  },
  slow,
);
