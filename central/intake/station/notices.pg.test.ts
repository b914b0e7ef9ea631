import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { fachverfahrenWorkerId } from '../../../core/domain/standing-ids.ts';
import { featuresOf } from '../../../core/letters/letter-features.ts';
import { pdfOf } from '../../../intake/content/test-documents.ts';
import { createStackReader } from '../../../intake/station/stack-reader.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { verifyChains } from '../../store/journal.ts';
import { NoticeOffice, notice, ofAnna, ofBernd, within } from '../../testing/notice-office.ts';
import { coverPage, scanOf } from '../../testing/text-reader.ts';
import { CountChanges, readSalt, saltFor } from '../proposals/model-tables.ts';
import { readDetail, readOverview } from './overview.ts';

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
