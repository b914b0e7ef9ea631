import type { MonthCalculation, PersonMonth } from '../model/calculation.ts';
import { formatAmount, sum } from '../model/money.ts';
import type { Cents } from '../model/money.ts';
import type { NoticeBlock, NoticeColumn, NoticeRow } from './notice-content.ts';

/** Four persons and the total fit across a portrait page; larger households continue in a further table. */
const personsPerTable = 4;

/** The calculation of one month as tables: income first, then needs, income and entitlement per person. */
export function calculationSheet(calculation: MonthCalculation): NoticeBlock[] {
  const tables: NoticeBlock[] = [];
  const income = incomeTable(calculation);
  if (income) tables.push(income);
  const persons = calculation.persons.filter((row) => row.entitled);
  for (let start = 0; start < persons.length; start += personsPerTable) {
    const part = persons.slice(start, start + personsPerTable);
    tables.push(personTable(calculation, part, start + personsPerTable >= persons.length));
  }
  return tables;
}

function incomeTable(calculation: MonthCalculation): NoticeBlock | undefined {
  if (calculation.incomeLines.length === 0) return undefined;
  const names = new Map(calculation.persons.map((row) => [row.person.customerNumber, row.person.firstName]));
  const columns: NoticeColumn[] = [
    { title: 'Einkommen', align: 'left', weight: 3.4 },
    { title: 'Einnahme', align: 'right', weight: 1.2 },
    { title: 'Absetzbetrag', align: 'right', weight: 1.2 },
    { title: 'anrechenbar', align: 'right', weight: 1.2 },
  ];
  const rows = calculation.incomeLines.map((line) => ({
    cells: [
      `${names.get(line.customerNumber) ?? ''}: ${line.label}`,
      formatAmount(line.amount),
      formatAmount(-line.deduction),
      formatAmount(line.counted),
    ],
  }));
  return { kind: 'table', caption: 'Einkommen (Beträge in Euro)', columns, rows };
}

type RowOfAmounts = { label: string; of: (row: PersonMonth) => Cents; strong?: boolean; optional?: boolean };

const sheetRows: RowOfAmounts[] = [
  { label: 'Regelbedarf', of: (row) => row.standardNeed },
  { label: 'Mehrbedarfe', of: (row) => sum(row.additionalNeeds.map((need) => need.amount)), optional: true },
  { label: 'Grundmiete', of: (row) => row.rent },
  { label: 'Nebenkosten', of: (row) => row.operatingCosts, optional: true },
  { label: 'Heizkosten', of: (row) => row.heating },
  { label: 'Gesamtbedarf', of: (row) => row.need, strong: true },
  { label: 'abzüglich eigenes Einkommen', of: (row) => -row.ownIncome, optional: true },
  { label: 'abzüglich verteiltes Einkommen', of: (row) => -row.sharedIncome, optional: true },
  { label: 'Anspruch', of: (row) => row.entitlement, strong: true },
  { label: 'davon Lebensunterhalt', of: (row) => row.entitlementLiving },
  { label: 'davon Unterkunft und Heizung', of: (row) => row.entitlementHousing },
  { label: 'zuzüglich Sofortzuschlag', of: (row) => row.childSupplement, optional: true },
  { label: 'Auszahlungsbetrag', of: (row) => row.payment, strong: true },
];

function personTable(calculation: MonthCalculation, part: readonly PersonMonth[], last: boolean): NoticeBlock {
  const columns: NoticeColumn[] = [
    { title: 'Person', align: 'left', weight: 2.4 },
    ...part.map((row) => ({ title: row.person.firstName, align: 'right' as const, weight: 1.1 })),
  ];
  if (last) columns.push({ title: 'Gesamt', align: 'right', weight: 1.2 });
  const rows: NoticeRow[] = [];
  for (const line of sheetRows) {
    const total = sum(calculation.persons.map(line.of));
    if (line.optional && calculation.persons.every((row) => line.of(row) === 0)) continue;
    const cells = [line.label, ...part.map((row) => formatAmount(line.of(row)))];
    if (last) cells.push(formatAmount(total));
    rows.push({ cells, ...(line.strong ? { strong: true } : {}) });
  }
  return { kind: 'table', caption: 'Bedarf und Anspruch je Person (Beträge in Euro)', columns, rows };
}
