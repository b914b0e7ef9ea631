import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayAfter, findDeadlines } from './find-deadlines.ts';
import { findHeading } from './find-heading.ts';
import { asId } from '../domain/ids.ts';
import { letterDateIn } from './find-letter-date.ts';
import { findSender } from './find-sender.ts';
import { featuresOf, hashOf } from './letter-features.ts';
import type { PageWords } from './page-words.ts';
import { proposeTitle } from './proposal-words.ts';
import { proposeKeywords } from './propose-keywords.ts';

const page = (text: string): PageWords => ({ number: 1, text, words: [] });
const landlord = `Detlef Diedrichsen
Private Vermietung
Detlef Diedrichsen, Langer Weg 18, 43112 Witthusum
Olga Momsen
Danziger Straße 45
43112 Witthusum
Datum 12.07.2023
Abrechnung der Betriebskosten für das Jahr 2022
Sehr geehrte Damen und Herren,
nachfolgend erhalten Sie die Abrechnung. Zahlen Sie bis zum 11. August 2023.`;
const applicant = `Serhij Thiessen
Gorch-Fock-Straße 69, 43140 Brekenhus
Kreis Nordermarsch
Brekenhus, den 28.04.2026
Antrag auf Leistungen
BG-Nummer: 31402BG0056667
Sehr geehrte Damen und Herren,
hiermit beantrage ich ab 28. April 2026 Leistungen.`;
const form = `Anlage KDU\nAngaben zur Wohnung\nFamilienname\nFeddersen\nVorname\nSamira\nGeburtsdatum\n19.12.1978\nMietbeginn\n01.12.2021\nMarschhusen, 11.08.2024\nOrt, Datum`;

test.each([
  [
    'a business letter',
    landlord,
    'Detlef Diedrichsen',
    'Abrechnung der Betriebskosten für das Jahr 2022',
    '2023-07-12',
  ],
  ['a private letter', applicant, 'Serhij Thiessen', 'Antrag auf Leistungen', '2026-04-28'],
  ['a form', form, 'Samira Feddersen', 'Anlage KDU', '2024-08-11'],
])('sender, heading and day of %s are found', (_, text, sender, heading, day) => {
  const pages = [page(text)];
  expect([findSender(pages), findHeading(pages), letterDateIn(pages, '2026-11-27')?.day ?? null]).toEqual([
    sender,
    heading,
    day,
  ]);
});

test('where nothing says them, nothing is claimed', () => {
  const pages = [page('geb. 06.04.1988\nZeitraum 01.05.2026')];
  expect([findSender(pages), letterDateIn(pages, '2026-11-27')?.day ?? null]).toEqual([null, null]);
  expect(findSender([])).toBeNull();
  expect(proposeTitle([], { keywordName: 'Vollmacht', letterDate: null, receivedOn: '2026-11-27' }).title).toBe(
    'Vollmacht vom 27.11.2026',
  );
});

test('the largest words of a page stand over it', () => {
  const word = (text: string, left: number, top: number, height: number) => ({
    ...{ text, left, top, right: left + 0.1, bottom: top + height, confidence: 100 },
  });
  const words = [
    word('Kleines', 0.1, 0.05, 0.01),
    word('davor', 0.2, 0.05, 0.01),
    word('und', 0.1, 0.3, 0.01),
    word('danach', 0.2, 0.3, 0.01),
    word('Große', 0.1, 0.2, 0.03),
    word('Worte', 0.3, 0.2, 0.03),
  ];
  expect(findHeading([{ number: 1, text: 'Kleines davor\nGroße Worte\nund danach', words }])).toBe('Große Worte');
});

test.each(['Sehr geehrte Damen und Herren,', 'Guten Tag Frau Jensen,', 'Moin,', 'Liebes Jobcenter,'])(
  'a letter without a subject is not called „%s“',
  (greeting) => {
    const letter = (...lines: string[]) => [{ number: 1, text: lines.join('\n'), words: [] }];
    expect(findHeading(letter(greeting, 'ich ziehe zum 1. Januar um.'))).toBe('ich ziehe zum 1. Januar um.');
    expect(findHeading(letter(greeting))).toBeNull();
  },
);

