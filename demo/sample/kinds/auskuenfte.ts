import { addDays, addMonths, germanDate, longDate, monthName, monthStart } from '../dates.ts';
import { fullName } from '../households.ts';
import { euro } from '../money.ts';
import { LAWYERS } from '../names.ts';
import type { Kind, KindContext } from './kind.ts';
import { born, letterOf, numberOf, person } from './others-letter.ts';

/** Letters about what a household owns. */
export const sparbuch: Kind = (context) => {
  const saved = euro(context.random.int(12, 980) * 100 + 37);
  return letterOf(context, 'sparbuch', {
    sender: context.household.bank.name,
    trade: 'Privatkunden',
    title: 'Guthabenbestätigung Sparbuch',
    paragraphs: [
      `auf Wunsch bestätigen wir für ${born(context)}:`,
      `Sparbuch ${numberOf(context, '30')}, Guthaben am ${germanDate(addDays(context.date, -3))}: ${saved}. Verfügungsberechtigt ist nur die Kontoinhaberin oder der Kontoinhaber; Freistellungsauftrag liegt vor.`,
    ],
  });
};

export const lebensversicherung: Kind = (context) => {
  const { random, date } = context;
  const value = random.int(8, 34) * 100;
  return letterOf(context, 'lebensversicherung', {
    sender: 'Nordsee Lebensversicherung a. G.',
    trade: 'Vertragsservice',
    title: 'Wertmitteilung Lebensversicherung',
    references: [['Vertragsnummer', numberOf(context, 'LV ')]],
    signer: 'Greve',
    paragraphs: [
      `zu Ihrem Vertrag teilen wir Ihnen die Werte zum ${longDate(monthStart(date))} mit: Rückkaufswert ${euro(value * 100)}, eingezahlte Beiträge ${euro(Math.round(value * 1.12) * 100)}.`,
      'Der Vertrag ist beitragsfrei gestellt. Ein Ausschluss der Verwertung vor Eintritt in den Ruhestand ist nicht vereinbart.',
    ],
  });
};

export const immobilie: Kind = (context) =>
  letterOf(context, 'immobilie', {
    sender: 'Amtsgericht Marschhusen – Grundbuchamt',
    trade: 'Geschäftsstelle',
    title: 'Auskunft des Grundbuchamtes: kein Grundbesitz',
    isToOffice: true,
    signer: 'Volquardsen',
    paragraphs: [
      `auf Ihre Anfrage nach § 60 SGB II wird mitgeteilt, dass für ${born(context)}, im hiesigen Bezirk kein Grundbesitz eingetragen ist.`,
    ],
  });

/** Courts and lawyers. */
const court = { sender: 'Sozialgericht Nordermarsch', trade: 'Geschäftsstelle', isToOffice: true } as const;
const courtNumber = (context: KindContext, suffix = '') =>
  `S ${(context.household.index % 19) + 1} AS ${context.household.index + 40}/${context.date.slice(2, 4)}${suffix}`;

export const eilantrag: Kind = (context) =>
  letterOf(context, 'eilantrag', {
    ...court,
    title: `Eilantrag ${courtNumber(context, ' ER')}`,
    subject: `Einstweiliger Rechtsschutz ${fullName(person(context))} ./. Kreis Nordermarsch`,
    references: [['Aktenzeichen', courtNumber(context, ' ER')]],
    paragraphs: [
      `anliegend wird der Antrag auf Erlass einer einstweiligen Anordnung vom ${longDate(addDays(context.date, -2))} übersandt (§ 86b Absatz 2 SGG).`,
      'Sie erhalten Gelegenheit zur Stellungnahme binnen fünf Tagen. Die Verwaltungsakte ist unverzüglich elektronisch zu übermitteln.',
    ],
  });

