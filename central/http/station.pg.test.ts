import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import type { StackDetail, StationOverview } from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { ScanOffice } from '../testing/scan-office.ts';
import { createPdfReader } from '../testing/pdf-reader.ts';
import { scanOf } from '../testing/text-reader.ts';

const within = { timeout: 30_000, interval: 50 };
const binary = { 'content-type': 'application/octet-stream' };

async function upload(desk: Desk, name: string, bytes: Uint8Array): Promise<Id> {
  const path = `/v1/station/stacks?station=Empfang&fileName=${encodeURIComponent(name)}`;
  const { status, body } = await desk.call<{ stackId: Id; isKnown: boolean }>('POST', path, bytes, binary);
  expect(status).toBe(201);
  return body.stackId;
}

const detailOf = async (desk: Desk, stackId: Id) =>
  (await desk.call<StackDetail>('GET', `/v1/station/stacks/${stackId}`)).body;
const ended = (desk: Desk, stackId: Id) =>
  vi.waitFor(async () => {
    const detail = await detailOf(desk, stackId);
    expect(detail.stack.state).not.toMatch(/waiting|inWork/);
    return detail;
  }, within);

test('a file handed in by the scan station is kept, delivered and shown; the same again is told', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  const post = await scans.office.desk('post');
  const stackId = await upload(post, '../Brief vom Amt.pdf', scanOf('Hallo', '#', 'Welt'));
  const detail = await ended(post, stackId);
  expect(detail.stack).toMatchObject({ fileName: 'Brief vom Amt.pdf', state: 'done', pageCount: 3, documentCount: 2 });
  expect(detail.pages.map(({ use }) => use)).toEqual(['document', 'separator', 'document']);
  const { body } = await post.call<StationOverview>('GET', '/v1/station');
  expect(body.counts).toMatchObject({ waiting: 0, failed: 0, filesToday: 1, pagesToday: 3, documentsToday: 2 });
  expect(body.stations).toMatchObject([{ name: 'Empfang', filesToday: 1 }, { name: expect.any(String) }, {}]);
  await upload(post, 'noch einmal.pdf', scanOf('Hallo', '#', 'Welt'));
  await vi.waitFor(async () => {
    const { stacks } = (await post.call<StationOverview>('GET', '/v1/station')).body;
    expect(stacks.filter(({ sameAsAt }) => sameAsAt !== null)).toHaveLength(1);
  }, within);
});

test('two documents that belong together are joined: both are fetched back, one is delivered, with the pages of both', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader: createPdfReader });
  const post = await scans.office.desk('post');
  const stackId = await upload(post, 'a.pdf', scanOf('Anfang', '#', 'Ende', 'Schluss'));
  const { round } = await ended(post, stackId);
  const { anna } = scans.office.inboxes;
  const documents = [{ pages: [1, 3, 4], inboxId: anna, fileNumber: null }];
  const answer = await post.call('POST', `/v1/station/stacks/${stackId}/correct`, { round, documents });
  expect(answer.status).toBe(204);
  expect(await scans.delivered()).toMatchObject([{ inboxId: anna, text: 'Anfang' }]);
  const { rows } = await scans.database.query(
    `select body from record where kind = 'version' and scope_id = $1 and not deleted`,
    [anna],
  );
  expect(rows[0]?.body).toMatchObject({ pageCount: 3, fileName: 'a 1.pdf', transferNote: { pages: [1, 3, 4] } });
  const file = await scans.bytesOf(rows[0]?.body.sha256);
  expect((await PDFDocument.load(file)).getPages().map((page) => page.getHeight())).toEqual([101, 103, 104]);
  const stale = await post.call('POST', `/v1/station/stacks/${stackId}/correct`, { round, documents });
  expect(stale).toMatchObject({ status: 409, body: { message: expect.stringContaining('inzwischen geändert') } });
});

test('a page taken out is in no document any more and told as such; no other page may get lost', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader: createPdfReader });
  const post = await scans.office.desk('post');
  const stackId = await upload(post, 'a.pdf', scanOf('Brief', 'Rückseite mit Schatten', 'Ende'));
  const { round } = await ended(post, stackId);
  const correct = (pages: number[], leftOut: number[]) =>
    post.call('POST', `/v1/station/stacks/${stackId}/correct`, {
      round,
      documents: [{ pages, inboxId: scans.basketId, fileNumber: null }],
      leftOut,
    });
  expect((await correct([1], [2])).status).toBe(409);
  expect((await correct([1, 3], [2])).status).toBe(204);
  const detail = await detailOf(post, stackId);
  expect(detail.documents.map(({ pages }) => pages)).toEqual([[1, 3]]);
  expect(detail.pages.map(({ use }) => use)).toEqual(['document', 'discarded', 'document']);
});