describe('deadlines', () => {
  const days = (text: string) => findDeadlines([page(text)], '2026-11-27').map(({ day }) => day);

  test.each([
    ['Bitte antworten Sie bis zum 15.12.2026.', '2026-12-15'],
    ['spätestens am 3. Dezember 2026', '2026-12-03'],
    ['Frist: 18.12.2026', '2026-12-18'],
    ['innerhalb von zwei Wochen', '2026-12-11'],
    ['binnen eines Monats nach Bekanntgabe', '2026-12-28'],
    ['innerhalb von zwölf Monaten', '2027-11-29'],
    ['innerhalb einer Frist von 14 Tagen', '2026-12-11'],
    ['binnen 3 Tagen', '2026-11-30'],
  ])('%s asks for something by %s', (text, day) => {
    expect(days(text)).toEqual([day]);
  });

  test('a period, a day of the past and what only tells of the future are none', () => {
    expect(days('vom 01.12.2026 bis 31.12.2026; bis zum 01.11.2026; in zwei Wochen ist Weihnachten')).toEqual([]);
  });

  test('the words they are read from are told with their place', () => {
    const [found] = findDeadlines([page('Oben\nbinnen eines Monats nach Bekanntgabe\nunten')], '2026-11-27');
    expect(found).toMatchObject({ asWritten: 'binnen eines Monats nach Bekanntgabe', place: 'Seite 1, in der Mitte' });
  });

  test('a month after the last of January is the last of February, and no deadline ends on a weekend', () => {
    expect(dayAfter('2028-01-31', 1, 'Monat')).toBe('2028-02-29');
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom('Tage', 'Wochen', 'Monate'),
        (from, count, unit) => {
          const text = from.toISOString().slice(0, 10);
          const end = dayAfter(text, count, unit);
          expect(end > text).toBe(true);
          expect(new Date(end).getUTCDay() % 6).not.toBe(0);
        },
      ),
    );
  });
});

test('a feature is a whole number that tells nothing without the salt', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, salt) => {
      const number = hashOf(text, salt);
      expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      expect(hashOf(text, salt)).toBe(number);
    }),
  );
  expect(hashOf('word petersen', 'a')).not.toBe(hashOf('word petersen', 'b'));
});

describe('keywords whose name stands in a letter', () => {
  const names = new Map([
    [asId('0192a000-0000-7000-8000-00000000000b'), 'Bankverbindung'],
    [asId('0192a000-0000-7000-8000-00000000000c'), 'Mietvertrag'],
  ]);
  const first = (text: string) => {
    const letter = featuresOf([page(text)], { isMail: false, pageCount: 1 }, 'salt');
    const nothing = { features: [], keywords: new Map() };
    const [best] = proposeKeywords({ letter, hasText: true, coverSheet: null }, nothing, names);
    return best && { name: names.get(best.keywordId), explanation: best.explanation };
  };
  const contract = (...terms: string[]) =>
    first(
      ['Wohnungsbau Husum eG', 'Mietvertrag', 'zwischen der Genossenschaft und Frau Olga Momsen', ...terms].join('\n'),
    );

  test.each([
    [['Bankverbindung: DE02 2175 0000 0012 3456 78', 'Grundmiete 420,00 €']],
    [['Bankverbindung', 'IBAN DE02 2175 0000 0012 3456 78']],
    [['Die Miete ist im Voraus auf diese Bankverbindung zu zahlen.']],
  ])('a contract for a flat is none about a bank account because it names one: %s', (terms) => {
    expect(contract(...terms)).toEqual({ name: 'Mietvertrag', explanation: '„Mietvertrag“ steht über dem Schreiben' });
  });

  test('what a letter is headed by or about is proposed', () => {
    expect(first('Olga Momsen\nMeine neue Bankverbindung\nSehr geehrte Damen und Herren,')?.name).toBe(
      'Bankverbindung',
    );
    expect(
      first('Betreff: Änderung meiner Bankverbindung zum kommenden Monat\nIBAN DE02 2175 0000 0012 3456 78')?.name,
    ).toBe('Bankverbindung');
  });
});
