import { wageOf } from '../calculation.ts';
import { addDays, ageOn, dayOf, germanDate, longDate, monthEnd, monthName, monthStart, yearOf } from '../dates.ts';
import { fullName, minorsOn, personOf } from '../households.ts';
import { advanceMaintenance, childBenefit, minimumWage } from '../law.ts';
import { amount, euro } from '../money.ts';
import { Composer } from '../pages/composer.ts';
import { companyColor, companyLetter } from '../pages/letters.ts';
import { MM, PAGE_HEIGHT, PAGE_WIDTH } from '../pages/page.ts';
import { SCHOOLS } from '../names.ts';
import type { SampleEmployment, SampleParty, SamplePerson } from '../types.ts';
import { applicantParty, type Composed, type KindContext, pagesContent } from './kind.ts';

const GREY = '#5a6468';

/** Wage slip of a month: deductions add up to the net wage that is paid out. */
export function lohnabrechnung(context: KindContext, employment: SampleEmployment, month: string): Composed {
  const { household } = context;
  const person = personOf(household, employment.personKey);
  const wage = wageOf(employment, month);
  const marginal = wage.net === wage.gross;
  const color = companyColor(employment.employer.name);
  const sheet = new Composer({ left: 18 * MM, right: PAGE_WIDTH - 18 * MM, size: 9 });
  sheet.at(sheet.left, 20 * MM, employment.employer.name, { font: 'sansBold', size: 12, color });
  sheet.at(
    sheet.left,
    20 * MM + 12,
    `${employment.employer.address.street}, ${employment.employer.address.postcode} ${employment.employer.address.place}`,
    { size: 8, color: GREY },
  );
  sheet.at(sheet.right, 20 * MM, 'Entgeltabrechnung', { font: 'sansBold', size: 14, align: 'right' });
  sheet.at(sheet.right, 20 * MM + 14, monthName(month), { size: 11, align: 'right' });
  [
    'Persönlich/Vertraulich',
    fullName(person),
    household.address.street,
    `${household.address.postcode} ${household.address.place}`,
  ].forEach((line, index) => {
    sheet.at(sheet.left, 45 * MM + index * 13, line, { size: index === 0 ? 7.5 : 10 });
  });
  sheet.y = 72 * MM;
  const facts = [
    `Pers.-Nr. ${1000 + household.index}`,
    `Geb. ${germanDate(person.birthDate)}`,
    `Eintritt ${germanDate(employment.from)}`,
    marginal ? 'Minijob, pauschal' : 'Steuerklasse I',
    marginal ? 'PGS 109' : 'PGS 101',
  ];
  sheet.box(sheet.left, sheet.y, sheet.width, 16, '#eef1f2', '#9aa3a7');
  facts.forEach((fact, index) => {
    sheet.at(sheet.left + 5 + index * 98, sheet.y + 11, fact, { size: 8 });
  });
  sheet.space(28);
  const hours = amount(Math.round(employment.weeklyHours * 433));
  sheet.table(
    [
      { width: 40, title: 'Lohnart' },
      { width: 180, title: 'Bezeichnung' },
      { width: 85, title: 'Stunden', align: 'right' },
      { width: 85, title: 'Satz', align: 'right' },
      { width: 95, title: 'Betrag', align: 'right' },
    ],
    [
      ['1000', `Stundenlohn ${employment.job}`, hours, amount(minimumWage(month)), amount(wage.gross)],
      ['', 'Gesamtbrutto', '', '', amount(wage.gross)],
    ],
    { boldRows: [1], size: 8.6 },
  );
  sheet.table(
    [
      { width: 310, title: 'Gesetzliche Abzüge' },
      { width: 85, title: 'Brutto', align: 'right' },
      { width: 90, title: 'Abzug', align: 'right' },
    ],
    [
      ['Lohnsteuer, Solidaritätszuschlag, Kirchensteuer', amount(wage.gross), amount(wage.tax)],
      ['Krankenversicherung', amount(wage.gross), amount(wage.healthInsurance)],
      ['Pflegeversicherung', amount(wage.gross), amount(wage.careInsurance)],
      ['Rentenversicherung', amount(wage.gross), amount(wage.pension)],
      ['Arbeitslosenversicherung', amount(wage.gross), amount(wage.unemployment)],
      ['Gesetzliches Netto', '', amount(wage.net)],
    ],
    { boldRows: [5], size: 8.6 },
  );
  sheet.box(sheet.left + 265, sheet.y, 220, 24, '#eef1f2', '#333333');
  sheet.at(sheet.left + 273, sheet.y + 16, 'Auszahlungsbetrag', { font: 'sansBold', size: 10 });
  sheet.at(sheet.left + 477, sheet.y + 16, euro(wage.net), { font: 'sansBold', size: 11, align: 'right' });
  sheet.space(44);
  const bank = person.role === 'applicant' ? household.bank.iban : 'das bekannte Konto';
  sheet.paragraph(
    `Überweisung am ${germanDate(monthEnd(month))} auf ${bank}. Diese Abrechnung ist eine Entgeltbescheinigung nach § 108 Absatz 3 GewO.`,
    { size: 8, color: GREY },
  );
  sheet.at(sheet.left, PAGE_HEIGHT - 15 * MM, `Erstellt am ${germanDate(context.date)} · Seite 1 von 1`, {
    size: 7.5,
    color: GREY,
  });
  const sender = employment.employer.name;
  return {
    title: `Lohnabrechnung ${monthName(month)} – ${fullName(person)}`,
    keywordKey: 'keyword:lohnabrechnung',
    direction: 'incoming',
    sender,
    content: pagesContent(sheet.finish(), sender),
  };
}

