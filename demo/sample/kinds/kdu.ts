import { addDays, addMonths, dayOf, germanDate, longDate, monthName, yearOf } from '../dates.ts';
import { rentOn, wholeRent } from '../dwelling.ts';
import { applicantOf, fullName, membersOn } from '../households.ts';
import { amount, euro, splitCents, total } from '../money.ts';
import type { Composer } from '../pages/composer.ts';
import { FormComposer } from '../pages/forms.ts';
import { companyLetter, privateLetter } from '../pages/letters.ts';
import type { Page } from '../pages/page.ts';
import type { SampleParty } from '../types.ts';
import { applicantParty, type Composed, fromLandlord, type KindContext, pagesContent } from './kind.ts';

/** Certificate of the landlord on the county's form. */
export function mietbescheinigung(context: KindContext): Composed {
  const { household, date } = context;
  const { dwelling } = household;
  const rent = rentOn(dwelling, date);
  const name = fullName(applicantOf(household));
  const sheet = new FormComposer({
    title: 'Mietbescheinigung',
    subtitle: 'Von der vermietenden Person auszufüllen',
    formCode: 'MB.01.2026',
    bgNumber: household.bgNumber,
    name,
  });
  sheet.bar('Mietverhältnis');
  sheet.fields([
    ['BG-Nummer', household.bgNumber, 2],
    ['Mietende Person', name, 3],
  ]);
  sheet.fields([
    [
      'Anschrift der Wohnung',
      `${household.address.street}, ${household.address.postcode} ${household.address.place}`,
      4,
    ],
    ['Lage', dwelling.floor, 2],
  ]);
  sheet.fields([
    ['Mietbeginn', germanDate(dwelling.movedIn), 1],
    ['Wohnfläche', `${dwelling.squareMetres} m²`, 1],
    ['Zimmer', String(dwelling.rooms), 1],
    ['Personen', String(membersOn(household, date).length), 1],
  ]);
  sheet.bar('Miete');
  sheet.fields([
    ['Grundmiete', euro(rent.cold), 1],
    ['Betriebskosten', euro(rent.ancillary), 1],
    ['Heizkosten', euro(rent.heating), 1],
    ['Gesamt', euro(wholeRent(rent)), 1],
  ]);
  sheet.choice('Sind Mietrückstände vorhanden?', ['Ja', 'Nein'], context.random.chance(0.1) ? 0 : 1);
  sheet.choice(
    'Ist die Warmwasserbereitung in den Heizkosten enthalten?',
    ['Ja', 'Nein'],
    household.electricHotWater ? 1 : 0,
  );
  sheet.bar('Vermietende Person');
  sheet.fields([
    ['Name', dwelling.landlord.name, 3],
    [
      'Anschrift',
      `${dwelling.landlord.address.street}, ${dwelling.landlord.address.postcode} ${dwelling.landlord.address.place}`,
      4,
    ],
  ]);
  sheet.signatureLine(
    dwelling.landlord.address.place,
    germanDate(date),
    dwelling.landlord.name,
    'Unterschrift der vermietenden Person',
  );
  return fromLandlord(context, 'mietbescheinigung', `Mietbescheinigung vom ${germanDate(date)}`, sheet.finish());
}

const COST_KINDS: [name: string, key: string, weight: number][] = [
  ['Grundsteuer', 'm² Wohnfläche', 14],
  ['Wasserversorgung', 'Verbrauch', 13],
  ['Entwässerung', 'Verbrauch', 15],
  ['Müllbeseitigung', 'Personen', 12],
  ['Gebäudereinigung', 'm² Wohnfläche', 8],
  ['Gartenpflege', 'm² Wohnfläche', 6],
  ['Beleuchtung', 'm² Wohnfläche', 3],
  ['Versicherungen', 'm² Wohnfläche', 16],
  ['Hauswart', 'm² Wohnfläche', 10],
  ['Kabelanschluss/Antenne', 'Wohnung', 3],
];

