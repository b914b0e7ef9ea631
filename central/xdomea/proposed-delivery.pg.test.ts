import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { openLetterHouse } from '../testing/letter-house.ts';
import { proposedWords } from './proposed-delivery.ts';

const text =
  'Wohnungsbau Husum · Norderstr. 4 · 25813 Husum\nHusum, den 03.11.2026\nMieterhöhung zum 01.02.2027\nSehr geehrte Frau Petersen,\nbitte stimmen Sie bis zum 15.12.2026 zu.\nMit freundlichen Grüßen';

test('what a message does not say is read in the document, and each part tells where it is from', async () => {
  await using database = await temporaryDatabase();
  await using house = await openLetterHouse(database.connectionString);
  const nothing = { title: null, typeName: null, letterDate: null, sender: null, keyword: null, fileTitle: 'a.pdf' };
  const content = { kind: 'pdf' } as Parameters<typeof proposedWords>[2]['content'];
  const words = (more: object, pageTexts = [text]) =>
    proposedWords(house.database, { ...nothing, direction: 'incoming', ...more }, { pageTexts, content }, '2026-11-27');
  expect(await words({})).toMatchObject({
    ...{ title: 'Mieterhöhung zum 01.02.2027', letterDate: '2026-11-03', sender: 'Wohnungsbau Husum' },
    deadlines: [{ day: '2026-12-15' }],
    reasons: { title: 'Betreff auf Seite 1', sender: 'Absenderzeile über der Anschrift auf Seite 1' },
  });
  expect(await words({ title: 'Anhörung', letterDate: '2026-10-01' })).toMatchObject({
    ...{ title: 'Anhörung', letterDate: '2026-10-01', sender: 'Wohnungsbau Husum' },
    reasons: { title: 'Vom Fachverfahren genannt', letterDate: 'Vom Fachverfahren genannt' },
  });
  expect(await words({ direction: 'outgoing' })).toMatchObject({ sender: null, deadlines: [] });
  expect(await words({}, [])).toMatchObject({ title: 'a.pdf', reasons: { title: 'Name der Datei' } });
});
