import { incomeLabels } from './cases.ts';
import type { BenefitCase, Income, Person } from './cases.ts';
import { countAdultIncome, countChildIncome } from './income.ts';
import type { IncomeLine } from './income.ts';
import { centsFromEuro, splitProportionally, sum } from './money.ts';
import type { Cents } from './money.ts';
import { ageInMonth, monthOf } from './months.ts';
import type { Day, Month } from './months.ts';
import { ratesFor } from './rates.ts';
import type { NeedLevel, Rates } from './rates.ts';

export type NeedLine = { label: string; amount: Cents };

/** One person's month. All amounts in cents; `need - countedIncome = entitlement`. */
export type PersonMonth = {
  person: Person;
  /** False for people who only share the flat, or children from 25 on: they count per head for the rent, nothing else. */
  entitled: boolean;
  level: NeedLevel | undefined;
  standardNeed: Cents;
  additionalNeeds: NeedLine[];
  rent: Cents;
  operatingCosts: Cents;
  heating: Cents;
  housing: Cents;
  need: Cents;
  /** Own income that covers the own need (children), before the household's income is shared out. */
  ownIncome: Cents;
  /** Part of the adults' income that falls on this person, in proportion to the need (§ 9 Abs. 2 Satz 3 SGB II). */
  sharedIncome: Cents;
  countedIncome: Cents;
  entitlementLiving: Cents;
  entitlementHousing: Cents;
  entitlement: Cents;
  childSupplement: Cents;
  payment: Cents;
};

export type MonthCalculation = {
  month: Month;
  benefitName: string;
  persons: PersonMonth[];
  incomeLines: IncomeLine[];
  totals: Omit<PersonMonth, 'person' | 'entitled' | 'level' | 'additionalNeeds'> & { additionalNeeds: Cents };
};

/** True when an entry with optional days applies in a month. */
export function appliesInMonth(entry: { from?: Day | undefined; until?: Day | undefined }, month: Month): boolean {
  return (!entry.from || monthOf(entry.from) <= month) && (!entry.until || monthOf(entry.until) >= month);
}

/** The monthly calculation of a household (§§ 9, 11, 11b, 19 to 23 SGB II), every amount in cents. */
export function calculateMonth(benefitCase: BenefitCase, month: Month): MonthCalculation {
  const rates = ratesFor(month);
  const persons = needsOf(benefitCase, month, rates);
  const incomes = benefitCase.income.filter((income) => appliesInMonth(income, month));
  const incomeLines = applyIncome(persons, incomes, rates, month);
  for (const row of persons) settle(row);
  applyChildSupplement(persons, incomeLines, rates);
  return { month, benefitName: rates.benefitName, persons, incomeLines, totals: totalsOf(persons) };
}

function needsOf(benefitCase: BenefitCase, month: Month, rates: Rates): PersonMonth[] {
  const { persons } = benefitCase.household;
  const heads = persons.map(() => 1);
  const rents = splitProportionally(centsFromEuro(benefitCase.rent), heads);
  const operating = splitProportionally(centsFromEuro(benefitCase.operatingCosts), heads);
  const heating = splitProportionally(centsFromEuro(benefitCase.heating), heads);
  return persons.map((person, index) => {
    const level = needLevel(person, persons, month);
    const row = emptyRow(person, level);
    if (level === undefined) return row;
    row.standardNeed = rates.standardNeed[level];
    row.additionalNeeds = additionalNeedsOf(benefitCase, person, level, month, rates);
    row.rent = rents[index] ?? 0;
    row.operatingCosts = operating[index] ?? 0;
    row.heating = heating[index] ?? 0;
    row.housing = row.rent + row.operatingCosts + row.heating;
    row.need = row.standardNeed + sum(row.additionalNeeds.map((line) => line.amount)) + row.housing;
    return row;
  });
}

/** Regelbedarfsstufe by place in the household and age; undefined for people who are not part of the community. */
export function needLevel(person: Person, persons: readonly Person[], month: Month): NeedLevel | undefined {
  if (person.relation === 'other') return undefined;
  if (person.relation === 'applicant' || person.relation === 'partner') {
    return persons.some((other) => other.relation === 'partner') ? 2 : 1;
  }
  const age = ageInMonth(person.birthDate, month);
  if (age < 6) return 6;
  if (age < 14) return 5;
  if (age < 18) return 4;
  return age < 25 ? 3 : undefined;
}

function additionalNeedsOf(
  benefitCase: BenefitCase,
  person: Person,
  level: NeedLevel,
  month: Month,
  rates: Rates,
): NeedLine[] {
  const lines: NeedLine[] = [];
  const single = level === 1 ? singleParentPercent(benefitCase.household.persons, month) : 0;
  if (single > 0) {
    const amount = Math.round((rates.standardNeed[1] * single) / 100);
    lines.push({ label: `Mehrbedarf für Alleinerziehende (${single} %)`, amount });
  }
  if (benefitCase.hotWater === 'decentral') {
    const amount = Math.round((rates.standardNeed[level] * rates.hotWaterPerMille[level]) / 1000);
    lines.push({ label: 'Mehrbedarf für Warmwasser', amount });
  }
  for (const need of benefitCase.additionalNeeds) {
    if (need.customerNumber !== person.customerNumber || !appliesInMonth(need, month)) continue;
    lines.push({ label: need.label, amount: centsFromEuro(need.amount) });
  }
  return lines;
}

