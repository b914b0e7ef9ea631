import { calculate } from '../calculation.ts';
import { addDays, addMonths, germanDate, longDate, monthEnd, monthName, monthStart } from '../dates.ts';
import { applicantOf, fullName, minorsOn } from '../households.ts';
import { benefitName, standardNeed } from '../law.ts';
import { euro } from '../money.ts';
import type { Composer } from '../pages/composer.ts';
import { authorityLetter, legalRemedies } from '../pages/letters.ts';
import type { KeywordKey, SampleParty } from '../types.ts';
import { ownSender } from './bescheide.ts';
import { drawCalculation, drawPayments } from './calculation-sheet.ts';
import { applicantParty, type Composed, type Kind, type KindContext, pagesContent } from './kind.ts';

type Own = {
  title: string;
  subject: string;
  about?: string;
  addressee?: SampleParty;
  salutation?: string;
  hasRemedies?: boolean;
  body: (letter: Composer) => void;
};

function own(context: KindContext, keyword: string, content: Own): Composed {
  const sender = ownSender(context);
  const pages = authorityLetter(context, {
    subject: content.subject,
    ...(content.about ? { about: content.about } : {}),
    addressee: content.addressee ?? applicantParty(context),
    ...(content.salutation ? { salutation: content.salutation } : {}),
    body: (letter) => {
      content.body(letter);
      if (content.hasRemedies) legalRemedies(letter, context);
    },
  });
  const keywordKey: KeywordKey = `keyword:${keyword}`;
  return { title: content.title, keywordKey, direction: 'outgoing', sender, content: pagesContent(pages, sender) };
}

const authority = (name: string): SampleParty => ({
  name,
  address: { street: 'Rathausplatz 3', postcode: '43110', place: 'Marschhusen' },
  kind: 'authority',
});
const everybody = 'Sehr geehrte Damen und Herren,';
/** The six months from the next first of a month on. */
function halfYear({ date }: KindContext): { from: string; to: string } {
  const from = monthStart(addMonths(date, 1));
  return { from, to: monthEnd(addMonths(from, 5)) };
}

/** Provisional decision, while an income changes. */
export const provisionalNotice: Kind = (context) => {
  const { from, to } = halfYear(context);
  const calculation = calculate(context.household, from);
  return own(context, 'vorlaeufiger-bescheid', {
    title: `Vorläufiger Bescheid ${germanDate(from)} bis ${germanDate(to)}`,
    subject: 'Vorläufige Bewilligung von Leistungen',
    about: `${benefitName(from)} – § 41a SGB II`,
    hasRemedies: true,
    body: (letter) => {
      letter.paragraph(
        `ich bewillige Ihnen für die Zeit vom ${germanDate(from)} bis ${germanDate(to)} vorläufig monatlich:`,
      );
      drawPayments(letter, calculation, from, to);
      letter.heading('Begründung');
      letter.paragraph(
        'Die Höhe Ihres Einkommens steht noch nicht fest. Über den Anspruch wird deshalb vorläufig entschieden (§ 41a Absatz 1 SGB II). Nach Ablauf des ' +
          'Bewilligungszeitraums wird die Leistung abschließend festgesetzt, wenn Sie es beantragen oder die Leistung abweicht.',
      );
      letter.paragraph(
        'Reichen Sie die Nachweise über das tatsächliche Einkommen bitte innerhalb von zwei Monaten nach dem Ende des Zeitraums ein.',
      );
    },
  });
};

/** Final decision after a provisional one. */
export const endgueltigeFestsetzung: Kind = (context) => {
  const from = monthStart(addMonths(context.date, -7));
  const to = monthEnd(addMonths(from, 5));
  return own(context, 'endgueltige-festsetzung', {
    title: `Endgültige Festsetzung ${germanDate(from)} bis ${germanDate(to)}`,
    subject: 'Abschließende Entscheidung über Ihren Leistungsanspruch',
    about: `Zeitraum ${germanDate(from)} bis ${germanDate(to)} – § 41a Absatz 3 SGB II`,
    hasRemedies: true,
    body: (letter) => {
      letter.paragraph(
        'nach Vorlage der Nachweise setze ich die Leistungen für den genannten Zeitraum abschließend in der bisher vorläufig bewilligten Höhe fest.',
      );
      letter.paragraph(
        'Nachzahlungen oder Erstattungen ergeben sich nicht. Der vorläufige Bescheid ist damit erledigt.',
      );
    },
  });
};