function landlordLetter(context: KindContext, subject: string, body: (letter: Composer) => void): Page[] {
  const { landlord } = context.household.dwelling;
  const addressee = applicantParty(context);
  if (landlord.kind === 'company') {
    return companyLetter(context, {
      sender: landlord,
      trade: 'Hausverwaltung und Vermietung',
      addressee,
      subject,
      references: [
        ['Mietkonto', `${context.household.index + 10}-${context.household.dwelling.squareMetres}`],
        ['Ansprechpartner', 'Mieterservice'],
      ],
      signer: 'Carstensen',
      body,
    });
  }
  return companyLetter(context, { sender: landlord, trade: 'Private Vermietung', addressee, subject, body });
}

/** Yearly statement of ancillary and heating costs; costs, advance payments and the balance add up. */
export function betriebskostenabrechnung(context: KindContext, year: number): Composed {
  const { household, random } = context;
  const rent = rentOn(household.dwelling, dayOf(year, 12, 1));
  const advance = (rent.ancillary + rent.heating) * 12;
  const costs = Math.round(rent.ancillary * 12 * (0.88 + random.next() * 0.34));
  const heating = Math.round(rent.heating * 12 * (0.85 + random.next() * 0.45));
  const shares = splitCents(
    costs,
    COST_KINDS.map(([, , weight]) => weight),
  );
  const sum = total(shares) + heating;
  const balance = sum - advance;
  const pages = landlordLetter(context, `Abrechnung der Betriebs- und Heizkosten für das Jahr ${year}`, (letter) => {
    letter.paragraph(
      `nachfolgend erhalten Sie die Abrechnung für die Wohnung ${household.address.street}, Zeitraum 01.01.${year} bis 31.12.${year}.`,
    );
    letter.table(
      [
        { width: 165, title: 'Kostenart' },
        { width: 100, title: 'Umlageschlüssel' },
        { width: 100, title: 'Haus gesamt', align: 'right' },
        { width: 100, title: 'Ihr Anteil', align: 'right' },
      ],
      [
        ...COST_KINDS.map(([name, key], index) => [
          name,
          key,
          euro((shares[index] ?? 0) * 8),
          euro(shares[index] ?? 0),
        ]),
        ['Heizung und Warmwasser', '70 % Verbrauch', euro(heating * 8), euro(heating)],
        ['Summe der Kosten', '', '', euro(sum)],
        ['abzüglich Vorauszahlungen', '12 Monate', '', euro(-advance)],
        [balance > 0 ? 'Nachzahlung' : 'Guthaben', '', '', euro(Math.abs(balance))],
      ],
      { boldRows: [11, 13], size: 9 },
    );
    letter.paragraph(
      balance > 0
        ? `Bitte überweisen Sie den Betrag von ${euro(balance)} bis zum ${longDate(addDays(context.date, 30))} auf das bekannte Mietkonto.`
        : `Das Guthaben von ${euro(-balance)} wird mit der nächsten Miete verrechnet.`,
    );
    letter.paragraph(
      'Die Belege können Sie nach Terminabsprache in unseren Räumen einsehen. Einwendungen teilen Sie bitte innerhalb von zwölf Monaten mit.',
    );
  });
  return fromLandlord(
    context,
    'betriebskostenabrechnung',
    `Betriebskostenabrechnung ${year}${balance > 0 ? `, Nachzahlung ${euro(balance)}` : `, Guthaben ${euro(-balance)}`}`,
    pages,
  );
}

