import type { Month } from './months.ts';
import type { Cents } from './money.ts';

export type NeedLevel = 1 | 2 | 3 | 4 | 5 | 6;

export type Rates = {
  from: Month;
  benefitName: string;
  /** Regelbedarfsstufe 1 to 6 (§ 20, § 23 SGB II). */
  standardNeed: Record<NeedLevel, Cents>;
  /** Sofortzuschlag (§ 72 SGB II). */
  childSupplement: Cents;
  /** Per mille of the own Regelbedarf for decentral warm water (§ 21 Abs. 7 SGB II). */
  hotWaterPerMille: Record<NeedLevel, number>;
  /** Steps of the allowance on earned income (§ 11b Abs. 2 and 3 SGB II): up to `upTo` gross, `percent` is free. */
  baseAllowance: Cents;
  allowanceSteps: { above: Cents; upTo: Cents; percent: number }[];
  /** Upper end of the last step when a minor child lives in the household. */
  upperLimitWithChild: Cents;
  /** Versicherungspauschale for other income of adults (§ 6 Abs. 1 Nr. 1 Bürgergeld-V). */
  insuranceAllowance: Cents;
};

const hotWaterPerMille = { 1: 23, 2: 23, 3: 23, 4: 14, 5: 12, 6: 8 };
const allowances = {
  baseAllowance: 100_00,
  allowanceSteps: [
    { above: 100_00, upTo: 520_00, percent: 20 },
    { above: 520_00, upTo: 1000_00, percent: 30 },
    { above: 1000_00, upTo: 1200_00, percent: 10 },
  ],
  upperLimitWithChild: 1500_00,
  insuranceAllowance: 30_00,
  hotWaterPerMille,
};
const standardNeed2024 = { 1: 563_00, 2: 506_00, 3: 451_00, 4: 471_00, 5: 390_00, 6: 357_00 };

/** Newest first; a later law is one more entry on top, nothing else changes. */
const rateTable: Rates[] = [
  {
    from: '2026-07',
    benefitName: 'Grundsicherungsgeld',
    standardNeed: standardNeed2024,
    childSupplement: 25_00,
    ...allowances,
  },
  { from: '2025-01', benefitName: 'Bürgergeld', standardNeed: standardNeed2024, childSupplement: 25_00, ...allowances },
  { from: '2024-01', benefitName: 'Bürgergeld', standardNeed: standardNeed2024, childSupplement: 20_00, ...allowances },
  {
    from: '2023-01',
    benefitName: 'Bürgergeld',
    standardNeed: { 1: 502_00, 2: 451_00, 3: 402_00, 4: 420_00, 5: 348_00, 6: 318_00 },
    childSupplement: 20_00,
    ...allowances,
  },
];

/** The rates in force in a month. Months before the table begins get its oldest rates. */
export function ratesFor(month: Month): Rates {
  const found = rateTable.find((rates) => rates.from <= month) ?? rateTable.at(-1);
  if (!found) throw new Error('rate table is empty');
  return found;
}
