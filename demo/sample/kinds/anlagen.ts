import { addDays, germanDate, monthName, monthStart } from '../dates.ts';
import { employmentsIn, wageOf } from '../calculation.ts';
import { rentOn, wholeRent } from '../dwelling.ts';
import { fullName, membersOn, minorsOn, personOf } from '../households.ts';
import { amount, euro } from '../money.ts';
import type { SamplePerson } from '../types.ts';
import type { Composed, KindContext } from './kind.ts';
import { applicantSection, composed, declaration, form, GENDERS, personFields } from './antrag-form.ts';

/** Annex on housing costs. */
export function anlageKdu(context: KindContext): Composed {
  const { household, date } = context;
  const { dwelling } = household;
  const rent = rentOn(dwelling, date);
  const sheet = form(context, 'Anlage KDU', 'Angaben zu Kosten der Unterkunft und Heizung', 'KDU.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Angaben zur Wohnung');
  sheet.choice('Art der Unterkunft', ['Mietwohnung', 'Eigenheim', 'Untermiete', 'sonstige'], 0);
  sheet.fields([
    ['Wohnfläche in m²', String(dwelling.squareMetres), 1],
    ['Anzahl der Räume', String(dwelling.rooms), 1],
    ['Personen im Haushalt', String(membersOn(household, date).length), 1],
    ['Lage', dwelling.floor, 2],
  ]);
  sheet.fields([
    ['Vermietende Person oder Firma', dwelling.landlord.name, 3],
    [
      'Anschrift',
      `${dwelling.landlord.address.street}, ${dwelling.landlord.address.postcode} ${dwelling.landlord.address.place}`,
      4,
    ],
  ]);
  sheet.bar('Monatliche Kosten');
  sheet.fields([
    ['Grundmiete', euro(rent.cold), 1],
    ['Nebenkosten', euro(rent.ancillary), 1],
    ['Heizkosten', euro(rent.heating), 1],
    ['Summe', euro(wholeRent(rent)), 1],
  ]);
  sheet.choice('Heizung', ['Gas', 'Öl', 'Fernwärme', 'Wärmepumpe', 'Strom'], heatingChoice(dwelling.heatingKind));
  sheet.choice(
    'Wie wird das Warmwasser erzeugt?',
    ['zentral über die Heizung', 'dezentral mit Strom'],
    household.electricHotWater ? 1 : 0,
  );
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-kdu', `Anlage KDU vom ${germanDate(date)}`);
}

function heatingChoice(kind: string): number {
  return kind.startsWith('Gas') ? 0 : kind.startsWith('Öl') ? 1 : kind === 'Fernwärme' ? 2 : 3;
}

/** Annex on income. */
export function anlageEk(context: KindContext): Composed {
  const { household, date } = context;
  const sheet = form(context, 'Anlage EK', 'Angaben zum Einkommen', 'EK.01.2026');
  applicantSection(sheet, context, true);
  const month = monthStart(date);
  for (const employment of employmentsIn(household, month)) {
    const wage = wageOf(employment, month);
    sheet.bar(`Einkommen aus Beschäftigung – ${fullName(personOf(household, employment.personKey))}`);
    sheet.fields([
      ['Arbeitgeber', employment.employer.name, 3],
      ['Tätigkeit', employment.job, 2],
      ['seit', germanDate(employment.from), 1.2],
    ]);
    sheet.fields([
      ['Wochenstunden', String(employment.weeklyHours), 1],
      ['brutto monatlich', amount(wage.gross), 1],
      ['netto monatlich', amount(wage.net), 1],
      ['Zufluss', 'am Monatsende', 1],
    ]);
  }
  sheet.bar('Weitere Einnahmen');
  const children = minorsOn(household, date).length;
  sheet.fields([
    ['Kindergeld für Kinder', children > 0 ? String(children) : 'keine', 1],
    [
      'Unterhalt oder Unterhaltsvorschuss',
      household.persons.some((person) => person.advanceMaintenance) ? 'Unterhaltsvorschuss' : 'keine',
      1,
    ],
    ['Renten', 'keine', 1],
  ]);
  sheet.choice('Haben Sie Krankengeld, Elterngeld oder Arbeitslosengeld beantragt?', ['Ja', 'Nein'], 1);
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-ek', `Anlage EK vom ${germanDate(date)}`);
}

