import { addDays, addMonths, germanDate, longDate, monthName, monthStart } from '../dates.ts';
import { fullName, membersOn, minorsOn } from '../households.ts';
import { euro } from '../money.ts';
import { DOCTORS, EMPLOYERS } from '../names.ts';
import { privateLetter } from '../pages/letters.ts';
import type { KeywordKey } from '../types.ts';
import { applicantSection, composed, declaration, form, personFields } from './antrag-form.ts';
import { applicantParty, type Composed, type Kind, type KindContext, pagesContent } from './kind.ts';

function written(
  context: KindContext,
  keyword: string,
  title: string,
  subject: string,
  paragraphs: readonly string[],
): Composed {
  const sender = applicantParty(context);
  const pages = privateLetter(context, {
    sender,
    subject,
    body: (letter) => {
      for (const paragraph of paragraphs) letter.paragraph(paragraph);
    },
  });
  const keywordKey: KeywordKey = `keyword:${keyword}`;
  return { title, keywordKey, direction: 'incoming', sender: sender.name, content: pagesContent(pages, sender.name) };
}

export const schweigepflichtentbindung: Kind = (context) => {
  const [doctor] = context.random.pick(DOCTORS);
  return written(
    context,
    'schweigepflichtentbindung',
    `Schweigepflichtentbindung ${doctor}`,
    'Entbindung von der Schweigepflicht',
    [
      `hiermit entbinde ich ${doctor} von der ärztlichen Schweigepflicht gegenüber dem Amtsärztlichen Dienst des Kreises Nordermarsch, soweit es für die Feststellung meiner Leistungsfähigkeit erforderlich ist.`,
      'Mir ist bekannt, dass die Erklärung freiwillig ist und ich sie jederzeit für die Zukunft widerrufen kann.',
    ],
  );
};

export const bankverbindung: Kind = (context) =>
  written(context, 'bankverbindung', 'Mitteilung der Bankverbindung', 'Meine Bankverbindung', [
    `bitte überweisen Sie die Leistungen künftig auf dieses Konto: ${context.household.bank.iban} bei der ${context.household.bank.name}. Kontoinhaber bin ich selbst.`,
    'Die Bankkarte zeige ich gern bei meinem nächsten Termin vor.',
  ]);

export const erstausstattung: Kind = (context) =>
  written(context, 'erstausstattung', 'Antrag auf Erstausstattung der Wohnung', 'Antrag auf Erstausstattung', [
    'ich beantrage eine Erstausstattung für meine Wohnung. Es fehlen ein Bett mit Matratze, ein Kleiderschrank, ein Herd und ein Kühlschrank.',
    'Eigene Möbel habe ich nicht, weil ich vorher möbliert gewohnt habe. Bitte teilen Sie mir mit, ob ein Besuch vor Ort nötig ist.',
  ]);

export const darlehen: Kind = (context) => {
  const sum = context.random.int(24, 62) * 10;
  return written(
    context,
    'darlehen',
    `Antrag auf ein Darlehen über ${euro(sum * 100)}`,
    'Antrag auf ein Darlehen nach § 24 Absatz 1 SGB II',
    [
      `meine Waschmaschine ist defekt, eine Reparatur lohnt sich nach Auskunft des Händlers nicht. Ich beantrage ein Darlehen über ${euro(sum * 100)}. Den Kostenvoranschlag füge ich bei.`,
      'Rücklagen habe ich nicht. Mit der Rückzahlung in Raten aus der laufenden Leistung bin ich einverstanden.',
    ],
  );
};

export const kurzantrag: Kind = (context) =>
  written(
    context,
    'kurzantrag',
    'Kurzantrag auf Leistungen',
    'Antrag auf Leistungen zur Sicherung des Lebensunterhalts',
    [
      `hiermit beantrage ich ab ${longDate(context.date)} formlos Leistungen nach dem SGB II.`,
      'Die ausgefüllten Vordrucke und die Nachweise reiche ich nach. Bitte schicken Sie mir die Unterlagen zu.',
    ],
  );

export const ueberpruefungsantrag: Kind = (context) =>
  written(context, 'ueberpruefungsantrag', 'Überprüfungsantrag (§ 44 SGB X)', 'Antrag auf Überprüfung', [
    `ich beantrage, den Bescheid für die Zeit ab ${monthName(monthStart(addMonths(context.date, -8)))} nach § 44 SGB X zu überprüfen. Die Heizkosten sind dort nur zum Teil berücksichtigt.`,
    'Bitte zahlen Sie mir den Unterschied nach.',
  ]);

export const bewerbungsnachweis: Kind = (context) => {
  const places = EMPLOYERS.slice(context.household.index % 8, (context.household.index % 8) + 4);
  const lines = places.map(
    ([name, job], index) => `${germanDate(addDays(context.date, -24 + index * 6))}: ${name}, ${job}`,
  );
  return written(
    context,
    'bewerbungsnachweis',
    `Bewerbungsnachweis ${monthName(addDays(context.date, -20))}`,
    'Nachweis meiner Bewerbungen',
    [
      'ich habe mich im letzten Monat bei folgenden Stellen beworben:',
      ...lines,
      'Die Antworten füge ich bei, soweit ich welche bekommen habe.',
    ],
  );
};

