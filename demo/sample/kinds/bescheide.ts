import { calculate } from '../calculation.ts';
import { addDays, addMonths, germanDate, longDate, monthEnd, monthName, monthStart } from '../dates.ts';
import { rentOn, wholeRent } from '../dwelling.ts';
import { benefitName } from '../law.ts';
import { euro, total } from '../money.ts';
import { COUNTY } from '../office.ts';
import { authorityLetter, legalRemedies } from '../pages/letters.ts';
import type { Cents, Day, SampleHousehold, SamplePeriod } from '../types.ts';
import { drawCalculation, drawPayments } from './calculation-sheet.ts';
import { drawHints } from './hinweise.ts';
import { applicantParty, type Composed, type KindContext, pagesContent } from './kind.ts';

const ACT = 'nach dem Zweiten Buch Sozialgesetzbuch (SGB II)';

/** Sender of everything the county writes. */
export function ownSender({ centre }: KindContext): string {
  return `${COUNTY.name}, ${centre.name}`;
}

/** Notice of approval for a period, with payments, grounds, duties, legal remedies and the calculation sheet. */
export function bewilligungsbescheid(context: KindContext, period: SamplePeriod, first: boolean): Composed {
  const { household } = context;
  const calculation = calculate(household, period.from);
  const benefit = benefitName(period.from);
  const pages = authorityLetter(context, {
    subject: 'Bewilligungsbescheid',
    about: `${benefit} – Leistungen zur Sicherung des Lebensunterhalts ${ACT}`,
    addressee: applicantParty(context),
    closing: 'automatic',
    body: (letter) => {
      letter.paragraph(
        `auf Ihren ${first ? 'Antrag' : 'Weiterbewilligungsantrag'} bewillige ich Ihnen und den mit Ihnen in Bedarfsgemeinschaft lebenden Personen ` +
          `für die Zeit vom ${germanDate(period.from)} bis ${germanDate(period.to)} monatlich folgende Leistungen:`,
      );
      drawPayments(letter, calculation, period.from, period.to);
      letter.paragraph(
        `Der Betrag von ${euro(calculation.payment)} wird monatlich im Voraus auf das Konto ${household.bank.iban} bei der ${household.bank.name} überwiesen. ` +
          'Die Zusammensetzung entnehmen Sie bitte dem Berechnungsbogen, der Bestandteil dieses Bescheides ist.',
      );
      grounds(context, letter, period);
      duties(letter);
      legalRemedies(letter, context);
    },
    annexes: {
      names: ['Berechnungsbogen', 'Hinweise'],
      draw: (letter) => {
        drawCalculation(letter, calculation, period.from, period.to);
        drawHints(letter, benefit);
      },
    },
  });
  return {
    title: `Bewilligungsbescheid ${germanDate(period.from)} bis ${germanDate(period.to)}`,
    keywordKey: 'keyword:bewilligungsbescheid',
    direction: 'outgoing',
    sender: ownSender(context),
    content: pagesContent(pages, ownSender(context)),
  };
}

type Letter = Parameters<typeof drawCalculation>[0];

function grounds({ household }: KindContext, letter: Letter, period: SamplePeriod): void {
  const rent = rentOn(household.dwelling, period.from);
  letter.heading('Begründung');
  letter.paragraph(
    'Sie erfüllen die Voraussetzungen der §§ 7 bis 9 SGB II. Als Bedarfe für Unterkunft und Heizung (§ 22 SGB II) habe ich die tatsächlichen ' +
      `Aufwendungen von monatlich ${euro(wholeRent(rent))} anerkannt (Grundmiete ${euro(rent.cold)}, Nebenkosten ${euro(rent.ancillary)}, ` +
      `Heizkosten ${euro(rent.heating)}). Sie werden zu gleichen Teilen auf die Personen der Haushaltsgemeinschaft verteilt.`,
  );
  if (household.employments.length > 0) {
    letter.paragraph(
      'Einkommen aus Erwerbstätigkeit ist um die Freibeträge nach § 11b SGB II bereinigt. Änderungen der Höhe teilen Sie bitte umgehend mit.',
    );
  }
}

function duties(letter: Letter): void {
  letter.heading('Ihre Mitwirkungspflichten');
  letter.paragraph(
    'Bitte teilen Sie alle Änderungen, die für die Leistung erheblich sind, unverzüglich mit (§ 60 SGB I), insbesondere die Aufnahme einer ' +
      'Beschäftigung, Änderungen des Einkommens oder Vermögens, einen Umzug, den Ein- oder Auszug von Personen und eine Ortsabwesenheit.',
  );
}

