import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { newId } from '../../testing/desk.ts';
import { type LetterHouse, openLetterHouse, writeKeyword } from '../../testing/letter-house.ts';
import { learnFiled } from './learn-filed.ts';
import { proposeFiling } from './propose-filing.ts';

const bill = (name: string, year: string) =>
  `Die Energie für Husum · Am Binnenhafen 1 · 25813 Husum\n${name}\nHusum, den 03.11.2026\nJahresabrechnung Strom ${year} Vertrag\nSehr geehrte Damen und Herren,\nVerbrauch Kilowattstunden Abschlag Zähler`;

type Filed = { caseFileId: Id; documentId: Id; keywordId: Id; text: string; title: string; sender: string | null };

async function file(house: LetterHouse, one: Filed, state = 'filed'): Promise<void> {
  const { caseFileId, documentId, keywordId, text, title, sender } = one;
  const [versionId, workerId, at] = [documentId, house.workers.anna.workerId, '2026-11-20T09:00:00.000Z'];
  const words = { title, sender, letterDate: '2026-11-03', receivedDate: null, direction: 'incoming' };
  const body = { ...words, filedAt: at, filedBy: workerId, versionId, pageCount: 1, sheetFrom: 1, sheetTo: 1, state };
  const link = { documentId, keywordId, addedAt: at, addedBy: workerId };
  const scopeId = caseFileId;
  await house.write(
    { kind: 'document', id: documentId, scopeId, body },
    { kind: 'documentKeyword', id: documentId, scopeId, body: link },
    { kind: 'page', id: documentId, scopeId, body: { versionId, number: 1, text } },
  );
}

/** So many case files, each with a bill that was filed under these names. */
async function billed(
  house: LetterHouse,
  count: number,
  names: (year: string) => { title: string; sender: string | null },
) {
  const keywordId = await writeKeyword(house, 'Stromabrechnung');
  const filed: Filed[] = [];
  for (let number = 0; number < count; number += 1) {
    const { workerId } = house.workers.anna;
    const caseFileId = await house.add({
      workerId,
      fileNumber: `31402BG000000${number}`,
      title: `Akte${number}, Test`,
    });
    const year = String(2018 + number);
    filed.push({
      caseFileId,
      documentId: newId(),
      keywordId,
      text: bill(`Name${'abcdefghij'[number]}`, year),
      ...names(year),
    });
  }
  for (const one of filed) await file(house, one);
  while (await learnFiled(house.database));
  return filed;
}

const propose = (house: LetterHouse) =>
  proposeFiling(house.database, {
    ...{ pages: [{ number: 1, text: bill('Frau Neu', '2026'), words: [] }], isMail: false, coverSheet: null },
    receivedOn: '2026-11-27',
  });
const asRead = { title: 'Jahresabrechnung Strom 2026 Vertrag', sender: 'Die Energie für Husum' };
const corrected = (year: string) => ({ title: `Stromabrechnung ${year}`, sender: 'Stadtwerke Husum' });

test('a sender and a title that were put right in several case files are proposed for the next letter, with the reason', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  await billed(house, 9, corrected);
  expect(await propose(house)).toMatchObject({
    ...{ title: 'Stromabrechnung 2026', sender: 'Stadtwerke Husum', letterDate: '2026-11-03' },
    reasons: {
      title: 'Wie bei früheren Schreiben „Stromabrechnung“',
      sender: 'Wie in früheren Schreiben von „Die Energie für Husum“',
    },
  });
});

test('a name that stands in few case files is nobody else’s, and what is taken back or put right counts no longer', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const filed = await billed(house, 6, corrected);
  for (const one of filed.slice(0, 2)) await file(house, one, 'retracted');
  const [third] = filed.slice(2);
  if (!third) throw new Error('nothing was filed');
  await file(house, { ...third, title: 'Brief von Frau Namec', sender: 'Olga Momsen' });
  while (await learnFiled(house.database));
  expect(await propose(house)).toMatchObject(asRead);
  const { rows } = await house.database.query('select 1 from letter_name_count where documents < 0');
  expect(rows).toEqual([]);
  await house.database.query('delete from letter_learned_scope');
  const counted = async () => (await house.database.query('select * from letter_name_count order by 1, 2')).rows;
  const before = await counted();
  while (await learnFiled(house.database));
  expect(await counted()).toEqual(before);
});

test('where nothing was put right, what stands in the letter is proposed', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  await billed(house, 6, (year) => ({ ...asRead, title: `Jahresabrechnung Strom ${year} Vertrag` }));
  expect(await propose(house)).toMatchObject({ ...asRead, reasons: { title: 'Betreff auf Seite 1' } });
});
