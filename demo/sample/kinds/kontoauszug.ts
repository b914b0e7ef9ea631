import { calculate, employmentsIn, wageOf } from '../calculation.ts';
import { addDays, germanDate, monthEnd, monthName } from '../dates.ts';
import { rentOn, wholeRent } from '../dwelling.ts';
import { applicantOf, fullName, minorsOn } from '../households.ts';
import { childBenefit } from '../law.ts';
import { amount, splitCents, total } from '../money.ts';
import { Composer } from '../pages/composer.ts';
import { companyColor } from '../pages/letters.ts';
import { MM, PAGE_HEIGHT, PAGE_WIDTH } from '../pages/page.ts';
import type { Cents, Day } from '../types.ts';
import { type Composed, type KindContext, pagesContent } from './kind.ts';

type Booking = { day: Day; kind: string; text: string; cents: Cents };

const SHOPS = [
  'MARSCHMARKT SAGT DANKE',
  'DEICHKAUF DISCOUNT',
  'KUESTENBAECKEREI MATTHIESEN',
  'APOTHEKE AM SIEL',
  'TANKSTELLE NORDERSTRASSE',
  'DROGERIE WATTPERLE',
  'BUECHEREI KREIS NORDERMARSCH',
  'TEXTIL-KONTOR',
  'FAHRRAD BRUHN',
];

function bookingsOf(context: KindContext, month: Day): Booking[] {
  const { household, random } = context;
  const bookings: Booking[] = [];
  const add = (day: number, kind: string, text: string, cents: Cents) =>
    bookings.push({ day: addDays(month, day - 1), kind, text, cents });
  const { payment } = calculate(household, month);
  if (month < household.firstApplication)
    add(1, 'Gutschrift', 'AGENTUR FUER ARBEIT ARBEITSLOSENGELD', Math.round(payment * 0.97));
  else add(1, 'Gutschrift', `KREIS NORDERMARSCH ${household.bgNumber} LEISTUNGEN SGB II`, payment);
  add(
    3,
    'Dauerauftrag',
    `${household.dwelling.landlord.name.toUpperCase()} MIETE ${monthName(month).toUpperCase()}`
      .replaceAll('ß', 'ẞ')
      .replaceAll('ẞ', 'SS'),
    -wholeRent(rentOn(household.dwelling, month)),
  );
  const children = minorsOn(household, month).length;
  if (children > 0)
    add(random.int(8, 14), 'Gutschrift', 'FAMILIENKASSE NORDERMARSCH KINDERGELD', childBenefit(month) * children);
  for (const employment of employmentsIn(household, month))
    add(27, 'Lohn/Gehalt', `${employment.employer.name.toUpperCase()} LOHN`, wageOf(employment, month).net);
  add(5, 'Lastschrift', 'INSELFUNK MOBIL RECHNUNG', -random.int(999, 2_999));
  add(
    15,
    'Lastschrift',
    `${household.dwelling.energySupplier.name.toUpperCase()} STROM ABSCHLAG`,
    -random.int(38, 95) * 100,
  );
  const free = total(bookings.map(({ cents }) => cents));
  const spent = Math.max(9_000, Math.round(free * (0.86 + random.next() * 0.2)));
  const count = random.int(22, 48);
  const weights = Array.from({ length: count }, () => 0.15 + random.next());
  splitCents(spent, weights).forEach((cents, index) => {
    if (index < 2)
      add(random.int(2, 25), 'Bargeldauszahlung', 'GELDAUTOMAT', -Math.max(1_000, Math.round(cents / 1_000) * 1_000));
    else
      add(random.int(2, 27), 'Kartenzahlung', `${random.pick(SHOPS)} ${household.address.place.toUpperCase()}`, -cents);
  });
  return bookings.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.text < b.text ? -1 : 1));
}

/** Bank statement of one or more months; every line carries the running balance. */
export function kontoauszug(context: KindContext, months: readonly Day[]): Composed {
  const { household, random } = context;
  const { bank } = household;
  const holder = fullName(applicantOf(household));
  const color = companyColor(bank.name);
  const first = months[0] ?? context.date;
  const last = monthEnd(months[months.length - 1] ?? context.date);
  const sheet = new Composer({
    left: 20 * MM,
    right: PAGE_WIDTH - 18 * MM,
    top: 30 * MM,
    size: 9,
    decorate: (composer, _page, number, count) => {
      composer.at(composer.left, 18 * MM, bank.name, { font: 'sansBold', size: 14, color });
      composer.line(composer.left, 22 * MM, composer.right, 22 * MM, 2, color);
      composer.at(composer.right, 18 * MM, `Kontoauszug · Blatt ${number} von ${count}`, { size: 9, align: 'right' });
      composer.at(composer.left, PAGE_HEIGHT - 15 * MM, `${bank.name} · ${bank.iban} · ${holder}`, {
        size: 7.5,
        color: '#5a6468',
      });
    },
  });
  sheet.paragraph(holder, { after: 0, size: 10 });
  sheet.paragraph(`${household.address.street}, ${household.address.postcode} ${household.address.place}`, {
    size: 10,
  });
  sheet.paragraph(`Girokonto ${bank.iban} · Zeitraum ${germanDate(first)} bis ${germanDate(last)}`, {
    font: 'sansBold',
    size: 10,
  });
  let balance = random.int(20, 900) * 100 + random.int(0, 99);
  const rows = [['', 'Alter Kontostand', '', amount(balance)]];
  for (const month of months) {
    for (const booking of bookingsOf(context, month)) {
      balance += booking.cents;
      rows.push([germanDate(booking.day), `${booking.kind}\n${booking.text}`, amount(booking.cents), amount(balance)]);
    }
  }
  rows.push(['', 'Neuer Kontostand', '', amount(balance)]);
  sheet.table(
    [
      { width: 62, title: 'Buchung' },
      { width: 272, title: 'Vorgang' },
      { width: 72, title: 'Umsatz', align: 'right' },
      { width: 78, title: 'Saldo', align: 'right' },
    ],
    rows,
    { size: 8.2, boldRows: [0, rows.length - 1], padding: 2.6 },
  );
  sheet.paragraph('Bitte prüfen Sie den Auszug. Einwendungen sind innerhalb von sechs Wochen zu erheben.', {
    size: 7.5,
    color: '#5a6468',
  });
  const span = months.length > 1 ? `${monthName(first)} bis ${monthName(last)}` : monthName(first);
  return {
    title: `Kontoauszug ${span}`,
    keywordKey: 'keyword:kontoauszug',
    direction: 'incoming',
    sender: bank.name,
    content: pagesContent(sheet.finish(), bank.name),
  };
}
