import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { fachverfahrenWorkerId, houseScopeId } from '../../../core/domain/standing-ids.ts';
import { featuresOf } from '../../../core/letters/letter-features.ts';
import { pdfOf } from '../../../intake/content/test-documents.ts';
import { createStackReader } from '../../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { verifyChains } from '../../store/journal.ts';
import { newId } from '../../testing/desk.ts';
import { ScanOffice } from '../../testing/scan-office.ts';
import { coverPage, scanOf } from '../../testing/text-reader.ts';
import { CountChanges, readSalt, saltFor } from '../proposals/model-tables.ts';
import { correctStack } from './correct.ts';
import type { IntakeStep } from './intake.ts';
import { readDetail, readOverview } from './overview.ts';

const within = { timeout: 30_000, interval: 20 };
const [ofAnna, ofBernd] = ['12344BG0000001', '12345BG0000001'];
const notice = (number: string, more = '') =>
  `Jobcenter Musterkreis\nHusum, den 20.11.2026\nBG-Nummer: ${number}\nBewilligungsbescheid über Leistungen\nSehr geehrte Frau Petersen,\n${more}`;

type Filed = { caseFileId: Id; title: string; keyword: string; body: Record<string, unknown>; text: string };

/** A house with a print folder of its Fachverfahren and the keywords of its notices. */
class NoticeOffice implements AsyncDisposable {
  readonly scans: ScanOffice;
  readonly folder: string;

  private constructor(scans: ScanOffice) {
    this.scans = scans;
    this.folder = path.join(scans.folder, 'Bescheide');
  }

  static async open(connectionString: string): Promise<NoticeOffice> {
    const scans = await ScanOffice.open(connectionString);
    const made = new NoticeOffice(scans);
    await mkdir(made.folder);
    const rules = {
      isProtected: false,
      copyHint: null,
      retentionYears: 10,
      courtDocumentClass: null,
      followUpDays: null,
    };
    const keyword = (name: string) => ({
      ...{ line: 'record' as const, kind: 'keyword' as const, id: newId(), scopeId: houseScopeId },
      body: { registerId: newId(), name, rules, validFrom: '2020-01-01', validTo: null },
    });
    await scans.office.import([
      ...['Bewilligungsbescheid', 'Änderungsbescheid', 'Mietvertrag'].map(keyword),
      {
        ...{ line: 'record', kind: 'office', id: newId(), scopeId: houseScopeId },
        body: { name: 'Jobcenter Musterkreis', county: 'Musterkreis' },
      },
    ]);
    const { ids, inboxes } = scans.office;
    for (const name of ['anna', 'bernd'] as const) {
      await scans.database.query(
        `update record set body = jsonb_set(body, '{inboxId}', to_jsonb($2::text)) where kind = 'worker' and id = $1`,
        [ids[name], inboxes[name]],
      );
    }
    return made;
  }

  start(given: Parameters<ScanOffice['start']>[0] = {}): ReturnType<ScanOffice['start']> {
    return this.scans.start({ folders: [], noticeFolders: [this.folder], ...given });
  }

  print(name: string, bytes: Uint8Array | string): Promise<void> {
    return this.scans.scan(name, bytes, this.folder);
  }

  /** Waits until every file has come to an end and has left its folder. */
  async settled(count: number) {
    const stacks = await vi.waitFor(async () => {
      const found = await this.scans.stacks();
      expect(found.filter(({ state }) => state !== 'waiting' && state !== 'inWork')).toHaveLength(count);
      return found;
    }, within);
    await vi.waitFor(async () => expect(await this.scans.filesLeft(this.folder)).toEqual([]), within);
    return stacks;
  }

  async filed(): Promise<Filed[]> {
    const { rows } = await this.scans.database.query<Filed>(
      `select document.scope_id as "caseFileId", document.body, document.body ->> 'title' as title,
         (select keyword.body ->> 'name' from record keyword where keyword.kind = 'keyword'
            and keyword.id = (link.body ->> 'keywordId')::uuid) as keyword,
         (select page.body ->> 'text' from record page where page.kind = 'page' and page.scope_id = document.scope_id
            and page.parent_id = (document.body ->> 'versionId')::uuid and page.body ->> 'number' = '1') as text
       from record document
       join record link on link.scope_id = document.scope_id and link.kind = 'documentKeyword' and link.parent_id = document.id
       where document.kind = 'document' and not document.deleted
       order by (document.body ->> 'sheetFrom')::integer, document.scope_id`,
    );
    return rows;
  }