/** Announcement of a higher rent. */
export function mieterhoehung(context: KindContext, from: string): Composed {
  const before = rentOn(context.household.dwelling, addMonths(from, -1));
  const after = rentOn(context.household.dwelling, from);
  const pages = landlordLetter(context, `Anpassung Ihrer Miete ab ${germanDate(from)}`, (letter) => {
    letter.paragraph(
      `wir bitten Sie um Zustimmung zur Anpassung der Miete für die Wohnung ${context.household.address.street} mit Wirkung vom ${longDate(from)}.`,
    );
    letter.table(
      [
        { width: 180, title: 'Beträge in Euro' },
        { width: 110, title: 'bisher', align: 'right' },
        { width: 110, title: 'neu', align: 'right' },
      ],
      [
        ['Grundmiete', amount(before.cold), amount(after.cold)],
        ['Betriebskosten', amount(before.ancillary), amount(after.ancillary)],
        ['Heizkosten', amount(before.heating), amount(after.heating)],
        ['Gesamtmiete', amount(wholeRent(before)), amount(wholeRent(after))],
      ],
      { boldRows: [3] },
    );
    letter.paragraph(
      'Die neue Miete übersteigt die ortsübliche Vergleichsmiete nicht (§ 558 BGB). Bitte senden Sie die beigefügte Zustimmungserklärung bis zum Ablauf des übernächsten Monats zurück.',
    );
  });
  return fromLandlord(
    context,
    'mieterhoehung',
    `Mietanpassung ab ${germanDate(from)}: ${euro(wholeRent(after))}`,
    pages,
  );
}

/** Plan of instalments of the energy supplier. */
export function heizkostenAbschlag(context: KindContext): Composed {
  const { household, date, random } = context;
  const sender: SampleParty = household.dwelling.energySupplier;
  const monthly = Math.round(rentOn(household.dwelling, date).heating / 100) * 100;
  const months = [0, 2, 4, 6, 8, 10].map((step) => addMonths(`${yearOf(date)}-${date.slice(5, 7)}-15`, step));
  const pages = companyLetter(context, {
    sender,
    trade: 'Strom · Gas · Wärme · Wasser',
    addressee: applicantParty(context),
    subject: 'Ihr Abschlagsplan',
    references: [
      ['Kundennummer', String(random.int(100_000, 999_999))],
      ['Zählernummer', `1ESY${random.int(10_000_000, 99_999_999)}`],
    ],
    signer: 'Kundenservice',
    body: (letter) => {
      letter.paragraph(
        `für die Verbrauchsstelle ${household.address.street}, ${household.address.place}, werden künftig folgende Abschläge fällig:`,
      );
      letter.table(
        [
          { width: 160, title: 'fällig am' },
          { width: 120, title: 'Betrag', align: 'right' },
        ],
        months.map((day) => [germanDate(day), euro(monthly * 2)]),
      );
      letter.paragraph(
        'Bitte ändern Sie Ihren Dauerauftrag entsprechend. Der nächste Ablesetermin wird Ihnen rechtzeitig mitgeteilt.',
      );
    },
  });
  return {
    title: `Abschlagsplan ab ${monthName(date)}`,
    keywordKey: 'keyword:heizkosten',
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}

/** Letter of a tenant about a planned move. */
export function umzugsabsicht(context: KindContext): Composed {
  const sender = applicantParty(context);
  const pages = privateLetter(context, {
    sender,
    subject: 'Antrag auf Zusicherung für eine neue Wohnung',
    telephone: context.household.telephone,
    body: (letter) => {
      letter.paragraph(
        `ich habe eine andere Wohnung in Aussicht und möchte zum ${germanDate(addMonths(context.date, 2))} umziehen. Das Wohnungsangebot mit Größe und Miete liegt bei.`,
      );
      letter.paragraph(
        context.random.pick([
          'Die jetzige Wohnung ist feucht, das Schlafzimmer hat Schimmel. Fotos kann ich gern zeigen.',
          'Wegen der Kinder reicht der Platz nicht mehr.',
          'Ich komme die Treppen nicht mehr gut hoch und suche eine Wohnung im Erdgeschoss.',
        ]),
      );
      letter.paragraph('Bitte geben Sie mir bald Bescheid, weil der Vermieter nicht lange warten will.');
    },
  });
  return {
    title: 'Antrag auf Zusicherung zum Umzug',
    keywordKey: 'keyword:zusicherung-umzug',
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}
