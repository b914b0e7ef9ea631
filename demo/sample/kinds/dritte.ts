import { addDays, addMonths, ageOn, germanDate, longDate, monthStart } from '../dates.ts';
import { rentOn } from '../dwelling.ts';
import { fullName, minorsOn } from '../households.ts';
import { euro } from '../money.ts';
import type { Kind, KindContext } from './kind.ts';
import { born, letterOf, numberOf, person } from './others-letter.ts';

/** Certificate of the registration office. */
export const meldebescheinigung: Kind = (context) =>
  letterOf(context, 'meldebescheinigung', {
    sender: 'Amt Nordermarsch – Einwohnermeldeamt',
    trade: 'Bürgerdienste',
    title: `Meldebescheinigung vom ${germanDate(context.date)}`,
    subject: 'Meldebescheinigung nach § 18 Bundesmeldegesetz',
    paragraphs: [
      `${born(context)}, ist seit dem ${longDate(context.household.dwelling.movedIn)} mit alleiniger Wohnung unter der Anschrift ${context.household.address.street}, ${context.household.address.postcode} ${context.household.address.place}, gemeldet.`,
      'Weitere Wohnungen im Inland sind nicht gemeldet.',
    ],
  });

/** Certificate of permanent residence of a citizen of the Union. */
export const freizuegigkeit: Kind = (context) =>
  letterOf(context, 'freizuegigkeitsbescheinigung', {
    sender: 'Kreis Nordermarsch – Ausländerbehörde',
    trade: 'Fachdienst Ordnung',
    title: 'Bescheinigung des Daueraufenthaltsrechts',
    subject: 'Bescheinigung des Daueraufenthaltsrechts für Unionsbürger (§ 5 Absatz 5 FreizügG/EU)',
    paragraphs: [
      `hiermit wird bescheinigt, dass ${born(context)}, Staatsangehörigkeit ${context.household.persons[0]?.familyName === 'Popescu' ? 'rumänisch' : 'polnisch'}, zum Daueraufenthalt im Bundesgebiet berechtigt ist.`,
      'Die Bescheinigung ist unbefristet gültig, solange das Daueraufenthaltsrecht nicht verloren geht (§ 4a Absatz 7 FreizügG/EU).',
    ],
  });

/** Information of the aliens authority for the centre, and the residence title itself. */
export const aufenthaltstitel: Kind = (context) =>
  letterOf(context, 'aufenthaltstitel', {
    sender: 'Kreis Nordermarsch – Ausländerbehörde',
    trade: 'Fachdienst Ordnung',
    title: 'Aufenthaltserlaubnis: Verlängerung',
    paragraphs: [
      `Ihre Aufenthaltserlaubnis wird bis zum ${longDate(addMonths(context.date, 36))} verlängert.`,
      'Die Erwerbstätigkeit ist erlaubt. Der elektronische Aufenthaltstitel kann in etwa sechs Wochen abgeholt werden.',
    ],
  });

export const auslaenderbehoerde: Kind = (context) =>
  letterOf(context, 'auslaenderbehoerde', {
    sender: 'Kreis Nordermarsch – Ausländerbehörde',
    trade: 'Fachdienst Ordnung',
    title: 'Auskunft der Ausländerbehörde',
    isToOffice: true,
    paragraphs: [
      `auf Ihre Anfrage nach § 87 Absatz 1 AufenthG teile ich mit, dass ${born(context)}, eine Aufenthaltserlaubnis besitzt. Die Erwerbstätigkeit ist erlaubt.`,
    ],
  });

