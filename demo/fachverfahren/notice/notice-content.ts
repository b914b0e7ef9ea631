import { calculateMonth } from '../model/calculation.ts';
import type { MonthCalculation } from '../model/calculation.ts';
import type { BenefitCase, Office } from '../model/cases.ts';
import { formatAmount, formatEuro, sum } from '../model/money.ts';
import { firstDay, formatDay, formatMonthRange, lastDay, monthsBetween } from '../model/months.ts';
import type { Day, Month } from '../model/months.ts';
import { ratesFor } from '../model/rates.ts';
import { calculationSheet } from './calculation-sheet.ts';
import { appealText, dutiesText, healthInsuranceText, revocationDutiesText } from './legal-texts.ts';
import { noticeKinds, noticeReasons } from './notice-request.ts';
import type { NoticeRequest } from './notice-request.ts';

export type NoticeColumn = { title: string; align: 'left' | 'right'; weight: number };
export type NoticeRow = { cells: string[]; strong?: boolean };
export type NoticeBlock =
  | { kind: 'paragraph'; text: string; strong?: boolean }
  | { kind: 'heading'; text: string; newPage?: boolean }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; caption: string; columns: NoticeColumn[]; rows: NoticeRow[] };

/** A notice as content only; the preview and the PDF draw the same one. */
export type Notice = {
  office: Office;
  recipient: string[];
  info: [label: string, value: string][];
  letterDate: Day;
  bgNumber: string;
  subject: string;
  salutation: string;
  blocks: NoticeBlock[];
  signature: string;
  /** What the notice pays over its whole period, in cents (for a revocation: what is no longer paid). */
  totalPayment: number;
};

/** Months with the same result are one section of the notice. */
export type Section = { from: Month; to: Month; calculation: MonthCalculation };

/** The content of a notice for a checked request. `now` is the day of the letter. */
export function composeNotice(benefitCase: BenefitCase, office: Office, request: NoticeRequest, now: Day): Notice {
  const sections = sectionsOf(benefitCase, request.from, request.to);
  const { street, postalCode, city } = benefitCase.household.address;
  const addressee = addresseeOf(benefitCase);
  return {
    office,
    recipient: [addressee, street, `${postalCode} ${city}`],
    info: infoOf(benefitCase, now),
    letterDate: now,
    bgNumber: benefitCase.bgNumber,
    subject: subjectOf(request),
    salutation: `Guten Tag ${addressee},`,
    blocks: [...decision(benefitCase, request, sections), ...closing(office, request), ...sheetOf(request, sections)],
    signature: benefitCase.worker.name,
    totalPayment: totalOf(sections),
  };
}

/** Groups the months of a period by equal results, in order. */
export function sectionsOf(benefitCase: BenefitCase, from: Month, to: Month): Section[] {
  const sections: Section[] = [];
  for (const month of monthsBetween(from, to)) {
    const calculation = calculateMonth(benefitCase, month);
    const last = sections.at(-1);
    if (last && fingerprint(last.calculation) === fingerprint(calculation)) last.to = month;
    else sections.push({ from: month, to: month, calculation });
  }
  return sections;
}

function fingerprint(calculation: MonthCalculation): string {
  const { month: _month, ...rest } = calculation;
  return JSON.stringify(rest);
}

function totalOf(sections: readonly Section[]): number {
  return sum(
    sections.map((section) => section.calculation.totals.payment * monthsBetween(section.from, section.to).length),
  );
}

function addresseeOf(benefitCase: BenefitCase): string {
  const person =
    benefitCase.household.persons.find((candidate) => candidate.relation === 'applicant') ??
    benefitCase.household.persons[0];
  return person ? `${person.firstName} ${person.name}` : benefitCase.household.name;
}

function infoOf(benefitCase: BenefitCase, now: Day): [string, string][] {
  const { worker } = benefitCase;
  const info: [string, string][] = [['BG-Nummer', benefitCase.bgNumber]];
  const customer = benefitCase.household.persons[0]?.customerNumber;
  if (customer) info.push(['Kundennummer', customer]);
  info.push(['Bearbeitung', worker.name]);
  if (worker.team) info.push(['Team', worker.team]);
  if (worker.phone) info.push(['Telefon', worker.phone]);
  info.push(['Datum', formatDay(now)]);
  return info;
}

function subjectOf(request: NoticeRequest): string {
  const { title, benefitText } = noticeKinds[request.kind];
  return `${title}: ${benefitText} von Leistungen zur Sicherung des Lebensunterhalts nach dem Zweiten Buch Sozialgesetzbuch (SGB II)`;
}

function decision(benefitCase: BenefitCase, request: NoticeRequest, sections: readonly Section[]): NoticeBlock[] {
  if (request.kind === 'aufhebung') return revocation(request, sections);
  const period = `vom ${formatDay(firstDay(request.from))} bis ${formatDay(lastDay(request.to))}`;
  const benefit = ratesFor(request.from).benefitName;
  const blocks: NoticeBlock[] =
    request.kind === 'bewilligung'
      ? [
          {
            kind: 'paragraph',
            text: `für Sie und die mit Ihnen in einer Bedarfsgemeinschaft lebenden Personen wird ${benefit} für die Zeit ${period} in folgender Höhe bewilligt:`,
          },
        ]
      : [
          {
            kind: 'paragraph',
            text: `die Leistungen für Sie und die mit Ihnen in einer Bedarfsgemeinschaft lebenden Personen werden für die Zeit ${period} in folgender Höhe neu festgesetzt:`,
          },
        ];
  blocks.push(monthTable('Bewilligte Leistungen', sections));
  if (request.kind === 'aenderung') {
    blocks.push({
      kind: 'paragraph',
      text: `Der Bescheid vom ${formatDay(request.previousNotice ?? '')} wird insoweit nach § 48 Absatz 1 des Zehnten Buches Sozialgesetzbuch (SGB X) aufgehoben.`,
    });
  }
  blocks.push({ kind: 'paragraph', text: paymentText(benefitCase) }, ...reasons(request));
  return blocks;
}

