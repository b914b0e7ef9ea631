import { afterAll, expect, test } from 'vitest';
import { findHeading } from '../../core/letters/find-heading.ts';
import { Composer } from '../../demo/sample/pages/composer.ts';
import type { Page } from '../../demo/sample/pages/page.ts';
import { pagesToPdf, scansToPdf } from '../../demo/sample/pages/pdf.ts';
import { scanPage } from '../../demo/sample/pages/raster.ts';
import { createRandom } from '../../demo/sample/random.ts';
import { createStackReader } from '../../intake/station/stack-reader.ts';

const reader = createStackReader({ recognition: 'packaged' });
afterAll(() => reader.close());
const facts = { title: 'Schreiben', author: 'Test', date: '2026-04-28' };
const mm = 72 / 25.4;

type Layout = {
  before?: string[];
  subject: string[];
  references?: [string, string][];
  salutation?: string;
  right?: number;
};

/** A letter as offices and people write them: window, references on the right, subject in bold, salutation, running text. */
function letter({ before = [], subject, references = [], salutation, right = 190 }: Layout): Page[] {
  const page = new Composer({ size: 11, right: right * mm });
  page.y = 45 * mm;
  page.paragraph('Stadtwerke Brekenhus, Hafenstraße 2, 43140 Brekenhus', { size: 7 });
  for (const line of ['Kreis Nordermarsch', 'Sozialzentrum Marschhusen', 'Rathausplatz 3', '43110 Marschhusen']) {
    page.paragraph(line, { after: 0 });
  }
  for (const [row, [name, value]] of references.entries()) {
    page.at(125 * mm, (50 + row * 6) * mm, name);
    page.at(155 * mm, (50 + row * 6) * mm, value);
  }
  page.y = 85 * mm;
  for (const line of before) page.paragraph(line, { after: 14 });
  for (const line of subject) page.paragraph(line, { font: page.face('bold'), after: 0 });
  page.space(14);
  page.paragraph(salutation ?? 'Sehr geehrte Damen und Herren,');
  page.paragraph(
    'nach Prüfung der eingereichten Unterlagen teilen wir Ihnen mit, dass die Voraussetzungen weiterhin vorliegen. Bitte reichen Sie fehlende Nachweise nach.',
  );
  page.paragraph('Mit freundlichen Grüßen');
  page.paragraph('Stadtwerke Brekenhus');
  return page.finish();
}

const headingOf = async (bytes: Uint8Array): Promise<string | null> => {
  const { documents } = await reader.readStack(bytes, 'brief.pdf');
  return findHeading(documents[0]?.words ?? []);
};

const letters: [string, Layout, string][] = [
  [
    'parted by the edge of the paper',
    {
      subject: [
        'Zusicherung zu den Aufwendungen für die neue Unterkunft und Übernahme der Mietkaution als Darlehen nach § 22 Absatz 6 SGB II',
      ],
      references: [['Datum', '28.04.2026']],
    },
    'Zusicherung zu den Aufwendungen für die neue Unterkunft und Übernahme der Mietkaution als Darlehen nach § 22 Absatz 6 SGB II',
  ],
  [
    'of two lines, each for itself',
    {
      subject: ['Abrechnung der Betriebskosten', 'Abrechnungszeitraum 01.01.2025 bis 31.12.2025'],
      references: [
        ['Kundennummer', '4711'],
        ['Datum', '28.04.2026'],
      ],
    },
    'Abrechnung der Betriebskosten, Abrechnungszeitraum 01.01.2025 bis 31.12.2025',
  ],
  [
    'that goes on with „hier:“',
    { subject: ['Ihr Antrag auf Leistungen vom 03.04.2026', 'hier: fehlende Unterlagen'] },
    'Ihr Antrag auf Leistungen vom 03.04.2026, hier: fehlende Unterlagen',
  ],
  [
    'whose last line is a day',
    { before: ['Brekenhus, den 28.04.2026'], subject: ['Widerspruch gegen Ihren Bescheid', 'vom 12.03.2026'] },
    'Widerspruch gegen Ihren Bescheid vom 12.03.2026',
  ],
  [
    'of one line that ends with a day',
    { before: ['Brekenhus, den 28.04.2026'], subject: ['Widerspruch gegen Ihren Bescheid vom 12.03.2026'] },
    'Widerspruch gegen Ihren Bescheid vom 12.03.2026',
  ],
  [
    'with a word parted at its end',
    { subject: ['Bescheinigung über die Höhe der Kranken-', 'versicherungsbeiträge'] },
    'Bescheinigung über die Höhe der Krankenversicherungsbeiträge',
  ],
  [
    'with numbers under it',
    { subject: ['Antrag auf Leistungen für', 'Bildung und Teilhabe', 'BG-Nummer: 31402BG0056667'] },
    'Antrag auf Leistungen für Bildung und Teilhabe',
  ],
  [
    'under an address and a file number of its own',
    { before: ['Unser Aktenzeichen S 12 AS 345/26'], subject: ['Mahnung'] },
    'Mahnung',
  ],
  [
    'after the word „Betreff“',
    { subject: ['Betreff: Kündigung der Wohnung', 'Norderstraße 3, 2. Obergeschoss links'] },
    'Kündigung der Wohnung, Norderstraße 3, 2. Obergeschoss links',
  ],
];

test.each(letters)('a subject %s is the title of the letter, all of it', async (_, layout, title) => {
  expect(await headingOf(await pagesToPdf(letter(layout), facts))).toBe(title);
});

test('of a scanned letter, too, a subject of two lines is read whole', async () => {
  const [first] = letter({ subject: ['Anhörung zur Aufhebung und Erstattung', 'Zeitraum Januar bis März 2026'] });
  const scan = scanPage(first!, createRandom('subject'), null);
  const bytes = await scansToPdf([scan], facts, null);
  expect(await headingOf(bytes)).toBe('Anhörung zur Aufhebung und Erstattung, Zeitraum Januar bis März 2026');
}, 180_000);
