import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, vi } from 'vitest';
import type { StackDetail } from '../../core/contract/station-shapes.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { TransferNote } from '../../core/domain/transfer-note.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Desk } from '../testing/desk.ts';
import { createPdfReader } from '../testing/pdf-reader.ts';
import { ScanOffice } from '../testing/scan-office.ts';
import { scanOf } from '../testing/text-reader.ts';

const within = { timeout: 30_000, interval: 50 };

type Turn = { page: number; turned: number };
type Wish = { pages: number[]; inboxId: Id | null; fileNumber: null };

/** A station with a stack that was read to its end, and what its people do with it. */
class TurningStation {
  readonly scans: ScanOffice;
  readonly post: Desk;
  readonly stackId: Id;

  private constructor(scans: ScanOffice, post: Desk, stackId: Id) {
    this.scans = scans;
    this.post = post;
    this.stackId = stackId;
  }

  static async open(scans: ScanOffice, ...pages: string[]): Promise<TurningStation> {
    await scans.start({ openReader: createPdfReader });
    const post = await scans.office.desk('post');
    const headers = { 'content-type': 'application/octet-stream' };
    const path = '/v1/station/stacks?station=Empfang&fileName=a.pdf';
    const { body } = await post.call<{ stackId: Id }>('POST', path, scanOf(...pages), headers);
    const station = new TurningStation(scans, post, body.stackId);
    await vi.waitFor(async () => expect((await station.detail()).stack.state).not.toMatch(/waiting|inWork/), within);
    return station;
  }

  get #path(): string {
    return `/v1/station/stacks/${this.stackId}`;
  }

  async detail(): Promise<StackDetail> {
    return (await this.post.call<StackDetail>('GET', this.#path)).body;
  }

  async correct(documents: Wish[], turns: Turn[], leftOut: number[] = []) {
    const { round } = await this.detail();
    return this.post.call('POST', `${this.#path}/correct`, { round, documents, turns, leftOut });
  }

  /** Of the letters that lie in a Postkorb: how their pages are turned, their note and their words. */
  async letters(inboxId: Id) {
    const { rows } = await this.scans.database.query<{ body: { sha256: string; transferNote: TransferNote } }>(
      `select version.body from record item join record version
         on version.scope_id = item.scope_id and version.kind = 'version' and version.id = (item.body ->> 'versionId')::uuid
       where item.kind = 'inboxItem' and not item.deleted and item.scope_id = $1 order by version.body ->> 'fileName'`,
      [inboxId],
    );
    return Promise.all(
      rows.map(async ({ body }) => {
        const pdf = await PDFDocument.load(await this.scans.bytesOf(body.sha256));
        return { angles: pdf.getPages().map((page) => page.getRotation().angle), note: body.transferNote };
      }),
    );
  }
}

const byHand = (pages: number[]) => ({ step: 'turned', isByHand: true, pages });

test('a delivered letter with a page the wrong way round is delivered anew with that page turned and read again', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
  const station = await TurningStation.open(scans, 'Anfang', '@180 Mietvertrag', 'Ende');
  const { anna } = scans.office.inboxes;
  const before = await station.detail();
  expect(before.documents).toMatchObject([{ state: 'delivered', concerns: ['Seite 2 ist kaum lesbar.'] }]);
  expect(before.pages[1]).toMatchObject({ turned: 0, confidence: 20 });
  const wish = { pages: [1, 2, 3], inboxId: anna, fileNumber: null };
  expect((await station.correct([wish], [{ page: 2, turned: 180 }])).status).toBe(204);
  const [letter, ...more] = await station.letters(anna);
  expect(more).toEqual([]);
  expect(letter?.angles).toEqual([0, 180, 0]);
  expect(letter?.note.steps).toContainEqual(byHand([2]));
  expect(letter?.note).toMatchObject({ concerns: [], visualCheck: { state: 'open' } });
  // The file as it came is kept, and the letter that lay in the basket is gone.
  expect(await station.letters(scans.basketId)).toEqual([]);
  expect((await scans.bytesOf(letter?.note.original.sha256 ?? '')).toString()).toContain('@180 Mietvertrag');
  const after = await station.detail();
  expect(after.documents).toMatchObject([{ state: 'delivered', concerns: [] }]);
  expect(after.pages[1]).toMatchObject({ turned: 180, confidence: 90 });
  const { rows } = await scans.database.query(
    `select body ->> 'text' as text from record where kind = 'page' and not deleted and scope_id = $1 order by body ->> 'number'`,
    [anna],
  );
  expect(rows.map(({ text }) => text)).toEqual(['Anfang', 'Mietvertrag', 'Ende']);
});

test('a page turned by hand stays so when another is turned later, and when it was taken out and comes back', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
  const station = await TurningStation.open(scans, '@90 Quer', 'Brief', '@270 Anlage');
  const { anna } = scans.office.inboxes;
  const wish = (...pages: number[]) => ({ pages, inboxId: anna, fileNumber: null });
  expect((await station.correct([wish(1, 2, 3)], [{ page: 1, turned: 90 }])).status).toBe(204);
  expect((await station.correct([wish(1, 2, 3)], [{ page: 3, turned: 270 }])).status).toBe(204);
  const [both] = await station.letters(anna);
  expect(both?.angles).toEqual([90, 0, 270]);
  expect(both?.note.steps).toContainEqual(byHand([1, 3]));
  expect((await station.correct([wish(2, 3)], [], [1])).status).toBe(204);
  expect((await station.letters(anna)).map(({ angles }) => angles)).toEqual([[0, 270]]);
  expect((await station.correct([wish(1, 2, 3)], [])).status).toBe(204);
  expect((await station.letters(anna)).map(({ angles }) => angles)).toEqual([[90, 0, 270]]);
});

test('a letter that waits at the station, or came back to it, goes out with its page turned', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
  const station = await TurningStation.open(scans, '@180 Brief');
  const clara = await scans.office.desk('clara');
  const { rows } = await scans.database.query<{ id: Id }>(
    `select id from record where kind = 'inboxItem' and scope_id = $1`,
    [scans.basketId],
  );
  const place = { inboxId: scans.basketId, itemId: rows[0]?.id };
  expect((await clara.run('returnInboxItem', { ...place, reason: 'Steht auf dem Kopf' })).result).toBe('ok');
  expect((await station.detail()).documents).toMatchObject([{ state: 'returned' }]);
  const wish = { pages: [1], inboxId: scans.basketId, fileNumber: null };
  expect((await station.correct([wish], [{ page: 1, turned: 180 }])).status).toBe(204);
  const [letter] = await station.letters(scans.basketId);
  expect(letter?.angles).toEqual([180]);
  expect(await scans.delivered()).toMatchObject([{ text: 'Brief' }]);
});

test('a page that is in no letter, or a turn of no right angle, is refused and changes nothing', async () => {
  await using database = await temporaryDatabase();
  await using scans = await ScanOffice.open(database.connectionString, createPdfReader);
  const station = await TurningStation.open(scans, 'Brief', '', 'Ende');
  const wish = { pages: [1, 3], inboxId: scans.basketId, fileNumber: null };
  expect((await station.correct([wish], [{ page: 2, turned: 90 }])).status).toBe(409);
  expect((await station.correct([wish], [{ page: 1, turned: 45 }])).status).toBe(400);
  expect((await station.detail()).round).toBe(0);
});
