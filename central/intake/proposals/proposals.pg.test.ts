import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { newId } from '../../testing/desk.ts';
import { type LetterHouse, openLetterHouse, writeKeyword } from '../../testing/letter-house.ts';
import { routeDocument } from '../routing/routing.ts';
import { learnFiled } from './learn-filed.ts';
import { type NewLetter, proposeFiling } from './propose-filing.ts';

const page = (text: string): PageWords => ({ number: 1, text, words: [] });
const letter = (text: string, more: Partial<NewLetter> = {}): NewLetter => ({
  ...{ pages: [page(text)], isMail: false, coverSheet: null, receivedOn: '2026-11-27' },
  ...more,
});
const rentText = (name: string) => `Mietbescheinigung\nWohnung von ${name}\nGrundmiete Heizkosten Wohnfläche Vermieter`;
const wageText = (name: string) => `Entgeltabrechnung Mai\nfür ${name}\nLohnsteuer Bruttolohn Sozialabgaben Auszahlung`;

type Filed = {
  caseFileId: Id;
  documentId: Id;
  keywordId: Id;
  text: string;
  state?: string;
  direction?: 'incoming' | 'outgoing' | 'internal';
};

/** Writes a filed document as the centre keeps it; again: changes it. */
async function file(
  house: LetterHouse,
  { caseFileId, documentId, keywordId, text, state = 'filed', direction = 'incoming' }: Filed,
): Promise<void> {
  const [versionId, workerId, at] = [documentId, house.workers.anna.workerId, '2026-11-20T09:00:00.000Z'];
  const title = text.split('\n')[0] || 'Brief';
  const dates = { title, letterDate: null, receivedDate: null, sender: null, filedAt: at, filedBy: workerId };
  const body = { ...dates, direction, versionId, pageCount: 1, sheetFrom: 1, sheetTo: 1, state };
  const scopeId = caseFileId;
  await house.write(
    { kind: 'document', id: documentId, scopeId, body },
    {
      kind: 'documentKeyword',
      id: documentId,
      scopeId,
      body: { documentId, keywordId, addedAt: at, addedBy: workerId },
    },
    { kind: 'page', id: documentId, scopeId, body: { versionId, number: 1, text } },
  );
}

async function learnAll(house: LetterHouse): Promise<void> {
  while (await learnFiled(house.database));
}

/** Twelve case files with a rent letter each, and one of wages; names differ from file to file. */
async function filledHouse(house: LetterHouse) {
  const [rent, wage] = [await writeKeyword(house, 'Miete und Nebenkosten'), await writeKeyword(house, 'Einkommen')];
  const documents: Filed[] = [];
  for (let number = 0; number < 12; number += 1) {
    const { workerId } = house.workers.anna;
    const fileNumber = `31402BG${String(number).padStart(7, '0')}`;
    const caseFileId = await house.add({ workerId, fileNumber, title: `Akte${number}, Test` });
    const name = `Name${'abcdefghijkl'[number]}`;
    documents.push({ caseFileId, documentId: newId(), keywordId: rent, text: rentText(name) });
    documents.push({ caseFileId, documentId: newId(), keywordId: wage, text: wageText(name) });
  }
  for (const one of documents) await file(house, one);
  await learnAll(house);
  return { rent, wage, documents };
}

test('a letter like those filed gets their keyword, why in one line, and the next ones as alternatives', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { rent, wage } = await filledHouse(house);
  const proposed = await proposeFiling(house.database, letter(rentText('Frau Neu')));
  expect(proposed).toMatchObject({
    title: 'Mietbescheinigung',
    proposedKeyword: {
      keywordId: rent,
      confidence: 'sure',
      explanation: 'Überschrift „Mietbescheinigung“ auf Seite 1',
    },
    keywordAlternatives: [{ keywordId: wage, confidence: 'likely' }],
  });
  const wages = await proposeFiling(house.database, letter('Lohnsteuer Bruttolohn\nSozialabgaben Auszahlung'));
  expect(wages.proposedKeyword).toMatchObject({
    keywordId: wage,
    explanation: 'Wortlaut wie bei 12 früheren Schreiben „Einkommen“',
  });
});

test('what is corrected counts elsewhere at once and more; what is taken back counts no longer; learning twice changes nothing', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { rent, wage, documents } = await filledHouse(house);
  const counted = async () => {
    const { rows } = await house.database.query<{ keyword_id: Id; documents: number }>('select * from letter_keyword');
    return new Map(rows.map((row) => [row.keyword_id, row.documents]));
  };
  expect(await counted()).toEqual(
    new Map([
      [rent, 12],
      [wage, 12],
    ]),
  );
  await house.database.query('delete from letter_learned_scope');
  await learnAll(house);
  expect(await counted()).toEqual(
    new Map([
      [rent, 12],
      [wage, 12],
    ]),
  );
  const [first, second] = documents;
  if (!first || !second) throw new Error('no documents');
  await file(house, { ...first, keywordId: wage });
  await file(house, { ...second, state: 'retracted' });
  await learnAll(house);
  expect(await counted()).toEqual(
    new Map([
      [rent, 11],
      [wage, 13],
    ]),
  );
  const { rows } = await house.database.query('select 1 from letter_feature where documents < 0');
  expect(rows).toEqual([]);
});