export const urteil: Kind = (context) =>
  letterOf(context, 'urteil', {
    ...court,
    title: `Beschluss ${courtNumber(context, ' ER')}`,
    subject: `Beschluss in dem Rechtsstreit ${fullName(person(context))} ./. Kreis Nordermarsch`,
    references: [['Aktenzeichen', courtNumber(context, ' ER')]],
    paragraphs: [
      'Der Antrag auf Erlass einer einstweiligen Anordnung wird abgelehnt. Kosten sind nicht zu erstatten.',
      'Gründe: Ein Anordnungsgrund ist nicht glaubhaft gemacht. Die Antragstellerseite kann den laufenden Bedarf aus den bewilligten Leistungen decken und ist auf das Hauptsacheverfahren zu verweisen.',
      'Gegen diesen Beschluss ist die Beschwerde nach Maßgabe des § 172 SGG statthaft.',
    ],
  });

export const akteneinsicht: Kind = (context) => {
  const name = context.random.pick(LAWYERS);
  return letterOf(context, 'akteneinsicht', {
    sender: name,
    trade: 'Sozialrecht · Familienrecht · Mietrecht',
    title: `Antrag auf Akteneinsicht durch ${name}`,
    isToOffice: true,
    paragraphs: [
      `ich vertrete ${fullName(person(context))}; eine Vollmacht ist beigefügt. Ich beantrage Akteneinsicht nach § 25 SGB X in die vollständige Leistungsakte.`,
      `Bitte übermitteln Sie die Akte mit durchgehender Blattzählung bis zum ${longDate(addDays(context.date, 14))} über das besondere elektronische Anwaltspostfach.`,
    ],
  });
};

/** Other offices. */
export const psychologischesGutachten: Kind = (context) =>
  letterOf(context, 'psychologisches-gutachten', {
    sender: 'Berufspsychologischer Service Marschhusen',
    trade: 'Agentur für Arbeit',
    title: 'Psychologisches Gutachten',
    isToOffice: true,
    signer: 'Dipl.-Psych. Wilhelmsen',
    paragraphs: [
      `${born(context)}, wurde am ${longDate(addDays(context.date, -9))} untersucht. Anlass war die Frage nach der Eignung für eine Umschulung.`,
      'Ergebnis: Die Bearbeitungsgeschwindigkeit liegt im mittleren, das sprachliche Verständnis im oberen Bereich. Für eine Umschulung in einem kaufmännischen Beruf bestehen keine Bedenken. Ein vorbereitender Lehrgang von drei Monaten wird empfohlen.',
      'Eine weitere Untersuchung ist nicht erforderlich.',
    ],
  });

export const aktenanforderung: Kind = (context) =>
  letterOf(context, 'aktenanforderung', {
    sender: 'Jobcenter Kreis Osterhever',
    trade: 'Leistungsabteilung',
    title: 'Aktenanforderung Jobcenter Kreis Osterhever',
    isToOffice: true,
    signer: 'Pohns',
    paragraphs: [
      `${born(context)}, hat früher hier Leistungen bezogen und ist nun in Ihrem Bezirk gemeldet. Zur Prüfung eines Erstattungsanspruchs bitten wir um Übersendung der Bewilligungsbescheide ab ${monthName(addMonths(context.date, -12))} (§ 67e SGB X).`,
      'Die Rückgabe entfällt, wenn Sie die Unterlagen elektronisch übermitteln.',
    ],
  });

export const forderung: Kind = (context) =>
  letterOf(context, 'forderung', {
    sender: 'Kreis Nordermarsch – Kreiskasse',
    trade: 'Vollstreckung und Forderungen',
    title: 'Mitteilung der Kreiskasse: Ratenzahlung vereinbart',
    isToOffice: true,
    references: [['Kassenzeichen', numberOf(context, '5020.')]],
    signer: 'Rörden',
    paragraphs: [
      `mit ${fullName(person(context))} wurde für die Forderung aus dem Erstattungsbescheid eine monatliche Rate von 30,00 Euro ab ${monthName(addMonths(context.date, 1))} vereinbart.`,
      'Bei Einstellung der Leistung bitten wir um Nachricht, damit die Rate angepasst werden kann.',
    ],
  });