  async letters(): Promise<{ inboxId: Id; body: Record<string, unknown> }[]> {
    const { rows } = await this.scans.database.query<{ inboxId: Id; body: Record<string, unknown> }>(
      `select scope_id as "inboxId", body from record where kind = 'inboxItem' and not deleted order by body ->> 'title'`,
    );
    return rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.scans[Symbol.asyncDispose]();
  }
}

test('a notice with the number of a file is filed there at once: outgoing, from us, under the keyword in its heading', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  const reader = createStackReader({ size: 1 });
  await office.start({ openReader: () => reader });
  const lines = notice(ofAnna).split('\n').join('\n');
  await office.print('Bescheid.pdf', await pdfOf([lines, 'Seite zwei mit der Berechnung']));
  const [stack] = await office.settled(1);
  expect(stack).toMatchObject({ state: 'done', reason: null });
  expect(await office.letters()).toEqual([]);
  const [document, ...more] = await office.filed();
  expect(more).toEqual([]);
  expect(document).toMatchObject({
    ...{ caseFileId: office.scans.office.caseFiles.anna, keyword: 'Bewilligungsbescheid' },
    body: {
      ...{ direction: 'outgoing', sender: 'Jobcenter Musterkreis', letterDate: '2026-11-20', receivedDate: null },
      ...{ pageCount: 2, sheetFrom: 1, sheetTo: 2, filedBy: fachverfahrenWorkerId, state: 'filed' },
    },
  });
  expect(document?.title).toContain('Bewilligungsbescheid');
  const detail = await readDetail(office.scans.database, stack?.id as Id);
  expect(detail?.documents).toMatchObject([{ state: 'delivered', filedIn: ofAnna, inboxId: null }]);
  const { stations } = await readOverview(office.scans.database, []);
  expect(stations).toMatchObject([{ name: 'Bescheide', isNotices: true, filesToday: 1 }]);
  expect((await verifyChains(office.scans.database)).firstBreak).toBeNull();
}, 60_000);

test('a print run of many notices is split at its sheets: what is sure is filed, the rest proposed or in the basket', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await office.start();
  const unknown = notice('99999BG9999999');
  const two = notice(ofAnna, `Im Haushalt mit ${ofBernd}`);
  const other = `Husum, den 20.11.2026\nBG-Nummer: ${ofBernd}\nEinladung zum Gespräch\nSehr geehrte Frau Petersen,`;
  const bySheet = coverPage({ fileNumber: ofBernd });
  const run = [notice(ofAnna), '#', unknown, '#', two, '#', other, bySheet, notice('', 'ohne Nummer im Text')];
  await office.print('Nachtlauf.pdf', scanOf(...run));
  await office.settled(1);
  const { office: house, basketId } = office.scans;
  expect((await office.filed()).map(({ caseFileId, text }) => [caseFileId, text])).toEqual(
    expect.arrayContaining([
      [house.caseFiles.anna, notice(ofAnna)],
      [house.caseFiles.bernd, notice('', 'ohne Nummer im Text')],
    ]),
  );
  expect(await office.filed()).toHaveLength(2);
  const letters = await office.letters();
  expect(letters).toHaveLength(3);
  expect(letters.every(({ body }) => body.direction === 'outgoing' && body.source === 'fachverfahren')).toBe(true);
  const [unknownOne, twoOne] = letters.filter(({ inboxId }) => inboxId === basketId);
  for (const one of [unknownOne, twoOne]) expect(one?.body.proposedCase).toBeNull();
  const candidates = [unknownOne, twoOne].map((one) => (one?.body.candidates as unknown[] | undefined)?.length);
  expect(candidates.toSorted()).toEqual([0, 2]);
  // Whose it is is sure, what it is not: one look of whoever keeps the file, with everything proposed.
  const [asked] = letters.filter(({ inboxId }) => inboxId === house.inboxes.bernd);
  expect(asked?.body).toMatchObject({
    proposedCase: { caseFileId: house.caseFiles.bernd, confidence: 'sure' },
    remark: expect.stringContaining('Schlagwort ist nicht sicher'),
  });
});