test('pages of a stack can be looked at and its file be saved as it came, by the scan station only, and both are journalled', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  const post = await scans.office.desk('post');
  const anna = await scans.office.desk('anna');
  const bytes = scanOf('Brief', 'Ende');
  const stackId = await upload(post, 'a.pdf', bytes);
  await ended(post, stackId);
  const get = (desk: Desk, path: string, headers = {}) =>
    desk.call<string>('GET', `/v1/station/stacks/${stackId}/${path}`, undefined, headers);
  expect((await get(post, 'pages/1')).body).toBe('Brief');
  expect((await get(post, 'pages/2')).body).toBe('Ende');
  expect((await get(post, 'pages/3')).status).toBe(409);
  expect((await get(post, 'original')).body).toBe(bytes.toString());
  expect((await get(post, 'original', { range: 'bytes=5-9' })).body).toBe('Brief');
  expect((await get(anna, 'pages/1')).status).toBe(403);
  expect((await get(anna, 'original')).status).toBe(403);
  const { rows } = await scans.database.query(
    `select action, actor_id from journal where action in ('stack.opened', 'stack.saved') order by number`,
  );
  const { post: actor } = scans.office.ids;
  expect(rows).toEqual([
    { action: 'stack.opened', actor_id: actor },
    { action: 'stack.saved', actor_id: actor },
  ]);
});

test('a letter that was filed meanwhile stays where it is: nothing of the correction happens', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start({ openReader: createPdfReader });
  const post = await scans.office.desk('post');
  const clara = await scans.office.desk('clara');
  const stackId = await upload(post, 'a.pdf', scanOf('Eins', '#', 'Zwei'));
  const { round } = await ended(post, stackId);
  const { rows } = await scans.database.query<{ id: Id }>(
    `select id from record where kind = 'inboxItem' and scope_id = $1 order by id`,
    [scans.basketId],
  );
  const { anna: targetInboxId } = scans.office.inboxes;
  const forward = { inboxId: scans.basketId, itemId: rows[0]?.id, targetInboxId, newItemId: newId(), remark: null };
  expect((await clara.run('forwardInboxItem', forward)).result).toBe('ok');
  const before = await scans.delivered();
  const documents = [{ pages: [1, 3], inboxId: null, fileNumber: null }];
  const answer = await post.call('POST', `/v1/station/stacks/${stackId}/correct`, { round, documents });
  expect(answer).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('schon abgelegt oder weitergeleitet') },
  });
  expect(await scans.delivered()).toEqual(before);
  const missing = await post.call('POST', `/v1/station/stacks/${stackId}/correct`, {
    round,
    documents: [{ pages: [1], inboxId: null, fileNumber: null }],
  });
  expect(missing.status).toBe(409);
});

test('what failed can be read again, given back, or ticked off', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  await scans.start();
  const post = await scans.office.desk('post');
  await scans.scan('kaputt.pdf', 'kein Scan');
  const stackId = await vi.waitFor(async () => {
    const [stack] = await scans.stacks();
    expect(stack?.state).toBe('failed');
    return stack?.id as Id;
  }, within);
  const act = (name: string) => post.call('POST', `/v1/station/stacks/${stackId}/${name}`);
  expect((await act('retry')).status).toBe(204);
  await ended(post, stackId);
  expect((await act('return')).status).toBe(204);
  expect((await act('retry')).status).toBe(409);
  await vi.waitFor(async () => expect(await scans.filesLeft(`${scans.scanner}/zurückgegeben`)).toHaveLength(2), within);
  const { rows } = await scans.database.query(`select action from journal where action like 'stack.%' order by number`);
  expect(rows.map(({ action }) => action)).toEqual(['stack.taken', 'stack.retried', 'stack.returned']);
});

test('the case file of an exact number is found for a cover sheet, others see nothing of the station', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString);
  const post = await scans.office.desk('post');
  const found = await post.call<unknown>('GET', '/v1/station/cover-case?fileNumber=12344%20BG%200000001');
  expect(found.body).toMatchObject({ found: { fileNumber: '12344BG0000001', title: 'Petersen, Anna' } });
  const none = await post.call<unknown>('GET', '/v1/station/cover-case?fileNumber=12344BG');
  expect(none.body).toEqual({ found: null });
  const anna = await scans.office.desk('anna');
  expect((await anna.call('GET', '/v1/station')).status).toBe(403);
});