/** Refusal for lack of co-operation. */
export const versagung: Kind = (context) =>
  own(context, 'versagung', {
    title: `Versagung ab ${germanDate(monthStart(context.date))}`,
    subject: 'Versagung von Leistungen (§ 66 SGB I)',
    hasRemedies: true,
    body: (letter) => {
      letter.paragraph(
        `Ihr Weiterbewilligungsantrag wird ab ${longDate(monthStart(context.date))} wegen fehlender Mitwirkung ganz versagt.`,
      );
      letter.heading('Begründung');
      letter.paragraph(
        `Mit Schreiben vom ${longDate(addDays(context.date, -35))} wurden Sie unter Hinweis auf die Folgen aufgefordert, die Kontoauszüge der letzten drei Monate vorzulegen. Die Unterlagen sind nicht ` +
          'eingegangen. Ohne sie kann nicht festgestellt werden, ob Hilfebedürftigkeit besteht (§§ 60, 66 SGB I, § 9 SGB II).',
      );
      letter.paragraph(
        'Gründe, von der Versagung abzusehen, sind nicht vorgetragen. Holen Sie die Mitwirkung nach, kann die Leistung nachträglich erbracht werden (§ 67 SGB I).',
      );
    },
  });

/** Reduction after a missed appointment. */
export const leistungsminderung: Kind = (context) => {
  const month = monthStart(addMonths(context.date, 1));
  const sum = Math.round(standardNeed(1, month) * 0.1);
  return own(context, 'leistungsminderung', {
    title: `Leistungsminderung ${monthName(month)}`,
    subject: 'Minderung Ihrer Leistung wegen eines Meldeversäumnisses',
    about: `Zeitraum ${germanDate(month)} bis ${germanDate(monthEnd(month))}`,
    hasRemedies: true,
    body: (letter) => {
      letter.paragraph(
        `Ihre Leistung wird im ${monthName(month)} um 10 Prozent des Regelbedarfs, das sind ${euro(sum)}, gemindert.`,
      );
      letter.heading('Begründung');
      letter.paragraph(
        `Sie sind zu dem Termin am ${longDate(addDays(context.date, -25))} trotz schriftlicher Belehrung über die Rechtsfolgen nicht erschienen. Einen wichtigen Grund haben Sie in der Anhörung nicht dargelegt (§ 32 SGB II).`,
      );
      letter.paragraph(
        'Eine außergewöhnliche Härte ist nicht ersichtlich. Die Kosten der Unterkunft und Heizung bleiben ungemindert.',
      );
    },
  });
};

/** Set-off of a debt against current benefits. */
export const aufrechnung: Kind = (context) => {
  const from = monthStart(addMonths(context.date, 2));
  return own(context, 'aufrechnung', {
    title: `Aufrechnung ab ${monthName(from)}`,
    subject: 'Aufrechnung nach § 43 SGB II',
    hasRemedies: true,
    body: (letter) => {
      letter.paragraph(
        `gegen Ihren Anspruch auf laufende Leistungen wird ab ${monthName(from)} in Höhe von monatlich ${euro(Math.round(standardNeed(1, from) * 0.1))} aufgerechnet, bis der Erstattungsbetrag getilgt ist.`,
      );
      letter.heading('Begründung');
      letter.paragraph(
        'Der Erstattungsbescheid ist bestandskräftig. Die Höhe der Aufrechnung beträgt 10 Prozent des maßgebenden Regelbedarfs (§ 43 Absatz 2 SGB II). Ermessen wurde ausgeübt; besondere Umstände haben Sie nicht mitgeteilt.',
      );
    },
  });
};

/** Calculation sheet sent once more on request. */
export const berechnungsbogen: Kind = (context) => {
  const { from, to } = halfYear(context);
  return own(context, 'berechnungsbogen', {
    title: `Berechnungsbogen ab ${monthName(from)}`,
    subject: 'Übersendung des Berechnungsbogens',
    body: (letter) => {
      letter.paragraph(
        `wie gewünscht erhalten Sie den Berechnungsbogen für die Zeit ab ${longDate(from)} noch einmal.`,
      );
      drawCalculation(letter, calculate(context.household, from), from, to);
    },
  });
};