test('a print run without sheets is parted where that is certain; where it is not, the station reads that it may hold several', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await office.start({ openReader: () => createStackReader({ size: 1 }) });
  const page = (number: string, end: string) => notice(number, `Frau Petersen\nHafenweg 1\n25813 Husum\n${end}`);
  const [first, second] = [page(ofAnna, 'Seite 1 von 2'), page(ofBernd, 'Seite 1 von 1')];
  await office.print('a.pdf', await pdfOf([first, 'Berechnung\nSeite 2 von 2', second]));
  await office.settled(1);
  const { caseFiles } = office.scans.office;
  const filed = (await office.filed()).map(({ caseFileId, body }) => [caseFileId, body.pageCount]);
  expect(filed).toEqual(
    expect.arrayContaining([
      [caseFiles.anna, 2],
      [caseFiles.bernd, 1],
    ]),
  );
  await office.print('b.pdf', await pdfOf([first, 'Rückseite ohne Zählung', second]));
  const stacks = await office.settled(2);
  expect(stacks[1]).toMatchObject({
    ...{ state: 'needsLook', reason: expect.stringContaining('Anfänge auf den Seiten 1 und 3') },
  });
  expect(await office.filed()).toHaveLength(2);
}, 60_000);

test('the folder called like a keyword decides the keyword, the number in the name of the file the file', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  const below = path.join(office.folder, 'Änderungsbescheid');
  await mkdir(below);
  await office.start();
  await office.scans.scan('AEN_12345-BG-0000001_2026-11-27.pdf', scanOf('Ohne jede Nummer'), below);
  await office.settled(1);
  expect(await office.filed()).toMatchObject([
    { caseFileId: office.scans.office.caseFiles.bernd, keyword: 'Änderungsbescheid' },
  ]);
});

test('the heading of a notice decides its keyword, however much was learned of another one so far', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  const { database: store } = office.scans;
  const { rows } = await store.query<{ id: Id }>(
    `select id from record where kind = 'keyword' and body ->> 'name' in ('Änderungsbescheid', 'Mietvertrag')
     order by body ->> 'name' collate "C" desc`,
  );
  const [changed, other] = rows.map(({ id }) => id) as [Id, Id];
  // As if the centre had only come to notices of the other kind yet, which share all their lines but the heading.
  const page = {
    number: 1,
    text: notice(ofAnna).replace(/Bewilligungsbescheid.*/, 'Änderung von Leistungen'),
    words: [],
  };
  const salt = saltFor(await readSalt(store), 'outgoing');
  const { features } = featuresOf([page], { isMail: false, pageCount: 1 }, salt);
  const learned = new CountChanges();
  for (let file = 1; file <= 9; file += 1) {
    learned.add(features, { keywordId: changed, direction: 'outgoing' }, 1);
    learned.add([], { keywordId: other, direction: 'outgoing' }, 5);
    learned.seenIn(features, `00000000-0000-7000-8000-00000000000${file}` as Id);
  }
  await learned.write(store);
  await office.start();
  await office.print('Bescheid.pdf', scanOf(notice(ofAnna)));
  await office.settled(1);
  expect(await office.letters()).toEqual([]);
  expect(await office.filed()).toMatchObject([{ keyword: 'Bewilligungsbescheid' }]);
});

test('a subject as long as the law writes it gives way to a title that fits into a row', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  const below = path.join(office.folder, 'Bewilligungsbescheid');
  await mkdir(below);
  await office.start();
  const long = 'Bewilligungsbescheid: Bewilligung von Leistungen zur Sicherung des Lebensunterhalts nach dem';
  const text = notice(ofAnna).replace('Bewilligungsbescheid über Leistungen', `${long}\nZweiten Buch Sozialgesetzbuch`);
  await office.scans.scan('Bescheid.pdf', scanOf(text), below);
  await office.settled(1);
  expect((await office.filed()).map(({ title }) => title)).toEqual(['Bewilligungsbescheid vom 20.11.2026']);
});

