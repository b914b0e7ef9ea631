import type { Cents, Day } from './types.ts';

// Amounts of the years the sample covers. They are data of the sample, not a calculation service.
type Dated<T> = readonly { from: Day; value: T }[];

function at<T>(table: Dated<T>, day: Day): T {
  let found = table[0]?.value;
  for (const row of table) if (row.from <= day) found = row.value;
  if (found === undefined) throw new Error('an amount table is empty');
  return found;
}

/** Regelbedarfsstufe: 1 single or single parent, 2 partner, 3 adult child, 4 age 14 to 17, 5 age 6 to 13, 6 up to 5. */
export type NeedLevel = 1 | 2 | 3 | 4 | 5 | 6;

const STANDARD_NEEDS: Dated<readonly number[]> = [
  { from: '2022-01-01', value: [449, 404, 360, 376, 311, 285] },
  { from: '2023-01-01', value: [502, 451, 402, 420, 348, 318] },
  { from: '2024-01-01', value: [563, 506, 451, 471, 390, 357] },
];
const CHILD_BENEFIT: Dated<number> = [
  { from: '2022-01-01', value: 219 },
  { from: '2023-01-01', value: 250 },
  { from: '2025-01-01', value: 255 },
  { from: '2026-01-01', value: 259 },
];
const ADVANCE_MAINTENANCE: Dated<readonly number[]> = [
  { from: '2022-01-01', value: [177, 236, 314] },
  { from: '2023-01-01', value: [187, 252, 338] },
  { from: '2024-01-01', value: [230, 301, 395] },
  { from: '2025-01-01', value: [227, 299, 394] },
];
const MINIMUM_WAGE: Dated<Cents> = [
  { from: '2022-01-01', value: 982 },
  { from: '2022-07-01', value: 1045 },
  { from: '2022-10-01', value: 1200 },
  { from: '2024-01-01', value: 1241 },
  { from: '2025-01-01', value: 1282 },
  { from: '2026-01-01', value: 1390 },
];
const CHILD_SUPPLEMENT: Dated<number> = [
  { from: '2022-01-01', value: 0 },
  { from: '2022-07-01', value: 20 },
  { from: '2025-01-01', value: 25 },
];
const BENEFIT_NAME: Dated<string> = [
  { from: '2022-01-01', value: 'Arbeitslosengeld II' },
  { from: '2023-01-01', value: 'Bürgergeld' },
  { from: '2026-07-01', value: 'Grundsicherungsgeld' },
];

/** Standard need (Regelbedarf) in cents. */
export function standardNeed(level: NeedLevel, day: Day): Cents {
  return (at(STANDARD_NEEDS, day)[level - 1] ?? 0) * 100;
}

/** Child benefit (Kindergeld) for one child in cents. */
export function childBenefit(day: Day): Cents {
  return at(CHILD_BENEFIT, day) * 100;
}

/** Advance maintenance (Unterhaltsvorschuss) in cents for a child of this age; 0 from 18 on. */
export function advanceMaintenance(age: number, day: Day): Cents {
  const step = age < 6 ? 0 : age < 12 ? 1 : 2;
  return age >= 18 ? 0 : (at(ADVANCE_MAINTENANCE, day)[step] ?? 0) * 100;
}

/** Minimum wage per hour in cents. */
export function minimumWage(day: Day): Cents {
  return at(MINIMUM_WAGE, day);
}

/** Immediate supplement for children (Sofortzuschlag), in cents per child. */
export function childSupplement(day: Day): Cents {
  return at(CHILD_SUPPLEMENT, day) * 100;
}

/** Name of the benefit on a day: it changed in 2023 and again in 2026. */
export function benefitName(day: Day): string {
  return at(BENEFIT_NAME, day);
}

/** Upper edge of marginal employment (Minijob) per month in cents. */
export function marginalLimit(day: Day): Cents {
  return day < '2022-10-01' ? 45_000 : Math.ceil((minimumWage(day) * 130) / 300) * 100;
}

/** Allowances from gross wages, Section 11b(2) and (3) SGB II, in cents. */
export function wageAllowance(gross: Cents, hasChild: boolean, day: Day): Cents {
  const upper = hasChild ? 150_000 : 120_000;
  const band = (from: Cents, to: Cents, rate: number) => Math.max(0, Math.min(gross, to) - from) * rate;
  const basic = Math.min(gross, 10_000);
  if (day < '2023-07-01') return Math.round(basic + band(10_000, 100_000, 0.2) + band(100_000, upper, 0.1));
  return Math.round(basic + band(10_000, 52_000, 0.2) + band(52_000, 100_000, 0.3) + band(100_000, upper, 0.1));
}

/** Additional need of a single parent, Section 21(3) SGB II, in cents. */
export function singleParentNeed(childAges: readonly number[], need: Cents): Cents {
  const minors = childAges.filter((age) => age < 18);
  if (minors.length === 0) return 0;
  const young = minors.some((age) => age < 7);
  const underSixteen = minors.filter((age) => age < 16).length;
  const large = young || underSixteen === 2 || underSixteen === 3 ? 36 : 0;
  const percent = Math.max(large, Math.min(60, minors.length * 12));
  return Math.round((need * percent) / 100);
}

/** Additional need for electric hot water, Section 21(7) SGB II, in cents. */
export function hotWaterNeed(level: NeedLevel, need: Cents): Cents {
  const rate = [2.3, 2.3, 2.3, 1.4, 1.2, 0.8][level - 1] ?? 0;
  return Math.round((need * rate) / 100);
}