/** Claim for reimbursement against another authority. */
export const erstattungsanspruch: Kind = (context) =>
  own(context, 'erstattungsanspruch', {
    title: 'Erstattungsanspruch gegen die Rentenversicherung Küste',
    subject: 'Anmeldung eines Erstattungsanspruchs (§§ 103, 104 SGB X)',
    about: `${fullName(applicantOf(context.household))}, geboren am ${germanDate(applicantOf(context.household).birthDate)}`,
    addressee: authority('Rentenversicherung Küste'),
    salutation: everybody,
    body: (letter) => {
      letter.paragraph(
        'die oben genannte Person bezieht hier laufende Leistungen nach dem SGB II. Bei Ihnen ist ein Antrag auf Rente anhängig.',
      );
      letter.paragraph(
        'Vorsorglich melde ich meinen Erstattungsanspruch dem Grunde nach an und bitte, eine Nachzahlung zurückzuhalten. Die Höhe teile ich nach Ihrer Entscheidung mit.',
      );
    },
  });

/** Notice to the other parent that the claim for maintenance has passed over. */
export const unterhaltsheranziehung: Kind = (context) => {
  const [child] = minorsOn(context.household, context.date);
  return own(context, 'unterhaltsheranziehung', {
    title: 'Rechtswahrungsanzeige Unterhalt',
    subject: 'Übergang von Unterhaltsansprüchen (§ 33 SGB II)',
    about: child ? `Kind ${fullName(child)}, geboren am ${germanDate(child.birthDate)}` : 'Kindesunterhalt',
    addressee: {
      name: 'Herrn Torben Hinrichs',
      address: { street: 'Fährweg 11', postcode: '43127', place: 'Leckhorn' },
      kind: 'person',
    },
    salutation: 'Sehr geehrter Herr Hinrichs,',
    body: (letter) => {
      letter.paragraph(
        `Ihr Kind erhält seit dem ${longDate(monthStart(context.date))} Leistungen zur Sicherung des Lebensunterhalts. Ansprüche auf Unterhalt gehen bis zur Höhe dieser Leistungen auf den Kreis Nordermarsch über.`,
      );
      letter.paragraph(
        `Bitte geben Sie bis zum ${longDate(addDays(context.date, 28))} Auskunft über Ihr Einkommen und Vermögen und fügen Sie Belege der letzten zwölf Monate bei (§ 1605 BGB, § 60 Absatz 2 SGB II).`,
      );
    },
  });
};

/** Allocation to a measure. */
export const massnahmezuweisung: Kind = (context) => {
  const from = monthStart(addMonths(context.date, 1));
  return own(context, 'massnahmezuweisung', {
    title: `Zuweisung Bewerbungstraining ab ${germanDate(from)}`,
    subject: 'Zuweisung zu einer Maßnahme',
    about:
      'Maßnahme zur Aktivierung und beruflichen Eingliederung (§ 16 Absatz 1 SGB II in Verbindung mit § 45 SGB III)',
    body: (letter) => {
      letter.paragraph('wie besprochen nehmen Sie an folgender Maßnahme teil:');
      letter.list([
        'Bewerbungstraining „Neustart an der Küste“, Bildungswerk Nordermarsch e. V., Hafenstraße 14, 43110 Marschhusen',
        `Beginn ${longDate(from)}, Dauer vier Wochen, montags bis freitags 8:30 bis 12:30 Uhr`,
      ]);
      letter.paragraph(
        'Fahrkosten und Kosten der Kinderbetreuung werden auf Antrag übernommen. Sind Sie verhindert, teilen Sie es bitte dem Träger und mir am selben Tag mit.',
      );
    },
  });
};

/** Proposal of a vacancy. */
export const vermittlungsvorschlag: Kind = (context) => {
  const [employer, job] = context.random.pick([
    ['Hotel Deichgraf Betriebs-GmbH', 'Mitarbeit im Frühstücksservice, 25 Stunden'],
    ['Logistik Westerhever & Partner GmbH', 'Lagerhelfer (m/w/d), Vollzeit'],
    ['Pflegedienst Seestern GmbH', 'Pflegehilfskraft (m/w/d), 30 Stunden'],
  ] as const);
  return own(context, 'vermittlungsvorschlag', {
    title: `Vermittlungsvorschlag ${employer}`,
    subject: 'Vermittlungsvorschlag',
    about: `${job} – ${employer}`,
    body: (letter) => {
      letter.paragraph(
        'diese Stelle passt zu Ihren Kenntnissen. Bitte bewerben Sie sich innerhalb von drei Tagen schriftlich oder telefonisch.',
      );
      letter.paragraph(
        'Teilen Sie mir das Ergebnis bitte mit dem beigefügten Antwortbogen mit. Bewerbungskosten können auf vorherigen Antrag übernommen werden (§ 44 SGB III).',
      );
    },
  });
};