/** Refusal of supplementary child benefit. */
export const kinderzuschlag: Kind = (context) =>
  letterOf(context, 'kinderzuschlag', {
    sender: 'Familienkasse Nordermarsch',
    trade: 'Kindergeld und Kinderzuschlag',
    title: 'Ablehnung Kinderzuschlag',
    references: [['KG-Nummer', `314FK${String(400_000 + context.household.index)}`]],
    signer: 'Familienkasse',
    paragraphs: [
      'Ihren Antrag auf Kinderzuschlag lehnen wir ab.',
      'Mit dem Kinderzuschlag und dem Wohngeld wäre Hilfebedürftigkeit nach dem SGB II nicht vermieden (§ 6a Absatz 1 Nummer 3 BKGG). Bitte wenden Sie sich an das zuständige Jobcenter.',
      'Gegen diesen Bescheid ist der Widerspruch zulässig. Er ist innerhalb eines Monats nach Bekanntgabe bei der Familienkasse einzulegen.',
    ],
  });

/** Message of the youth welfare office on maintenance. */
export const unterhalt: Kind = (context) => {
  const [child] = minorsOn(context.household, context.date);
  return letterOf(context, 'unterhalt', {
    sender: 'Kreis Nordermarsch – Beistandschaft',
    trade: 'Fachdienst Jugend und Familie',
    title: `Mitteilung zum Kindesunterhalt${child ? ` – ${child.givenName}` : ''}`,
    references: [['Zeichen', numberOf(context, '51.4-B ')]],
    signer: 'Thoms',
    paragraphs: [
      `für ${child ? fullName(child) : 'das Kind'} besteht hier eine Beistandschaft. Der Unterhalt ist durch Jugendamtsurkunde festgesetzt.`,
      `Der andere Elternteil hat in den letzten sechs Monaten keinen Unterhalt gezahlt. Ein Vollstreckungsversuch vom ${longDate(addDays(context.date, -32))} blieb ohne Erfolg.`,
      'Sobald Zahlungen eingehen, erhalten Sie Nachricht. Zahlungen teilen Sie bitte auch dem Jobcenter mit.',
    ],
  });
};

/** Question of the parental benefit office. */
export const elterngeld: Kind = (context) => {
  const child = minorsOn(context.household, context.date).sort((a, b) => (a.birthDate < b.birthDate ? 1 : -1))[0];
  return letterOf(context, 'elterngeld', {
    sender: 'Landesamt für soziale Dienste – Elterngeldstelle',
    trade: 'Elterngeld und Elternzeit',
    title: 'Anfrage der Elterngeldstelle zum Erstattungsanspruch',
    isToOffice: true,
    signer: 'Reimers',
    paragraphs: [
      `für das Kind ${child ? `${fullName(child)}, geboren am ${germanDate(child.birthDate)},` : ''} wurde Elterngeld beantragt.`,
      'Bitte teilen Sie mit, ob und in welcher Höhe Sie Leistungen erbringen und ob Sie einen Erstattungsanspruch nach § 104 SGB X geltend machen. Bis zu Ihrer Antwort wird die Nachzahlung zurückgehalten.',
    ],
  });
};

/** Refusal of unemployment benefit. */
export const algEins: Kind = (context) =>
  letterOf(context, 'alg-eins', {
    sender: 'Agentur für Arbeit Marschhusen',
    trade: 'Operativer Service – Arbeitslosengeld',
    title: 'Ablehnung Arbeitslosengeld',
    references: [['Kundennummer', context.household.customerNumber]],
    signer: 'Harksen',
    paragraphs: [
      `Ihren Antrag auf Arbeitslosengeld vom ${longDate(addDays(context.date, -16))} lehne ich ab.`,
      'Sie haben in der Rahmenfrist von 30 Monaten nicht mindestens zwölf Monate in einem Versicherungspflichtverhältnis gestanden. Die Anwartschaftszeit ist nicht erfüllt (§§ 137, 142, 143 SGB III).',
      'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden.',
    ],
  });

