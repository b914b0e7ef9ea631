import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import type { PageWords } from '../../../core/letters/page-words.ts';
import { nameKey } from '../../../core/letters/find-names.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { newId } from '../../testing/desk.ts';
import { type LetterHouse, openLetterHouse } from '../../testing/letter-house.ts';
import { type Letter, NoInboxError, routeDocument, type Routing } from './routing.ts';

const page = (text: string, number = 1): PageWords => ({ number, text, words: [] });
/** A page as recognition gives it: each word in a place, none quite sure. */
const recognised = (text: string): PageWords => ({
  ...page(text),
  words: text.split('\n').flatMap((line, row, lines) =>
    line.split(' ').map((word, column, all) => ({
      text: word,
      left: column / all.length,
      right: (column + 1) / all.length,
      top: row / lines.length,
      bottom: (row + 1) / lines.length,
      confidence: 91,
    })),
  ),
});
const letter = (pages: PageWords[], more: Partial<Letter> = {}): Letter => ({
  ...{ pages, coverSheet: null, station: 'Scanner 1', baskets: [], receivedOn: '2026-11-27' },
  ...more,
});
const route = (house: LetterHouse, text: string, more: Partial<Letter> = {}): Promise<Routing> =>
  routeDocument(house.database, letter([page(text)], more));

const moment = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const olga = { givenName: 'Olga', familyName: 'Momsen', birthDate: '1988-04-06', customerNumber: '314A015126' };

async function olgasFile(house: LetterHouse, more: { workerId?: Id } = {}): Promise<Id> {
  const workerId = more.workerId ?? house.workers.anna.workerId;
  return house.add({ workerId, fileNumber: '31402BG0001234', title: 'Momsen, Olga', persons: [olga] });
}

test('a letter goes to the responsible worker by each thing that names the file, and says where it stands', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const caseFileId = await olgasFile(house);
  const mail = 'Olga.Momsen1@post.example';
  const other = { givenName: 'Ole', familyName: 'Petersen', birthDate: '1990-01-01' };
  const household = { street: 'Möwenweg 5', mail };
  const { workerId } = house.workers.bernd;
  await house.add({ workerId, fileNumber: '31402BG0007777', title: 'Petersen, Ole', persons: [other], household });
  const explanations: [string, Partial<Letter>, string][] = [
    ['Betreff\nBG-Nummer: 31402 BG 0001234\nText\nText\nText', {}, 'BG-Nummer auf Seite 1, oben'],
    ['Zeile\nZeile\nZeile\n31402//0001234', {}, 'BG-Nummer auf Seite 1, unten (alte Schreibweise)'],
    ['Kundennummer 314a015126', {}, 'Kundennummer auf Seite 1, oben'],
    ['Momsen, Olga\ngeb. am 06.04.1988', {}, 'Name und Geburtsdatum auf Seite 1, unten'],
    ['Olga Monsen\nHafenstr. 12\n43110 Marschhusen', {}, ''],
    ['Frau Olga Momsen\nHafenstr. 12\n43110 Marschhusen', {}, 'Name und Anschrift auf Seite 1, oben'],
  ];
  for (const [text, more, explanation] of explanations) {
    const found = await route(house, text, more);
    if (explanation === '') expect(found).toMatchObject({ caseFileId: null, inboxId: house.basketId });
    else {
      expect(found).toMatchObject({ inboxId: house.workers.anna.inboxId, caseFileId, confidence: 'sure', explanation });
      expect(found.candidates).toMatchObject([{ title: 'Momsen, Olga', workerName: 'anna, Test' }]);
    }
  }
  const sent = await route(house, 'Guten Tag', { sender: `Olga Momsen <${mail.toLowerCase()}>` });
  expect(sent).toMatchObject({
    inboxId: house.workers.bernd.inboxId,
    explanation: 'Absenderadresse ist in der Akte hinterlegt',
  });
});

test('a number on a recognised page needs a name of the file beside it: one wrong digit would be the file of somebody else', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const caseFileId = await olgasFile(house);
  const read = (text: string) => routeDocument(house.database, letter([recognised(text)]));
  expect(await read('Zeichen 31402BG0001234\nfür Frau Momsen\nText')).toMatchObject({
    ...{ caseFileId, confidence: 'sure', explanation: 'BG-Nummer auf Seite 1, oben rechts' },
  });
  const unnamed = await read('Zeichen 31402BG0001234\nfür Frau Jensen\nText');
  expect(unnamed).toMatchObject({ caseFileId: null, confidence: 'likely', inboxId: house.basketId });
  expect(unnamed.remark).toContain('kein Name aus der Akte');
  const unclear = await read('31402BG000I234\nMomsen');
  expect(unclear).toMatchObject({ caseFileId: null, confidence: 'likely', inboxId: house.basketId });
  expect(unclear.candidates).toMatchObject([{ caseFileId, confidence: 'likely' }]);
});