test('words of single files are not kept as words and never count', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  await filledHouse(house);
  const tables = ['letter_feature', 'letter_feature_spread', 'letter_reference', 'letter_learned', 'letter_keyword'];
  for (const table of tables) {
    const { rows } = await house.database.query<{ line: string }>(
      `select row_to_json(one)::text as line from ${table} one`,
    );
    expect(rows.filter(({ line }) => /namea|mietbescheinigung/i.test(line))).toEqual([]);
  }
  const named = await proposeFiling(house.database, letter('Namea'));
  expect(named.proposedKeyword?.confidence).not.toBe('sure');
});

test('the keyword of a cover sheet is sure; a keyword that is no longer valid is not proposed', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { rent, wage } = await filledHouse(house);
  const coverSheet = { fileNumber: null, keywordId: wage, inboxId: null };
  const covered = await proposeFiling(house.database, letter(rentText('Neu'), { coverSheet }));
  expect(covered).toMatchObject({
    proposedKeyword: { keywordId: wage, confidence: 'sure', explanation: 'Deckblatt der Scanstelle' },
    keywordAlternatives: [{ keywordId: rent }],
  });
  await house.database.query(`update record set body = jsonb_set(body, '{validTo}', '"2026-01-31"') where id = $1`, [
    rent,
  ]);
  const after = await proposeFiling(house.database, letter(rentText('Neu')));
  expect([after.proposedKeyword, ...after.keywordAlternatives].map((one) => one?.keywordId)).not.toContain(rent);
});

test('without text or anything learned nothing is claimed, and the title still says what came', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  expect(await proposeFiling(house.database, letter(''))).toEqual({
    ...{ title: 'Schreiben vom 27.11.2026, 1 Seite', letterDate: null, sender: null },
    ...{ proposedKeyword: null, keywordAlternatives: [], deadlines: [] },
    reasons: { title: 'Kein Betreff im Text gefunden', letterDate: null, sender: null },
  });
});

test('the file number of a court in a filed document leads its next letter to the same file, together with a name', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { workerId, inboxId } = house.workers.bernd;
  const caseFileId = await house.add({ workerId, fileNumber: '31402BG0001234', title: 'Momsen, Olga' });
  const keywordId = await writeKeyword(house, 'Klage');
  const text = 'Sozialgericht\nAktenzeichen: S 12 AS 345/26 ER\nin dem Rechtsstreit Momsen';
  await file(house, { caseFileId, documentId: newId(), keywordId, text });
  await learnAll(house);
  const route = (next: string) =>
    routeDocument(house.database, {
      pages: [page(next)],
      coverSheet: null,
      station: null,
      baskets: [],
      receivedOn: '2026-11-27',
    });
  const found = await route('Az. S 12 AS 345/26 ER\nRechtsstreit Momsen gegen Kreis');
  expect(found).toMatchObject({ inboxId, caseFileId, confidence: 'sure' });
  expect(found.explanation).toBe(
    'Zeichen „S 12 AS 345/26 ER“ auf Seite 1, oben, wie in früheren Schreiben dieser Akte',
  );
  expect(await route('Az. S 12 AS 345/26 ER\nohne Namen')).toMatchObject({ caseFileId: null, confidence: 'likely' });
  const second = await house.add({ workerId, fileNumber: '31402BG0007777', title: 'Momsen, Ole' });
  await file(house, { caseFileId: second, documentId: newId(), keywordId, text });
  await learnAll(house);
  expect(await route('Az. S 12 AS 345/26 ER\nMomsen')).toMatchObject({ caseFileId: null, inboxId: house.basketId });
});

test('what went out is learned beside what came in: each is proposed from its own, and one that is corrected moves over', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { rent, documents } = await filledHouse(house);
  const grant = await writeKeyword(house, 'Bescheid über die Miete');
  const text = (name: string) => `${rentText(name)}\nWir bewilligen Ihnen`;
  const sent = documents
    .filter(({ keywordId }) => keywordId === rent)
    .map(({ caseFileId }, index) => ({
      ...{ caseFileId, documentId: newId(), keywordId: grant, direction: 'outgoing' as const },
      text: text(`Name${index}`),
    }));
  for (const one of sent) await file(house, one);
  await learnAll(house);
  const proposed = async (direction: 'incoming' | 'outgoing') =>
    (await proposeFiling(house.database, letter(text('Frau Neu'), { direction }))).proposedKeyword;
  expect(await proposed('outgoing')).toMatchObject({ keywordId: grant, confidence: 'sure' });
  expect(await proposed('incoming')).toMatchObject({ keywordId: rent });
  for (const one of sent) await file(house, { ...one, direction: 'internal' });
  await learnAll(house);
  expect(await proposed('outgoing')).not.toMatchObject({ confidence: 'sure' });
  const { rows } = await house.database.query(
    `select 1 from letter_keyword where direction = 'outgoing' and documents <> 0`,
  );
  expect(rows).toEqual([]);
});