/** Mehrbedarf of single parents in percent of the Regelbedarf (§ 21 Abs. 3 SGB II): the better of both rules. */
export function singleParentPercent(persons: readonly Person[], month: Month): number {
  const ages = persons
    .filter((person) => person.relation === 'child')
    .map((person) => ageInMonth(person.birthDate, month))
    .filter((age) => age < 18);
  const under16 = ages.filter((age) => age < 16).length;
  const byAge = (ages.length === 1 && (ages[0] ?? 18) < 7) || under16 === 2 || under16 === 3 ? 36 : 0;
  return Math.max(byAge, Math.min(60, ages.length * 12));
}

function applyIncome(persons: PersonMonth[], incomes: readonly Income[], rates: Rates, month: Month): IncomeLine[] {
  const lines: IncomeLine[] = [];
  const minorChild = persons.some((row) => row.entitled && ageInMonth(row.person.birthDate, month) < 18);
  const surplus: IncomeLine[] = [];
  for (const row of persons) {
    if (!row.entitled || row.person.relation !== 'child') continue;
    const own = countChildIncome(row.person, incomesOf(row.person, incomes), rates, minorChild);
    lines.push(...own);
    const total = sum(own.map((line) => line.counted));
    row.ownIncome = Math.min(total, row.need);
    const benefit = sum(own.filter((line) => line.kind === 'childBenefit').map((line) => line.counted));
    const left = Math.min(benefit, total - row.ownIncome);
    if (left > 0) surplus.push(surplusLine(row.person, persons, left));
  }
  const adultLines = persons
    .filter((row) => row.entitled && row.person.relation !== 'child')
    .flatMap((row) => {
      const extra = surplus.filter((line) => line.customerNumber === row.person.customerNumber);
      return countAdultIncome(row.person, incomesOf(row.person, incomes), extra, rates, minorChild);
    });
  lines.push(...adultLines);
  shareOut(persons, sum(adultLines.map((line) => line.counted)));
  return lines;
}

/** Kindergeld a child does not need is income of the parent who receives it (§ 11 Abs. 1 Satz 5 SGB II). */
function surplusLine(child: Person, persons: readonly PersonMonth[], amount: Cents): IncomeLine {
  const receiver = persons.find((row) => row.person.relation === 'applicant')?.person ?? child;
  return {
    customerNumber: receiver.customerNumber,
    kind: 'childBenefit',
    label: `${incomeLabels.childBenefit} (für ${child.firstName} nicht benötigt)`,
    amount,
    deduction: 0,
    counted: amount,
  };
}

function shareOut(persons: PersonMonth[], income: Cents): void {
  const open = persons.map((row) => row.need - row.ownIncome);
  const parts = splitProportionally(Math.min(income, sum(open)), open);
  persons.forEach((row, index) => {
    row.sharedIncome = parts[index] ?? 0;
  });
}

/** Income covers the living costs first, what is left the housing (§ 19 Abs. 3 Satz 2 SGB II). */
function settle(row: PersonMonth): void {
  row.countedIncome = row.ownIncome + row.sharedIncome;
  row.entitlement = row.need - row.countedIncome;
  row.entitlementLiving = Math.max(0, row.need - row.housing - row.countedIncome);
  row.entitlementHousing = row.entitlement - row.entitlementLiving;
  row.payment = row.entitlement;
}

/** Sofortzuschlag (§ 72 SGB II): also for children whose need only Kindergeld covers, while the household is in need. */
function applyChildSupplement(persons: PersonMonth[], lines: readonly IncomeLine[], rates: Rates): void {
  if (sum(persons.map((row) => row.entitlement)) === 0) return;
  for (const row of persons) {
    if (row.level === undefined || row.level < 3) continue;
    const benefit = lines.filter(
      (line) => line.kind === 'childBenefit' && line.customerNumber === row.person.customerNumber,
    );
    const withoutBenefit =
      row.need - row.countedIncome + Math.min(row.ownIncome, sum(benefit.map((line) => line.counted)));
    if (withoutBenefit <= 0) continue;
    row.childSupplement = rates.childSupplement;
    row.payment = row.entitlement + row.childSupplement;
  }
}

function incomesOf(person: Person, incomes: readonly Income[]): Income[] {
  return incomes.filter((income) => income.customerNumber === person.customerNumber);
}

function emptyRow(person: Person, level: NeedLevel | undefined): PersonMonth {
  const amounts = { standardNeed: 0, rent: 0, operatingCosts: 0, heating: 0, housing: 0, need: 0, ownIncome: 0 };
  const result = { sharedIncome: 0, countedIncome: 0, entitlementLiving: 0, entitlementHousing: 0, entitlement: 0 };
  const entitled = level !== undefined;
  return { person, entitled, level, additionalNeeds: [], ...amounts, ...result, childSupplement: 0, payment: 0 };
}

function totalsOf(persons: readonly PersonMonth[]): MonthCalculation['totals'] {
  const of = (pick: (row: PersonMonth) => Cents) => sum(persons.map(pick));
  return {
    standardNeed: of((row) => row.standardNeed),
    additionalNeeds: of((row) => sum(row.additionalNeeds.map((line) => line.amount))),
    rent: of((row) => row.rent),
    operatingCosts: of((row) => row.operatingCosts),
    heating: of((row) => row.heating),
    housing: of((row) => row.housing),
    need: of((row) => row.need),
    ownIncome: of((row) => row.ownIncome),
    sharedIncome: of((row) => row.sharedIncome),
    countedIncome: of((row) => row.countedIncome),
    entitlementLiving: of((row) => row.entitlementLiving),
    entitlementHousing: of((row) => row.entitlementHousing),
    entitlement: of((row) => row.entitlement),
    childSupplement: of((row) => row.childSupplement),
    payment: of((row) => row.payment),
  };
}