test('two sure finds for different people go to the basket with both, said why and without names', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const first = await olgasFile(house);
  const { workerId } = house.workers.bernd;
  const second = await house.add({ workerId, fileNumber: '31402BG0007777', title: 'Petersen, Ole' });
  const found = await route(house, '31402BG0001234 und 31402BG0007777');
  expect(found).toMatchObject({ inboxId: house.basketId, caseFileId: null, confidence: 'likely' });
  expect(found.candidates.map((one) => [one.caseFileId, one.confidence])).toEqual([
    [first, 'sure'],
    [second, 'sure'],
  ]);
  expect(found.remark).toMatch(/^Zwei Funde widersprechen sich/);
  expect(found.remark).not.toMatch(/Momsen|Petersen/);
});

test('two files of the same person: the number of one decides, without it the worker who keeps both gets the letter', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const { workerId, inboxId } = house.workers.anna;
  const caseFileId = await olgasFile(house);
  await house.add({ workerId, fileNumber: '314A015126', title: 'Momsen, Olga', persons: [olga] });
  expect(await route(house, '31402BG0001234 Momsen, Olga geb. 06.04.1988')).toMatchObject({ caseFileId, inboxId });
  const either = await route(house, 'Momsen, Olga geb. 06.04.1988');
  expect(either).toMatchObject({ inboxId, caseFileId: null, confidence: 'likely' });
  expect(either.candidates).toHaveLength(2);
});

test('while she is away her substitute of now gets it, the substitute of the substitute too, by the clock of the database', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  await olgasFile(house);
  const { anna, bernd, clara } = house.workers;
  await house.substitute(anna.workerId, bernd.workerId, moment(5), moment(9));
  expect((await route(house, '31402BG0001234')).inboxId).toBe(anna.inboxId);
  await house.substitute(anna.workerId, bernd.workerId, moment(-1), moment(4));
  expect(await route(house, '31402BG0001234')).toMatchObject({ inboxId: bernd.inboxId, remark: 'In Vertretung.' });
  await house.substitute(bernd.workerId, clara.workerId, moment(-1), moment(4));
  expect((await route(house, '31402BG0001234')).inboxId).toBe(clara.inboxId);
});

test('nobody who is kept out of a file gets its letter, neither as a substitute nor as worker', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const caseFileId = await olgasFile(house);
  const { anna, bernd } = house.workers;
  await house.database.query('insert into scope_deny (scope_id, worker_id) values ($1, $2)', [
    caseFileId,
    bernd.workerId,
  ]);
  expect((await route(house, '31402BG0001234')).inboxId).toBe(anna.inboxId);
  await house.substitute(anna.workerId, bernd.workerId, moment(-1), moment(4));
  // Bernd reads Anna's Postkorb now and the basket of the team: there is no better place, and it is said.
  const found = await route(house, '31402BG0001234');
  expect(found).toMatchObject({
    inboxId: house.basketId,
    remark: 'Der Postkorb der zuständigen Person ist nicht erreichbar.',
  });
});

test('a cover sheet decides: its Postkorb, else the file it names', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const caseFileId = await olgasFile(house);
  const cover = (more: object) => ({ coverSheet: { fileNumber: null, keywordId: null, inboxId: null, ...more } });
  expect(await route(house, '', cover({ fileNumber: '31402 BG 0001234' }))).toMatchObject({
    ...{ caseFileId, inboxId: house.workers.anna.inboxId, explanation: 'Deckblatt der Scanstelle' },
  });
  const { inboxId } = house.workers.clara;
  expect((await route(house, '31402BG0001234', cover({ inboxId }))).inboxId).toBe(inboxId);
  expect((await route(house, '31402BG0001234', cover({ inboxId: newId() }))).inboxId).toBe(house.workers.anna.inboxId);
});

test('a letter nobody knows lies in the one basket of the house; a house without any says so', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const nothing = { caseFileId: null, confidence: 'none', candidates: [] };
  expect(await route(house, 'Werbung')).toMatchObject({ ...nothing, inboxId: house.basketId });
  await house.database.query(`delete from record where kind = 'team'`);
  await expect(route(house, 'Werbung')).rejects.toThrow(NoInboxError);
});

test('names that are equal for us are equal for the index of the database, whatever their letters', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const parts = fc.constantFrom(...'aeouxyäöüßé', 'ue', 'ae', 'oe', 'Ü', 'Ł', '-', "'", 'aeue', 'eue', 'qu');
  const name = fc.array(parts, { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
  const names = fc.sample(fc.tuple(name, name), { numRuns: 300 });
  const folded = names.map(([given, family]) => nameKey(given, family));
  const { rows } = await house.database.query<{ given: string; family: string; key: string }>(
    `select * from (select given, family, letter_name_key(given, family) as key,
       letter_name_key(split_part(folded, ' ', 1), substr(folded, strpos(folded, ' ') + 1)) as of_folded
     from unnest($1::text[], $2::text[], $3::text[]) as name (given, family, folded)) pair where key <> of_folded`,
    [names.map(([given]) => given), names.map(([, family]) => family), folded],
  );
  expect(rows).toEqual([]);
});
