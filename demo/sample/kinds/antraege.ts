import { germanDate, monthStart } from '../dates.ts';
import { employmentsIn } from '../calculation.ts';
import { rentOn, wholeRent } from '../dwelling.ts';
import { membersOn, minorsOn } from '../households.ts';
import { benefitName } from '../law.ts';
import { euro } from '../money.ts';
import type { FormComposer } from '../pages/forms.ts';
import type { Composed, KindContext } from './kind.ts';
import { applicantSection, composed, declaration, form, personFields } from './antrag-form.ts';

/** Main application (Hauptantrag): five sections, persons, housing, income, assets, bank. */
export function hauptantrag(context: KindContext): Composed {
  const { household, date, random } = context;
  const sheet = form(context, 'Hauptantrag', `Antrag auf ${benefitName(date)} nach dem SGB II`, 'HA.02.2026');
  sheet.paragraph(
    'Bitte füllen Sie den Antrag in Druckbuchstaben aus. Die Angaben sind zur Entscheidung über den Antrag erforderlich (§ 60 SGB I). Für jede weitere Person der ' +
      'Bedarfsgemeinschaft ab 15 Jahren fügen Sie bitte die Anlage WEP bei, für Kinder die Anlage KI.',
    { size: 8.5 },
  );
  applicantSection(sheet, context, false);
  sheet.bar('Persönliche Verhältnisse');
  sheet.choice(
    'Familienstand',
    ['ledig', 'verheiratet', 'getrennt lebend', 'geschieden', 'verwitwet'],
    household.persons.some(({ role }) => role === 'partner') ? 1 : random.pick([0, 0, 2, 3]),
  );
  sheet.choice('Können Sie nach Ihrer Einschätzung mindestens drei Stunden täglich arbeiten?', ['Ja', 'Nein'], 0);
  sheet.choice(
    'Sind Sie Schülerin oder Schüler, Studentin oder Student, Auszubildende oder Auszubildender?',
    ['Ja', 'Nein'],
    1,
  );
  sheet.choice('Befinden Sie sich in einer stationären Einrichtung?', ['Ja', 'Nein'], 1);
  sheet.bar('Personen in Ihrer Bedarfsgemeinschaft');
  const others = membersOn(household, date).slice(1);
  if (others.length === 0) sheet.choice('Leben weitere Personen in Ihrem Haushalt?', ['Ja', 'Nein'], 1);
  for (const person of others) personFields(sheet, person);
  sheet.bar('Kosten für Unterkunft und Heizung');
  sheet.choice('Entstehen Ihnen Kosten für Unterkunft und Heizung? (Anlage KDU)', ['Ja', 'Nein'], 0);
  sheet.fields([
    ['Gesamtmiete monatlich', euro(wholeRent(rentOn(household.dwelling, date))), 2],
    ['Wohnfläche', `${household.dwelling.squareMetres} m²`, 2],
    ['eingezogen am', germanDate(household.dwelling.movedIn), 2],
  ]);
  incomeAndAssets(sheet, context);
  furtherQuestions(sheet, context);
  sheet.bar('Bankverbindung');
  sheet.fields([
    ['IBAN', household.bank.iban, 4],
    ['Kreditinstitut', household.bank.name, 3],
  ]);
  declaration(sheet, context);
  officeUse(sheet);
  return composed(context, sheet, 'hauptantrag', `Hauptantrag vom ${germanDate(date)}`);
}