/** Notice of change from a month on: new standard needs, rent or income. */
export function aenderungsbescheid(context: KindContext, from: string, period: SamplePeriod, reason: string): Composed {
  const before = calculate(context.household, addMonths(from, -1));
  const after = calculate(context.household, from);
  const difference = after.payment - before.payment;
  const pages = authorityLetter(context, {
    subject: 'Änderungsbescheid',
    about: `${benefitName(from)} – Änderung der Leistungen ${ACT}`,
    addressee: applicantParty(context),
    closing: 'automatic',
    body: (letter) => {
      letter.paragraph(
        `der bisherige Bescheid über die Bewilligung von Leistungen für die Zeit vom ${germanDate(period.from)} bis ${germanDate(period.to)} wird ` +
          `mit Wirkung vom ${germanDate(from)} nach § 48 SGB X geändert. Es werden monatlich bewilligt:`,
      );
      drawPayments(letter, after, from, period.to);
      letter.paragraph(
        difference === 0
          ? 'Die Höhe der Leistung bleibt insgesamt unverändert.'
          : `Gegenüber der bisherigen Leistung von ${euro(before.payment)} sind das ${euro(Math.abs(difference))} ${difference > 0 ? 'mehr' : 'weniger'}.`,
      );
      letter.heading('Begründung');
      letter.paragraph(reason);
      legalRemedies(letter, context);
    },
    annexes: {
      names: ['Berechnungsbogen bisher', 'Berechnungsbogen neu', 'Hinweise'],
      draw: (letter) => {
        drawCalculation(letter, before, addMonths(from, -1), addMonths(from, -1));
        letter.newPage();
        drawCalculation(letter, after, from, period.to);
        drawHints(letter, benefitName(from));
      },
    },
  });
  return {
    title: `Änderungsbescheid ab ${germanDate(from)}`,
    keywordKey: 'keyword:aenderungsbescheid',
    direction: 'outgoing',
    sender: ownSender(context),
    content: pagesContent(pages, ownSender(context)),
  };
}

/** Notice that withdraws benefits for past months with wages nobody knew of, and claims them back; the months add up to the sum. */
export function aufhebungsbescheid(context: KindContext, months: readonly Day[], reason: string): Composed {
  const overpaid = overpaidMonths(context.household, months);
  const sum = total(overpaid.map(({ over }) => over));
  const from = months[0] ?? context.date;
  const end = monthEnd(months[months.length - 1] ?? from);
  const pages = authorityLetter(context, {
    subject: 'Aufhebungs- und Erstattungsbescheid',
    about: `Zeitraum ${germanDate(from)} bis ${germanDate(end)}`,
    addressee: applicantParty(context),
    body: (letter) => {
      letter.paragraph(
        `die Entscheidung über die Bewilligung von ${benefitName(from)} wird für die Zeit vom ${germanDate(from)} bis ${germanDate(end)} teilweise ` +
          `in Höhe von insgesamt ${euro(sum)} aufgehoben. Dieser Betrag ist zu erstatten.`,
      );
      letter.table(
        [
          { width: 150, title: 'Monat' },
          { width: 110, title: 'bewilligt', align: 'right' },
          { width: 110, title: 'zustehend', align: 'right' },
          { width: 95, title: 'zu erstatten', align: 'right' },
        ],
        [
          ...overpaid.map(({ month, due, over }) => [monthName(month), euro(due + over), euro(due), euro(over)]),
          ['Summe', '', '', euro(sum)],
        ],
        { boldRows: [overpaid.length] },
      );
      letter.heading('Begründung');
      letter.paragraph(reason);
      letter.paragraph(
        'Die Aufhebung beruht auf § 48 Absatz 1 Satz 2 Nummer 3 SGB X in Verbindung mit § 40 Absatz 2 Nummer 3 SGB II und § 330 Absatz 3 SGB III. ' +
          'Überzahlte Leistungen sind nach § 50 Absatz 1 SGB X zu erstatten. Zu der beabsichtigten Entscheidung wurden Sie angehört (§ 24 SGB X).',
      );
      letter.heading('Zahlung');
      letter.paragraph(
        `Bitte überweisen Sie den Betrag bis zum ${longDate(addDays(context.date, 30))} unter Angabe Ihrer BG-Nummer auf das Konto ${COUNTY.iban} bei der ` +
          `${COUNTY.bank}. Sollte Ihnen die Zahlung in einer Summe nicht möglich sein, wenden Sie sich bitte an mich.`,
      );
      legalRemedies(letter, context);
    },
  });
  return {
    title: `Aufhebungs- und Erstattungsbescheid ${monthName(from)} bis ${monthName(end)}`,
    keywordKey: 'keyword:aufhebungsbescheid',
    direction: 'outgoing',
    sender: ownSender(context),
    content: pagesContent(pages, ownSender(context)),
  };
}

/** Notice that benefits end, because the household no longer needs help or has moved away. */
export function einstellung(context: KindContext, lastDay: string, reason: string): Composed {
  const pages = authorityLetter(context, {
    subject: 'Einstellung der Leistungen',
    about: `Letzter Leistungstag: ${germanDate(lastDay)}`,
    addressee: applicantParty(context),
    body: (letter) => {
      letter.paragraph(`die Zahlung von ${benefitName(lastDay)} endet mit Ablauf des ${longDate(lastDay)}.`);
      letter.heading('Begründung');
      letter.paragraph(reason);
      letter.paragraph(
        `Sollten Sie ab ${monthName(monthStart(addDays(lastDay, 1)))} erneut auf Hilfe angewiesen sein, stellen Sie bitte rechtzeitig einen neuen Antrag. ` +
          'Leistungen werden nicht für Zeiten vor der Antragstellung erbracht (§ 37 SGB II).',
      );
      legalRemedies(letter, context);
    },
  });
  return {
    title: `Einstellung zum ${germanDate(lastDay)}`,
    keywordKey: 'keyword:einstellung',
    direction: 'outgoing',
    sender: ownSender(context),
    content: pagesContent(pages, ownSender(context)),
  };
}

/** Months in which wages were not known when benefits were paid: what was due, and what was paid too much, in cents. */
export function overpaidMonths(
  household: SampleHousehold,
  months: readonly Day[],
): { month: Day; due: Cents; over: Cents }[] {
  return months.map((month) => {
    const { payment, persons } = calculate(household, month);
    return { month, due: payment, over: total(persons.map(({ sharedIncome }) => sharedIncome)) };
  });
}
