import { expect, test } from 'vitest';
import { type FileSays, suggestFiling } from './suggestions.ts';

const today = '2026-11-22';
const suggest = (fileName: string, text = '', more: Partial<FileSays> = {}) =>
  suggestFiling({ ...more, fileName }, text === '' ? [] : [{ number: 1, text, words: [] }], today);

test('a file name becomes a title without ending, date and underscores', () => {
  expect(suggest('mietvertrag_petersen 2026-11-02.pdf')).toMatchObject({
    title: 'Mietvertrag petersen',
    letterDate: '2026-11-02',
  });
  expect(suggest('Kontoauszug 03.10.2026.pdf')).toMatchObject({
    title: 'Kontoauszug',
    letterDate: '2026-10-03',
  });
  expect(suggest('20261105_Lohnabrechnung.pdf')).toMatchObject({
    title: 'Lohnabrechnung',
    letterDate: '2026-11-05',
  });
  expect(suggest('20261105.pdf').title).toBe('20261105');
});

test('the date of a letter is read from its head, also when the month is spelled out', () => {
  expect(suggest('scan.pdf', 'Husum, den 3. November 2026\nSehr geehrte').letterDate).toBe('2026-11-03');
  expect(suggest('scan.pdf', 'Datum: 05.11.26\nIhr Zeichen').letterDate).toBe('2026-11-05');
  expect(suggest('scan.pdf', 'geboren am 04.12.1984').letterDate).toBeNull();
});

test('a day to come is a deadline and no date of a letter; a day that does not exist is none', () => {
  expect(suggest('scan.pdf', 'Bitte bis 31.12.2026 einreichen').letterDate).toBeNull();
  expect(suggest('Notiz 31.02.2026.pdf').letterDate).toBeNull();
});

test('the sender stands in the small line above the address', () => {
  const text = 'Stadtwerke Husum · Am Binnenhafen 1 · 25813 Husum\nFrau Petersen';
  expect(suggest('scan.pdf', text).sender).toBe('Stadtwerke Husum');
  expect(suggest('scan.pdf', 'Sehr geehrte Frau Petersen, vielen Dank.').sender).toBeNull();
});

test('a mail says itself what it is, who sent it and when', () => {
  const mail = {
    subject: 'Frage zur Miete',
    from: '"Petersen, Anna" <anna@example.org>',
    date: '2026-11-20T23:30:00.000Z',
  };
  expect(suggest('nachricht.eml', '', mail)).toMatchObject({
    title: 'Frage zur Miete',
    letterDate: '2026-11-21',
    sender: 'Petersen, Anna',
    reasons: { title: 'Betreff der E-Mail', letterDate: 'Datum der E-Mail', sender: 'Absender der E-Mail' },
  });
  expect(suggest('nachricht.eml', '', { ...mail, from: 'anna@example.org' }).sender).toBe('anna@example.org');
});

test('the subject of a letter goes before the name of its file, which goes before a line that is only perhaps a heading', () => {
  const letter =
    'Stadtwerke Husum · Am Binnenhafen 1 · 25813 Husum\nFrau Petersen\n\nJahresabrechnung Strom 2025\nSehr geehrte Frau Petersen,\nbis zum 15.12.2026';
  expect(suggest('Neue Rechnung.pdf', letter)).toMatchObject({
    title: 'Jahresabrechnung Strom 2025',
    reasons: { title: 'Betreff auf Seite 1', sender: 'Absenderzeile über der Anschrift auf Seite 1' },
    deadlines: [{ day: '2026-12-15', explanation: '„bis zum 15.12.2026“ auf Seite 1, unten' }],
  });
  const note = 'Husumer Bote\nSpalte drei\nund mehr davon';
  expect(suggest('Zeitung vom 03.10.2026.pdf', note)).toMatchObject({
    title: 'Zeitung vom',
    letterDate: '2026-10-03',
    reasons: { title: 'Name der Datei', letterDate: 'Datum im Namen der Datei', sender: null },
  });
  expect(suggest('IMG_2034.jpg', note)).toMatchObject({
    title: 'Husumer Bote',
    reasons: { title: 'Erste Zeilen auf Seite 1' },
  });
});