/** Annex on assets. */
export function anlageVm(context: KindContext): Composed {
  const { household, date, random } = context;
  const sheet = form(context, 'Anlage VM', 'Selbstauskunft zum Vermögen', 'VM.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Vermögen der Bedarfsgemeinschaft');
  for (const question of [
    'Bausparverträge, Sparbücher oder Wertpapiere',
    'Kapitallebens- oder Rentenversicherungen',
    'Haus- oder Grundeigentum',
    'Wertgegenstände über 1.000 Euro',
  ]) {
    sheet.choice(question, ['vorhanden', 'nicht vorhanden'], random.chance(0.08) ? 0 : 1);
  }
  sheet.fields([
    ['Girokonto', household.bank.name, 2],
    ['IBAN', household.bank.iban, 3],
    ['Guthaben', euro(random.int(30, 1_600) * 100), 1],
  ]);
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-vm', `Anlage VM vom ${germanDate(date)}`);
}

/** Annex for one further person: WEP from 15 on, KI for children. */
export function anlagePerson(context: KindContext, person: SamplePerson): Composed {
  const child = person.role === 'child';
  const { household, date } = context;
  const sheet = form(
    context,
    child ? 'Anlage KI' : 'Anlage WEP',
    child ? 'Angaben zu Kindern unter 15 Jahren' : 'Angaben zu einer weiteren Person ab 15 Jahren',
    child ? 'KI.01.2026' : 'WEP.01.2026',
  );
  applicantSection(sheet, context, household.firstApplication < addDays(date, -60));
  sheet.bar(child ? 'Angaben zum Kind' : 'Angaben zur weiteren Person');
  personFields(sheet, person);
  sheet.choice('Geschlecht', GENDERS, person.gender === 'female' ? 0 : 1);
  if (child) {
    sheet.choice('Wird Kindergeld gezahlt?', ['Ja', 'Nein', 'beantragt'], 0);
    sheet.choice('Wird Unterhaltsvorschuss gezahlt?', ['Ja', 'Nein', 'beantragt'], person.advanceMaintenance ? 0 : 1);
    sheet.choice('Besucht das Kind eine Schule oder Kindertagesstätte?', ['Ja', 'Nein'], 0);
  } else {
    sheet.choice(
      'Verhältnis zur antragstellenden Person',
      ['Ehepartner', 'Partner in eheähnlicher Gemeinschaft', 'Kind über 15 Jahre'],
      0,
    );
    sheet.choice('Erwerbsfähig mindestens drei Stunden täglich?', ['Ja', 'Nein'], 0);
  }
  declaration(sheet, context);
  return composed(
    context,
    sheet,
    child ? 'anlage-ki' : 'anlage-wep',
    `${child ? 'Anlage KI' : 'Anlage WEP'} ${fullName(person)}`,
  );
}

/** Message of a change on the county's form. */
export function veraenderungsmitteilung(context: KindContext, change: string, from: string): Composed {
  const { date } = context;
  const sheet = form(context, 'Veränderungsmitteilung', 'Mitteilung von Änderungen nach § 60 SGB I', 'VÄM.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Was hat sich geändert?');
  sheet.fields([
    ['Änderung', change, 4],
    ['ab', germanDate(from), 1.2],
  ]);
  sheet.choice('Nachweise', ['liegen bei', 'werden nachgereicht'], context.random.int(0, 1));
  declaration(sheet, context);
  return composed(
    context,
    sheet,
    'veraenderungsmitteilung',
    `Veränderungsmitteilung: ${change} ab ${monthName(from)}`.replace(/ {2,}/g, ' ') +
      (date < from ? ' (Ankündigung)' : ''),
  );
}

/** Application for benefits for education and participation of a child. */
export function antragBut(context: KindContext, child: SamplePerson): Composed {
  const { date, random } = context;
  const sheet = form(context, 'Antrag BuT', 'Leistungen für Bildung und Teilhabe (§ 28 SGB II)', 'BUT.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Angaben zum Kind');
  personFields(sheet, child);
  sheet.choice(
    'Beantragt werden',
    ['Schulbedarf', 'Ausflug oder Klassenfahrt', 'Mittagessen', 'Lernförderung', 'Verein'],
    random.int(1, 4),
  );
  sheet.fields([
    [
      'Einrichtung',
      random.pick(['Grundschule am Sielzug', 'Kita Wattwürmer', 'TSV Nordersiel', 'Gemeinschaftsschule Marschhusen']),
      3,
    ],
    ['Kosten', euro(random.int(15, 240) * 100), 1],
  ]);
  declaration(sheet, context);
  return composed(context, sheet, 'antrag-but', `Antrag BuT für ${child.givenName} vom ${germanDate(date)}`);
}