function furtherQuestions(sheet: FormComposer, { random }: KindContext): void {
  sheet.bar('Mehrbedarfe');
  sheet.choice('Sind Sie schwanger?', ['Ja', 'Nein'], 1);
  sheet.choice(
    'Benötigen Sie aus medizinischen Gründen eine kostenaufwändige Ernährung? (Anlage MEB)',
    ['Ja', 'Nein'],
    1,
  );
  sheet.choice('Besteht eine Behinderung und erhalten Sie Leistungen zur Teilhabe am Arbeitsleben?', ['Ja', 'Nein'], 1);
  sheet.choice('Haben Sie einen unabweisbaren, besonderen Bedarf?', ['Ja', 'Nein'], 1);
  sheet.bar('Kranken- und Pflegeversicherung');
  sheet.choice(
    'Wie sind Sie versichert?',
    ['gesetzlich pflichtversichert', 'familienversichert', 'freiwillig', 'privat'],
    0,
  );
  sheet.fields([
    ['Krankenkasse', random.pick(['Marschkasse Nord', 'BKK Deich und Hafen', 'Küstenkasse']), 3],
    [
      'Rentenversicherungsnummer',
      `${random.int(10, 65)} ${random.int(100000, 311299)} ${random.pick(['B', 'H', 'M', 'S'])} ${random.int(100, 999)}`,
      3,
    ],
  ]);
  sheet.bar('Vorrangige Ansprüche');
  for (const claim of [
    'Kindergeld oder Kinderzuschlag',
    'Unterhalt oder Unterhaltsvorschuss',
    'Renten oder Krankengeld',
    'Ansprüche gegen Dritte, zum Beispiel aus einem Unfall',
  ]) {
    sheet.choice(`${claim} beantragt?`, ['Ja', 'Nein', 'entfällt'], random.pick([1, 1, 2]));
  }
}

function officeUse(sheet: FormComposer): void {
  sheet.bar('Bearbeitungsvermerke (vom Sozialzentrum auszufüllen)');
  sheet.fields([
    ['Antrag ausgegeben am', '', 1],
    ['Antrag eingegangen am', '', 1],
    ['Identität geprüft', '', 1],
    ['Handzeichen', '', 1],
  ]);
}

function incomeAndAssets(sheet: FormComposer, { household, date, random }: KindContext): void {
  sheet.bar('Einkommen und Vermögen');
  const working = employmentsIn(household, monthStart(date)).length > 0;
  sheet.choice(
    'Haben Sie oder Personen Ihrer Bedarfsgemeinschaft Einkommen? (Anlage EK)',
    ['Ja', 'Nein'],
    working || minorsOn(household, date).length > 0 ? 0 : 1,
  );
  sheet.choice('Verfügen Sie über erhebliches Vermögen? (Anlage VM)', ['Ja', 'Nein'], 1);
  sheet.fields([
    ['Guthaben auf Girokonten', euro(random.int(40, 1_900) * 100 + random.int(0, 99)), 2],
    ['Bargeld', euro(random.int(0, 12) * 1_000), 2],
    ['Kraftfahrzeug', random.chance(0.4) ? 'Pkw, Erstzulassung 2011' : 'keines', 2],
  ]);
  sheet.choice('Haben Sie in den letzten fünf Jahren Arbeitslosengeld bezogen?', ['Ja', 'Nein'], random.int(0, 1));
}

/** Application for a further period (Weiterbewilligungsantrag). */
export function weiterbewilligungsantrag(context: KindContext, from: string): Composed {
  const { household, date, random } = context;
  const sheet = form(
    context,
    'Weiterbewilligungsantrag',
    `Weiterbewilligung von ${benefitName(from)} nach dem SGB II`,
    'WBA.01.2026',
  );
  applicantSection(sheet, context, true);
  sheet.bar('Änderungen seit der letzten Bewilligung');
  sheet.choice('Haben sich die persönlichen Verhältnisse geändert?', ['Ja', 'Nein'], 1);
  sheet.choice('Ist jemand in den Haushalt ein- oder ausgezogen?', ['Ja', 'Nein'], 1);
  sheet.choice(
    'Haben sich die Kosten für Unterkunft und Heizung geändert?',
    ['Ja, siehe Anlage KDU', 'Nein'],
    random.chance(0.35) ? 0 : 1,
  );
  sheet.choice(
    'Hat sich das Einkommen geändert?',
    ['Ja, siehe Anlage EK', 'Nein'],
    household.employments.length > 0 ? 0 : 1,
  );
  sheet.choice('Hat sich das Vermögen geändert?', ['Ja', 'Nein'], 1);
  sheet.bar('Zeitraum');
  sheet.fields([
    ['Weiterbewilligung beantragt ab', germanDate(from), 1],
    ['Aktuelle Gesamtmiete', euro(wholeRent(rentOn(household.dwelling, date))), 1],
  ]);
  declaration(sheet, context);
  return composed(context, sheet, 'weiterbewilligungsantrag', `Weiterbewilligungsantrag ab ${germanDate(from)}`);
}
