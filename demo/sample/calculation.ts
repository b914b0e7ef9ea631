import { ageOn, monthStart } from './dates.ts';
import { rentOn } from './dwelling.ts';
import { membersOn } from './households.ts';
import {
  advanceMaintenance,
  childBenefit,
  childSupplement,
  hotWaterNeed,
  marginalLimit,
  minimumWage,
  type NeedLevel,
  singleParentNeed,
  standardNeed,
  wageAllowance,
} from './law.ts';
import { splitCents, total } from './money.ts';
import type { Cents, Day, SampleEmployment, SampleHousehold, SamplePerson } from './types.ts';

export type Wage = {
  gross: Cents;
  healthInsurance: Cents;
  careInsurance: Cents;
  pension: Cents;
  unemployment: Cents;
  tax: Cents;
  net: Cents;
};

/** One person's column of the calculation sheet; all amounts per month in cents. */
export type PersonCalculation = {
  person: SamplePerson;
  level: NeedLevel;
  standardNeed: Cents;
  additionalNeed: Cents;
  rent: Cents;
  ancillary: Cents;
  heating: Cents;
  /** Sum of the five needs above. */
  need: Cents;
  childBenefit: Cents;
  advanceMaintenance: Cents;
  /** Share of the household's wages that counts against this person's need. */
  sharedIncome: Cents;
  /** Sum of what counts: childBenefit, advanceMaintenance (both at most the need) and sharedIncome. */
  income: Cents;
  supplement: Cents;
  /** need - income + supplement. */
  payment: Cents;
};

export type Calculation = {
  month: Day;
  persons: PersonCalculation[];
  wages: { person: SamplePerson; employment: SampleEmployment; wage: Wage; allowance: Cents; counted: Cents }[];
  /** Sums over all persons. */
  need: Cents;
  income: Cents;
  supplement: Cents;
  payment: Cents;
};

/** Wage of a month with deductions; a marginal job has none. */
export function wageOf(employment: SampleEmployment, month: Day): Wage {
  const gross = Math.round(employment.weeklyHours * 4.33 * minimumWage(month));
  if (gross <= marginalLimit(month)) {
    return { gross, healthInsurance: 0, careInsurance: 0, pension: 0, unemployment: 0, tax: 0, net: gross };
  }
  const part = (percent: number) => Math.round((gross * percent) / 100);
  const healthInsurance = part(8.15);
  const careInsurance = part(1.7);
  const pension = part(9.3);
  const unemployment = part(1.3);
  const tax = Math.max(0, Math.round((gross - 135_000) * 0.14));
  return {
    gross,
    healthInsurance,
    careInsurance,
    pension,
    unemployment,
    tax,
    net: gross - healthInsurance - careInsurance - pension - unemployment - tax,
  };
}

/** Employments that pay a wage in the month. */
export function employmentsIn(household: SampleHousehold, month: Day): SampleEmployment[] {
  return household.employments.filter(({ from, to }) => from <= month && (to === null || to >= month));
}

function needLevel(person: SamplePerson, couple: boolean, month: Day): NeedLevel {
  if (person.role !== 'child') return couple ? 2 : 1;
  const age = ageOn(person.birthDate, month);
  return age < 6 ? 6 : age < 14 ? 5 : age < 18 ? 4 : 3;
}

function additionalNeed(
  household: SampleHousehold,
  person: SamplePerson,
  level: NeedLevel,
  members: readonly SamplePerson[],
  month: Day,
): Cents {
  const need = standardNeed(level, month);
  const hotWater = household.electricHotWater ? hotWaterNeed(level, need) : 0;
  if (person.role !== 'applicant' || members.some(({ role }) => role === 'partner')) return hotWater;
  const ages = members.filter(({ role }) => role === 'child').map(({ birthDate }) => ageOn(birthDate, month));
  return hotWater + singleParentNeed(ages, need);
}

/**
 * Benefit of a household for the month of a day: needs per person, child benefit and advance maintenance first against the
 * child's own need, the rest of the household's income shared in proportion to the open needs (Section 9(2) SGB II).
 */
export function calculate(household: SampleHousehold, day: Day): Calculation {
  const month = monthStart(day);
  const members = membersOn(household, month);
  const couple = members.some(({ role }) => role === 'partner');
  const rent = rentOn(household.dwelling, month);
  const equal = members.map(() => 1);
  const rents = splitCents(rent.cold, equal);
  const ancillaries = splitCents(rent.ancillary, equal);
  const heatings = splitCents(rent.heating, equal);
  const hasChild = members.some((person) => person.role === 'child');
  const wages = employmentsIn(household, month).map((employment) => {
    const person = members.find(({ key }) => key === employment.personKey);
    if (!person) throw new Error(`${employment.personKey} is no member of ${household.key}`);
    const wage = wageOf(employment, month);
    const allowance = Math.min(wage.net, wageAllowance(wage.gross, hasChild, month));
    return { person, employment, wage, allowance, counted: wage.net - allowance };
  });
  const persons = members.map((person, index): PersonCalculation => {
    const level = needLevel(person, couple, month);
    const base = {
      standardNeed: standardNeed(level, month),
      additionalNeed: additionalNeed(household, person, level, members, month),
      rent: rents[index] ?? 0,
      ancillary: ancillaries[index] ?? 0,
      heating: heatings[index] ?? 0,
    };
    const need = total(Object.values(base));
    const child = person.role === 'child';
    const age = ageOn(person.birthDate, month);
    const benefit = child && age < 25 ? Math.min(need, childBenefit(month)) : 0;
    const advance = person.advanceMaintenance ? Math.min(need - benefit, advanceMaintenance(age, month)) : 0;
    const supplement = child && age < 25 ? childSupplement(month) : 0;
    return {
      person,
      level,
      ...base,
      need,
      childBenefit: benefit,
      advanceMaintenance: advance,
      sharedIncome: 0,
      income: benefit + advance,
      supplement,
      payment: 0,
    };
  });
  shareIncome(persons, total(wages.map(({ counted }) => counted)));
  const sum = (field: 'need' | 'income' | 'supplement' | 'payment') => total(persons.map((person) => person[field]));
  return {
    month,
    persons,
    wages,
    need: sum('need'),
    income: sum('income'),
    supplement: sum('supplement'),
    payment: sum('payment'),
  };
}

function shareIncome(persons: PersonCalculation[], income: Cents): void {
  const open = persons.map(({ need, income: own }) => need - own);
  const counted = Math.min(income, total(open));
  const shares = total(open) === 0 ? open.map(() => 0) : splitCents(counted, open);
  persons.forEach((person, index) => {
    person.sharedIncome = shares[index] ?? 0;
    person.income += person.sharedIncome;
    person.payment = person.need - person.income + person.supplement;
  });
}
