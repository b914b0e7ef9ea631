import { ageOn, germanDate, monthName } from '../dates.ts';
import type { Calculation, PersonCalculation } from '../calculation.ts';
import { fullName } from '../households.ts';
import { amount, euro } from '../money.ts';
import type { Column, Composer } from '../pages/composer.ts';

type Line = [label: string, value: (person: PersonCalculation) => number, bold?: boolean];

const NEED_LINES: Line[] = [
  ['Regelbedarf', (person) => person.standardNeed],
  ['Mehrbedarfe (§ 21 SGB II)', (person) => person.additionalNeed],
  ['Grundmiete', (person) => person.rent],
  ['Nebenkosten', (person) => person.ancillary],
  ['Heizkosten', (person) => person.heating],
  ['Bedarf gesamt', (person) => person.need, true],
];
const INCOME_LINES: Line[] = [
  ['Kindergeld', (person) => person.childBenefit],
  ['Unterhaltsvorschuss', (person) => person.advanceMaintenance],
  ['Erwerbseinkommen (anteilig)', (person) => person.sharedIncome],
  ['Einkommen gesamt', (person) => person.income, true],
];
const RESULT_LINES: Line[] = [
  ['Bedarf abzüglich Einkommen', (person) => person.need - person.income],
  ['Sofortzuschlag', (person) => person.supplement],
  ['Leistung monatlich', (person) => person.payment, true],
];

function sheetTable(letter: Composer, calculation: Calculation, lines: readonly Line[]): void {
  const { persons } = calculation;
  const label = 150;
  const column = Math.min(76, (letter.width - label) / (persons.length + 1));
  const columns: Column[] = [
    { width: label, title: 'Beträge in Euro' },
    { width: column, title: 'Gesamt', align: 'right' },
    ...persons.map(({ person }): Column => ({ width: column, title: person.givenName, align: 'right' })),
  ];
  const rows = lines.map(([title, value]) => {
    const values = persons.map(value);
    return [title, amount(values.reduce((a, b) => a + b, 0)), ...values.map(amount)];
  });
  const boldRows = lines.flatMap(([, , bold], index) => (bold ? [index] : []));
  letter.table(columns, rows, {
    size: persons.length > 4 ? 7.4 : 8.4,
    boldRows,
    padding: persons.length > 4 ? 2.5 : 3.5,
  });
}

/** Calculation sheet (Berechnungsbogen) of one month: needs, income and result per person, and how wages were counted. */
export function drawCalculation(letter: Composer, calculation: Calculation, from: string, to: string): void {
  const [first, last] = [monthName(from), monthName(to)];
  letter.heading(`Berechnungsbogen für ${first === last ? first : `${first} bis ${last}`}`, 11);
  letter.table(
    [
      { width: 200, title: 'Person' },
      { width: 100, title: 'geboren am' },
      { width: 110, title: 'Regelbedarfsstufe', align: 'center' },
    ],
    calculation.persons.map(({ person, level }) => [fullName(person), germanDate(person.birthDate), String(level)]),
    { size: 8.4, padding: 3 },
  );
  letter.heading('1. Bedarfe');
  sheetTable(letter, calculation, NEED_LINES);
  letter.heading('2. Zu berücksichtigendes Einkommen');
  sheetTable(letter, calculation, INCOME_LINES);
  for (const { person, wage, allowance, counted } of calculation.wages) {
    letter.paragraph(
      `Erwerbseinkommen von ${fullName(person)}: brutto ${euro(wage.gross)}, netto ${euro(wage.net)}, abzüglich Freibeträge nach § 11b SGB II ` +
        `${euro(allowance)}, anzurechnen ${euro(counted)}.`,
      { size: 8.6 },
    );
  }
  letter.heading('3. Leistung');
  sheetTable(letter, calculation, RESULT_LINES);
}

/** Short overview of who gets how much, for the first page of a notice. */
export function drawPayments(letter: Composer, calculation: Calculation, from: string, to: string): void {
  const rows = calculation.persons.map(({ person, payment }) => [
    fullName(person),
    `${ageOn(person.birthDate, calculation.month)} Jahre`,
    `${germanDate(from)} – ${germanDate(to)}`,
    amount(payment),
  ]);
  rows.push(['Summe', '', '', amount(calculation.payment)]);
  letter.table(
    [
      { width: 165, title: 'Person' },
      { width: 70, title: 'Alter' },
      { width: 140, title: 'Zeitraum' },
      { width: 90, title: 'monatlich in Euro', align: 'right' },
    ],
    rows,
    { size: 9, boldRows: [rows.length - 1] },
  );
}