/** Annex on self-employed income: expected before the period, or final after it. */
function selfEmployed(context: KindContext, isFinal: boolean): Composed {
  const { date, random } = context;
  const title = isFinal ? 'Anlage EKS (abschließende Angaben)' : 'Anlage EKS (vorläufige Angaben)';
  const from = monthStart(addMonths(date, isFinal ? -6 : 1));
  const sheet = form(context, 'Anlage EKS', 'Einkommen aus selbstständiger Tätigkeit', 'EKS.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Angaben zur Tätigkeit');
  sheet.fields([
    [
      'Art der Tätigkeit',
      random.pick(['Verkauf selbst gefertigter Keramik', 'Gartenpflege', 'Nachhilfeunterricht']),
      3,
    ],
    ['Beginn des Zeitraums', germanDate(from), 1],
    ['Wochenstunden', String(random.int(3, 6)), 1],
  ]);
  sheet.choice('Angaben', ['vorläufig', 'abschließend'], isFinal ? 1 : 0);
  const income = random.int(7, 12) * 6_000;
  const costs = random.int(2, 5) * 6_000;
  sheet.bar('Summen für sechs Monate');
  sheet.fields([
    ['Betriebseinnahmen', euro(income), 1],
    ['Betriebsausgaben', euro(costs), 1],
    ['Gewinn', euro(income - costs), 1],
  ]);
  declaration(sheet, context);
  return composed(context, sheet, isFinal ? 'eks-abschliessend' : 'anlage-eks', `${title} ab ${monthName(from)}`);
}
export const anlageEks: Kind = (context) => selfEmployed(context, false);
export const eksAbschliessend: Kind = (context) => selfEmployed(context, true);

export const anlageUh: Kind = (context) => {
  const sheet = form(context, 'Anlage UH/UF', 'Angaben zu Unterhaltsansprüchen', 'UH.01.2026');
  applicantSection(sheet, context, true);
  for (const child of minorsOn(context.household, context.date)) {
    sheet.bar(`Unterhalt für ${fullName(child)}`);
    personFields(sheet, child);
    sheet.choice('Besteht ein Titel über den Unterhalt?', ['Ja', 'Nein', 'nicht bekannt'], context.random.int(0, 1));
    sheet.choice('Zahlt der andere Elternteil?', ['regelmäßig', 'unregelmäßig', 'nicht'], 2);
  }
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-uh', `Anlage UH/UF vom ${germanDate(context.date)}`);
};

export const anlageVe: Kind = (context) => {
  const sheet = form(
    context,
    'Anlage VE',
    'Angaben zur Feststellung einer Verantwortungs- und Einstehensgemeinschaft',
    'VE.01.2026',
  );
  applicantSection(sheet, context, true);
  sheet.bar('Zusammenleben');
  sheet.choice('Leben Sie länger als ein Jahr zusammen?', ['Ja', 'Nein'], 0);
  sheet.choice(
    'Versorgen Sie gemeinsam Kinder im Haushalt?',
    ['Ja', 'Nein'],
    minorsOn(context.household, context.date).length > 0 ? 0 : 1,
  );
  sheet.choice('Dürfen Sie über Einkommen oder Vermögen der anderen Person verfügen?', ['Ja', 'Nein'], 1);
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-ve', `Anlage VE vom ${germanDate(context.date)}`);
};

export const anlageSv: Kind = (context) => {
  const sheet = form(context, 'Anlage SV', 'Sozialversicherung der Bezieherinnen und Bezieher', 'SV.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Kranken- und Pflegeversicherung');
  sheet.choice('Versicherung', ['gesetzlich pflichtversichert', 'freiwillig', 'privat', 'familienversichert'], 0);
  sheet.fields([
    ['Krankenkasse', context.random.pick(['Marschkasse Nord', 'BKK Deich und Hafen', 'Küstenkasse']), 3],
    ['Mitglied seit', germanDate(monthStart(context.household.firstApplication)), 1],
    ['Personen', String(membersOn(context.household, context.date).length), 1],
  ]);
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-sv', `Anlage SV vom ${germanDate(context.date)}`);
};

export const anlageMeb: Kind = (context) => {
  const [doctor, field] = context.random.pick(DOCTORS);
  const sheet = form(context, 'Anlage BEBE/MEB', 'Mehrbedarf für kostenaufwändige Ernährung', 'MEB.01.2026');
  applicantSection(sheet, context, true);
  sheet.bar('Ärztliche Bescheinigung');
  sheet.choice(
    'Erkrankung mit Mehrbedarf',
    ['Zöliakie', 'Niereninsuffizienz mit Dialyse', 'Mukoviszidose', 'sonstige'],
    context.random.int(0, 3),
  );
  sheet.fields([
    ['Ausgestellt von', doctor, 3],
    ['Fachrichtung', field, 3],
    ['voraussichtliche Dauer', '12 Monate', 1],
  ]);
  declaration(sheet, context);
  return composed(context, sheet, 'anlage-meb', `Anlage BEBE/MEB vom ${germanDate(context.date)}`);
};