/** Refusal of a pension. */
export const rente: Kind = (context) =>
  letterOf(context, 'rente', {
    sender: 'Rentenversicherung Küste',
    trade: 'Versicherung und Rente',
    title: 'Rentenbescheid: Ablehnung Erwerbsminderungsrente',
    references: [
      [
        'Vers.-Nr.',
        `65 ${germanDate(person(context).birthDate).replaceAll('.', '').slice(0, 4)}${person(context).birthDate.slice(2, 4)} ${person(context).familyName[0] ?? 'A'} 012`,
      ],
    ],
    signer: 'Mahrt',
    paragraphs: [
      `Ihr Antrag vom ${longDate(addDays(context.date, -120))} auf Rente wegen Erwerbsminderung wird abgelehnt.`,
      'Nach dem Ergebnis der medizinischen Ermittlungen können Sie unter den üblichen Bedingungen des allgemeinen Arbeitsmarktes noch mindestens sechs Stunden täglich erwerbstätig sein. Erwerbsminderung liegt nicht vor (§ 43 Absatz 3 SGB VI).',
      'Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Widerspruch einlegen.',
    ],
  });

/** Message of the health insurer on sick pay, and its certificate of membership. */
export const krankengeld: Kind = (context) =>
  letterOf(context, 'krankengeld', {
    sender: 'Marschkasse Nord',
    trade: 'Kranken- und Pflegekasse',
    title: 'Krankengeld: Mitteilung der Krankenkasse',
    references: [['Vers.-Nr.', numberOf(context, 'M')]],
    signer: 'Ketelsen',
    paragraphs: [
      'Sie haben uns eine Arbeitsunfähigkeit gemeldet. Während des Bezuges von Leistungen zur Sicherung des Lebensunterhalts nach dem SGB II besteht kein Anspruch auf Krankengeld (§ 44 Absatz 2 Satz 1 Nummer 1 SGB V).',
      'Ihre Leistungen werden vom Jobcenter weitergezahlt. Reichen Sie die Bescheinigung bitte auch dort ein.',
    ],
  });

export const sozialversicherung: Kind = (context) =>
  letterOf(context, 'sozialversicherung', {
    sender: 'Küstenkasse',
    trade: 'Kranken- und Pflegekasse',
    title: 'Mitgliedsbescheinigung der Krankenkasse',
    references: [['Vers.-Nr.', numberOf(context, 'K')]],
    signer: 'Nahnsen',
    paragraphs: [
      `${born(context)}, ist seit dem ${longDate(monthStart(context.household.firstApplication))} bei uns pflichtversichert (§ 5 Absatz 1 Nummer 2a SGB V).`,
      'Familienversicherte Angehörige sind in der Mitgliedschaft eingeschlossen.',
    ],
  });

/** Refusal of a student grant. */
export const bafoeg: Kind = (context) =>
  letterOf(context, 'bafoeg', {
    sender: 'Kreis Nordermarsch – Amt für Ausbildungsförderung',
    trade: 'Fachdienst Schule und Kultur',
    title: 'Ablehnung Ausbildungsförderung (BAföG)',
    references: [['Förderungsnummer', numberOf(context, '01 1 ')]],
    signer: 'Simonsen',
    paragraphs: [
      'Ihr Antrag auf Ausbildungsförderung wird abgelehnt.',
      'Die Ausbildung wird nicht in Vollzeit durchgeführt und nimmt Ihre Arbeitskraft nicht voll in Anspruch (§ 2 Absatz 5 BAföG).',
      'Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden.',
    ],
  });

/** The landlord asks for the deposit. */
export const kaution: Kind = (context) => {
  const { household, date } = context;
  const rent = rentOn(household.dwelling, date);
  return letterOf(context, 'kaution', {
    sender: household.dwelling.landlord.name,
    trade: 'Vermietung',
    title: 'Mietsicherheit: Zahlungsaufforderung',
    paragraphs: [
      `nach § 5 des Mietvertrages ist eine Mietsicherheit von drei Grundmieten, das sind ${euro(rent.cold * 3)}, zu leisten.`,
      `Sie kann in drei gleichen Monatsraten gezahlt werden (§ 551 Absatz 2 BGB). Die erste Rate bitten wir bis zum ${longDate(addDays(date, 14))} zu überweisen.`,
    ],
  });
};

/** True where a child is younger than three. */
export const hasInfant = ({ household, date }: Pick<KindContext, 'household' | 'date'>): boolean =>
  minorsOn(household, date).some(({ birthDate }) => ageOn(birthDate, date) < 3);