test('a number in the name that the text contradicts files nothing', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await office.start();
  await office.print(`Bescheid_${ofBernd}.pdf`, scanOf(notice(ofAnna)));
  await office.print(`Bescheid_${ofAnna}.pdf`, scanOf(notice(ofAnna, 'und 99999BG9999999')));
  await office.settled(2);
  expect(await office.filed()).toEqual([]);
  expect(await office.letters()).toHaveLength(2);
});

test('a notice printed twice lies in the file once; the second one waits at the station and can be sorted out', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  const { intake } = await office.start();
  await office.print('a.pdf', scanOf(notice(ofAnna)));
  await office.settled(1);
  await office.print('b.pdf', scanOf(notice(ofBernd), '#', notice(ofAnna), '#', notice(ofBernd)));
  const [first, second] = await office.settled(2);
  expect((await office.filed()).map(({ caseFileId }) => caseFileId)).toHaveLength(2);
  expect(await office.letters()).toEqual([]);
  expect(second).toMatchObject({ state: 'needsLook', reason: expect.stringContaining('nicht noch einmal abgelegt') });
  const detail = await readDetail(office.scans.database, second?.id as Id);
  expect(detail?.documents.map(({ state, filedIn }) => [state, filedIn])).toEqual([
    ['delivered', ofBernd],
    ['needsLook', null],
    ['needsLook', null],
  ]);
  const { post } = office.scans.office.ids;
  const stays = { pages: [1], inboxId: null, fileNumber: ofBernd };
  const request = { round: 0, documents: [stays], leftOut: [3, 5], turns: [], answer: null };
  await correctStack(intake, post, second?.id as Id, request);
  const after = await office.scans.stacks();
  expect(after.map(({ state }) => state)).toEqual(['done', 'done']);
  // What lies in a file is put right there.
  const away = { round: 0, documents: [], leftOut: [1], turns: [], answer: null };
  await expect(correctStack(intake, post, first?.id as Id, away)).rejects.toThrow('liegt schon in der Akte');
  expect(await office.filed()).toHaveLength(2);
});

test('a broken file lies in the folder for those with the reason, and nothing is filed', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await office.start();
  await office.print('kaputt.pdf', 'kein PDF');
  await office.settled(1);
  const below = path.join(office.folder, 'fehlerhaft');
  await vi.waitFor(async () => expect(await office.scans.filesLeft(below).catch(() => [])).toHaveLength(2), within);
  expect(await office.filed()).toEqual([]);
});

const steps: IntakeStep[] = [
  'kept',
  'journalled',
  'setAside',
  'removed',
  'claimed',
  'read',
  'resultsKept',
  'delivered',
];

test.each(steps)('a service killed after the step "%s" files every notice once', async (killedAfter) => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await office.print('Lauf.pdf', scanOf(notice(ofAnna), '#', notice(ofBernd), '#', 'Ohne Nummer'));
  await new Promise<void>((resolve) => {
    void office.start({ killedAfter, onKilled: resolve });
  });
  await office.start();
  await office.settled(1);
  const { caseFiles } = office.scans.office;
  const filed = (await office.filed()).map(({ caseFileId }) => caseFileId);
  expect(filed.toSorted()).toEqual([caseFiles.anna, caseFiles.bernd].toSorted());
  expect(await office.letters()).toHaveLength(1);
  expect((await verifyChains(office.scans.database)).firstBreak).toBeNull();
});

test('two services that file the same notice at once file it once', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await Promise.all([office.start(), office.start()]);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
    await office.print(`${name}.pdf`, scanOf(notice(ofAnna), '#', name));
  const stacks = await office.settled(6);
  expect(await office.filed()).toHaveLength(1);
  expect(stacks.filter(({ state }) => state === 'needsLook')).toHaveLength(5);
});