/** Contract of employment in short form. */
export function arbeitsvertrag(context: KindContext, employment: SampleEmployment): Composed {
  const person = personOf(context.household, employment.personKey);
  const sender = employment.employer;
  const pages = companyLetter(context, {
    sender,
    trade: 'Personalabteilung',
    addressee: { ...applicantParty(context), name: fullName(person) },
    subject: 'Arbeitsvertrag',
    salutation: `zwischen ${sender.name} und ${fullName(person)}, geboren am ${germanDate(person.birthDate)}, wird folgender Vertrag geschlossen:`,
    signer: 'Personalabteilung',
    greeting: `${sender.address.place}, den ${germanDate(context.date)}`,
    body: (letter) => {
      const points: [string, string][] = [
        [
          'Beginn und Tätigkeit',
          `Das Arbeitsverhältnis beginnt am ${longDate(employment.from)}. Die Tätigkeit umfasst: ${employment.job}.`,
        ],
        [
          'Arbeitszeit',
          `Die regelmäßige wöchentliche Arbeitszeit beträgt ${employment.weeklyHours} Stunden. Lage und Verteilung richten sich nach dem Dienstplan.`,
        ],
        [
          'Vergütung',
          `Der Stundenlohn beträgt ${euro(minimumWage(employment.from))} brutto, mindestens jedoch den gesetzlichen Mindestlohn. Er wird zum Monatsende überwiesen.`,
        ],
        [
          'Urlaub',
          'Es besteht Anspruch auf 24 Werktage Urlaub im Kalenderjahr bei einer Sechstagewoche, bei weniger Tagen entsprechend anteilig.',
        ],
        [
          'Arbeitsverhinderung',
          'Eine Arbeitsunfähigkeit ist unverzüglich anzuzeigen. Dauert sie länger als drei Kalendertage, ist sie ärztlich feststellen zu lassen.',
        ],
        [
          'Probezeit und Kündigung',
          'Die ersten sechs Monate gelten als Probezeit. Danach gelten die gesetzlichen Kündigungsfristen.',
        ],
      ];
      points.forEach(([title, text], index) => {
        letter.heading(`${index + 1}. ${title}`);
        letter.paragraph(text);
      });
    },
  });
  return {
    title: `Arbeitsvertrag ${sender.name} – ${fullName(person)}`,
    keywordKey: 'keyword:arbeitsvertrag',
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}

function authority(name: string): SampleParty {
  return { name, address: { street: 'Rathausplatz 3', postcode: '43110', place: 'Marschhusen' }, kind: 'authority' };
}

/** Notice of the family benefits office on child benefit. */
export function kindergeldbescheid(context: KindContext): Composed {
  const children = minorsOn(context.household, context.date);
  const each = childBenefit(context.date);
  const sender = authority('Familienkasse Nordermarsch');
  const pages = companyLetter(context, {
    sender,
    trade: 'Kindergeld und Kinderzuschlag',
    addressee: applicantParty(context),
    subject: 'Bescheid über Kindergeld',
    references: [['KG-Nummer', `314FK${String(400_000 + context.household.index)}`]],
    signer: 'Familienkasse',
    body: (letter) => {
      letter.paragraph(`für folgende Kinder wird ab ${monthName(context.date)} Kindergeld festgesetzt:`);
      letter.table(
        [
          { width: 200, title: 'Kind' },
          { width: 120, title: 'geboren am' },
          { width: 110, title: 'monatlich', align: 'right' },
        ],
        [
          ...children.map((child) => [fullName(child), germanDate(child.birthDate), euro(each)]),
          ['Summe', '', euro(each * children.length)],
        ],
        { boldRows: [children.length] },
      );
      letter.paragraph(
        'Gegen diesen Bescheid ist der Einspruch zulässig. Er ist innerhalb eines Monats nach Bekanntgabe bei der Familienkasse einzulegen.',
      );
    },
  });
  return {
    title: `Kindergeldbescheid ab ${monthName(context.date)}`,
    keywordKey: 'keyword:kindergeld',
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}

/** Notice on advance maintenance for one child. */
export function advanceMaintenanceNotice(context: KindContext, child: SamplePerson): Composed {
  const sender = authority('Kreis Nordermarsch – Unterhaltsvorschusskasse');
  const sum = advanceMaintenance(ageOn(child.birthDate, context.date), context.date);
  const pages = companyLetter(context, {
    sender,
    trade: 'Fachdienst Jugend und Familie',
    addressee: applicantParty(context),
    subject: `Unterhaltsvorschuss für ${fullName(child)}`,
    references: [['Zeichen', `51.3-UV ${context.household.index + 200}`]],
    signer: 'Bruhn',
    body: (letter) => {
      letter.paragraph(
        `für Ihr Kind ${fullName(child)}, geboren am ${germanDate(child.birthDate)}, werden ab ${longDate(monthStart(context.date))} Leistungen nach dem Unterhaltsvorschussgesetz von monatlich ${euro(sum)} bewilligt.`,
      );
      letter.paragraph(
        'Ansprüche gegen den anderen Elternteil gehen in Höhe der Leistung auf das Land über (§ 7 UVG). Änderungen sind unverzüglich anzuzeigen.',
      );
    },
  });
  return {
    title: `UVG-Bescheid ${child.givenName}: ${euro(sum)}`,
    keywordKey: 'keyword:uvg',
    direction: 'incoming',
    sender: sender.name,
    content: pagesContent(pages, sender.name),
  };
}

/** School certificate for one child. */
export function schulbescheinigung(context: KindContext, child: SamplePerson): Composed {
  const name = context.random.pick(SCHOOLS);
  const sender: SampleParty = {
    name,
    address: {
      street: 'Schulstraße 12',
      postcode: context.household.address.postcode,
      place: context.household.address.place,
    },
    kind: 'authority',
  };
  const year = yearOf(addDays(context.date, -200));
  const grade = Math.max(1, ageOn(child.birthDate, dayOf(year, 8, 1)) - 5);
  const pages = companyLetter(context, {
    sender,
    trade: 'Sekretariat',
    addressee: applicantParty(context),
    subject: 'Schulbescheinigung',
    salutation: '',
    signer: 'Sekretariat',
    body: (letter) => {
      letter.paragraph(
        `Hiermit wird bescheinigt, dass ${fullName(child)}, geboren am ${germanDate(child.birthDate)}, im Schuljahr ${year}/${year + 1} die Klasse ${grade}${context.random.pick(['a', 'b', 'c'])} unserer Schule besucht.`,
      );
      letter.paragraph('Die Bescheinigung dient zur Vorlage bei Behörden.');
    },
  });
  return {
    title: `Schulbescheinigung ${child.givenName} ${year}/${year + 1}`,
    keywordKey: 'keyword:schulbescheinigung',
    direction: 'incoming',
    sender: name,
    content: pagesContent(pages, name),
  };
}