function revocation(request: NoticeRequest, sections: readonly Section[]): NoticeBlock[] {
  return [
    {
      kind: 'paragraph',
      text: `die Entscheidung über die Bewilligung von Leistungen zur Sicherung des Lebensunterhalts im Bescheid vom ${formatDay(request.previousNotice ?? '')} wird für Sie und die mit Ihnen in einer Bedarfsgemeinschaft lebenden Personen ab dem ${formatDay(firstDay(request.from))} ganz aufgehoben. Betroffen sind folgende bisher bewilligte Leistungen:`,
    },
    monthTable('Aufgehobene Leistungen', sections),
    {
      kind: 'paragraph',
      text: 'Die Aufhebung beruht auf § 48 Absatz 1 des Zehnten Buches Sozialgesetzbuch (SGB X) in Verbindung mit § 40 Absatz 2 Nummer 3 SGB II und § 330 Absatz 3 des Dritten Buches Sozialgesetzbuch (SGB III).',
    },
    ...reasons(request),
  ];
}

function reasons(request: NoticeRequest): NoticeBlock[] {
  const blocks: NoticeBlock[] = [{ kind: 'heading', text: 'Begründung' }];
  const reason = noticeReasons[request.reason];
  if (reason) blocks.push({ kind: 'paragraph', text: reason.text });
  for (const text of request.remark.split(/\n+/).filter(Boolean)) blocks.push({ kind: 'paragraph', text });
  if (request.kind !== 'aufhebung') {
    blocks.push({
      kind: 'paragraph',
      text: 'Grundlage der Entscheidung sind die von Ihnen eingereichten Unterlagen. Wie sich die Leistungen im Einzelnen zusammensetzen, ergibt sich aus dem beigefügten Berechnungsbogen; er ist Bestandteil dieses Bescheids. Rechtsgrundlagen sind die §§ 7, 9, 11 bis 11b und 19 bis 23 SGB II.',
    });
  }
  return blocks;
}

function monthTable(caption: string, sections: readonly Section[]): NoticeBlock {
  const titles = ['Lebensunterhalt', 'Unterkunft, Heizung', 'Sofortzuschlag', 'Monatlich gesamt'];
  const columns: NoticeColumn[] = [
    { title: 'Zeitraum', align: 'left', weight: 1.9 },
    ...titles.map((title) => ({ title, align: 'right' as const, weight: 1.4 })),
  ];
  const rows: NoticeRow[] = sections.map(({ from, to, calculation: { totals } }) => ({
    cells: [
      formatMonthRange(from, to),
      formatAmount(totals.entitlementLiving),
      formatAmount(totals.entitlementHousing),
      formatAmount(totals.childSupplement),
      formatAmount(totals.payment),
    ],
  }));
  rows.push({ cells: ['Summe für den Zeitraum', '', '', '', formatAmount(totalOf(sections))], strong: true });
  return { kind: 'table', caption: `${caption} (Beträge in Euro)`, columns, rows };
}

function paymentText(benefitCase: BenefitCase): string {
  const base = 'Die Leistungen werden monatlich im Voraus gezahlt (§ 42 Absatz 1 SGB II).';
  if (benefitCase.rentPaidTo !== 'landlord') return `${base} Die Zahlung erfolgt auf das von Ihnen angegebene Konto.`;
  const receiver = benefitCase.landlord ?? 'Ihre Vermieterin oder Ihren Vermieter';
  return `${base} Die Leistungen für Unterkunft und Heizung werden unmittelbar an ${receiver} gezahlt (§ 22 Absatz 7 SGB II), der übrige Betrag auf das von Ihnen angegebene Konto.`;
}

function closing(office: Office, request: NoticeRequest): NoticeBlock[] {
  const revoked = request.kind === 'aufhebung';
  const duties = revoked ? revocationDutiesText : dutiesText;
  return [
    { kind: 'heading', text: 'Kranken- und Pflegeversicherung' },
    { kind: 'paragraph', text: healthInsuranceText(revoked) },
    { kind: 'heading', text: revoked ? 'Weitere Hinweise' : 'Ihre Mitwirkungspflichten' },
    { kind: 'paragraph', text: duties.intro },
    ...(duties.items.length > 0 ? [{ kind: 'list' as const, items: duties.items }] : []),
    { kind: 'heading', text: 'Rechtsbehelfsbelehrung' },
    ...appealText(office).map((text) => ({ kind: 'paragraph' as const, text })),
  ];
}

function sheetOf(request: NoticeRequest, sections: readonly Section[]): NoticeBlock[] {
  const heading =
    request.kind === 'aufhebung' ? 'Anlage: Berechnungsbogen der bisherigen Leistungen' : 'Anlage: Berechnungsbogen';
  return [
    { kind: 'heading', text: heading, newPage: true },
    ...sections.flatMap((section) => [
      {
        kind: 'paragraph' as const,
        strong: true,
        text: `${formatMonthRange(section.from, section.to)}: ${formatEuro(section.calculation.totals.payment)} im Monat`,
      },
      ...calculationSheet(section.calculation),
    ]),
  ];
}
