import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calculateMonth, singleParentPercent } from './calculation.ts';
import { parseCaseFile } from './cases.ts';
import type { BenefitCase, CaseFileInput } from './cases.ts';
import { earningsAllowance } from './income.ts';
import { splitProportionally, sum } from './money.ts';
import { addMonths, ageInMonth, lastDay, payDayFor } from './months.ts';
import { ratesFor } from './rates.ts';
import { sampleCases } from './sample-cases.ts';

type CaseInput = CaseFileInput['cases'][number];
type PersonInput = CaseInput['household']['persons'][number];

function person(relation: PersonInput['relation'], firstName: string, birthDate: string): PersonInput {
  return { name: 'Nissen', firstName, birthDate, customerNumber: firstName, relation };
}

function caseOf(persons: PersonInput[], more: Partial<CaseInput> = {}): BenefitCase {
  const data = sampleCases('2026-11-22');
  const benefitCase: CaseInput = {
    bgNumber: '31402BG0009999',
    fileNumber: '31402BG0009999',
    worker: 'Karin Jensen',
    household: { name: 'Nissen, Nils', address: { street: 'Hafenweg 1', postalCode: '25813', city: 'Husum' }, persons },
    rent: 400,
    operatingCosts: 60,
    heating: 40,
    approvedFrom: '2026-08-01',
    approvedUntil: '2027-07-31',
    state: 'running',
    ...more,
  };
  const parsed = parseCaseFile({ ...data, cases: [benefitCase] }, 'test').cases[0];
  if (!parsed) throw new Error('no case');
  return parsed;
}

describe('the monthly calculation', () => {
  test('gives a single adult without income the standard need and the full rent', () => {
    const { totals, benefitName } = calculateMonth(caseOf([person('applicant', 'Nils', '1990-05-01')]), '2026-11');
    expect(benefitName).toBe('Grundsicherungsgeld');
    expect(totals).toMatchObject({ standardNeed: 563_00, housing: 500_00, need: 1063_00, payment: 1063_00 });
    expect(totals).toMatchObject({ entitlementLiving: 563_00, entitlementHousing: 500_00, childSupplement: 0 });
  });

  test('shares earned income out in proportion to need and lets it cover the living costs first', () => {
    const couple = [person('applicant', 'Nils', '1990-05-01'), person('partner', 'Maike', '1991-02-01')];
    const income = [{ customerNumber: 'Nils', kind: 'employment' as const, gross: 1200, amount: 960 }];
    const month = calculateMonth(caseOf(couple, { income }), '2026-11');
    // Gross 1,200 is free by 100 + 20 % of 420 + 30 % of 480 + 10 % of 200 = 348.
    expect(month.incomeLines).toEqual([
      {
        customerNumber: 'Nils',
        kind: 'employment',
        label: 'Erwerbseinkommen',
        amount: 960_00,
        deduction: 348_00,
        counted: 612_00,
      },
    ]);
    expect(month.persons.map((row) => row.sharedIncome)).toEqual([306_00, 306_00]);
    expect(month.totals).toMatchObject({
      need: 1512_00,
      entitlementLiving: 400_00,
      entitlementHousing: 500_00,
      payment: 900_00,
    });
  });

  test('counts a child’s own income for the child and its spare Kindergeld for the parent', () => {
    const persons = [person('applicant', 'Maike', '1992-01-15'), person('child', 'Finn', '2022-03-10')];
    const income = [
      { customerNumber: 'Finn', kind: 'childBenefit' as const, amount: 259 },
      { customerNumber: 'Finn', kind: 'maintenance' as const, amount: 460 },
    ];
    const month = calculateMonth(caseOf(persons, { income }), '2026-11');
    const [parent, child] = month.persons;
    // Finn needs 357 + 250 = 607 and has 719: 112 of the Kindergeld go to Maike, less the insurance allowance of 30.
    expect(child).toMatchObject({ level: 6, need: 607_00, ownIncome: 607_00, entitlement: 0, childSupplement: 25_00 });
    expect(parent?.additionalNeeds).toEqual([{ label: 'Mehrbedarf für Alleinerziehende (36 %)', amount: 202_68 }]);
    expect(parent).toMatchObject({ sharedIncome: 82_00, entitlement: 563_00 + 202_68 + 250_00 - 82_00 });
  });

  test('counts people outside the community per head for the rent and nothing else', () => {
    const persons = [
      person('applicant', 'Nils', '1980-05-01'),
      person('child', 'Ole', '1999-05-01'),
      person('other', 'Ute', '1960-05-01'),
    ];
    const { persons: rows, totals } = calculateMonth(caseOf(persons), '2026-11');
    expect(rows.map((row) => row.entitled)).toEqual([true, false, false]);
    expect(totals.housing).toBe(133_34 + 20_00 + 13_34);
  });

  test('pays nothing, and no supplement, where the income covers the whole household', () => {
    const persons = [person('applicant', 'Nils', '1990-05-01'), person('child', 'Finn', '2020-03-10')];
    const income = [{ customerNumber: 'Nils', kind: 'employment' as const, gross: 4200, amount: 2900 }];
    const { totals } = calculateMonth(caseOf(persons, { income }), '2026-11');
    expect(totals).toMatchObject({ entitlement: 0, childSupplement: 0, payment: 0 });
    expect(totals.countedIncome).toBe(totals.need);
  });

  test('uses the rates and the name of the benefit of its month', () => {
    const single = caseOf([person('applicant', 'Nils', '1990-05-01')]);
    expect(calculateMonth(single, '2023-12').totals.standardNeed).toBe(502_00);
    expect(calculateMonth(single, '2026-06').benefitName).toBe('Bürgergeld');
    expect(calculateMonth(single, '2026-07').benefitName).toBe('Grundsicherungsgeld');
  });

  test('leaves out income that has not begun or is over', () => {
    const income = [
      { customerNumber: 'Nils', kind: 'pension' as const, amount: 230, from: '2026-10-01', until: '2026-11-30' },
    ];
    const single = caseOf([person('applicant', 'Nils', '1990-05-01')], { income });
    const payments = ['2026-09', '2026-10', '2026-11', '2026-12'].map(
      (month) => calculateMonth(single, month).totals.payment,
    );
    expect(payments).toEqual([1063_00, 863_00, 863_00, 1063_00]);
  });

  test('adds up for every sample case in every month, per person and over all', () => {
    const { cases } = parseCaseFile(sampleCases('2026-11-22'), 'test');
    for (const benefitCase of cases) {
      for (let month = '2025-01'; month <= '2027-12'; month = addMonths(month, 1)) expectToAddUp(benefitCase, month);
    }
  });

  test('adds up for any household, rent and wage', () => {
    const amount = fc.integer({ min: 0, max: 300_000 }).map((cents) => cents / 100);
    const birthDate = fc.integer({ min: 1, max: 26 * 12 }).map((months) => `${addMonths('2026-11', -months)}-11`);
    const household = fc.record({
      children: fc.array(birthDate, { maxLength: 7 }),
      rent: amount,
      heating: amount,
      wage: amount,
      benefit: amount,
    });
    fc.assert(
      fc.property(household, ({ children, rent, heating, wage, benefit }) => {
        const persons = [
          person('applicant', 'Nils', '1985-05-01'),
          ...children.map((day, index) => person('child', `Kind${index}`, day)),
        ];
        const income = children.map((_, index) => ({
          customerNumber: `Kind${index}`,
          kind: 'childBenefit' as const,
          amount: benefit,
        }));
        const work = { customerNumber: 'Nils', kind: 'employment' as const, gross: wage, amount: wage };
        expectToAddUp(caseOf(persons, { rent, heating, income: [work, ...income] }), '2026-11');
      }),
      { numRuns: 200 },
    );
  });
});

function expectToAddUp(benefitCase: BenefitCase, month: string): void {
  const { persons, totals, incomeLines } = calculateMonth(benefitCase, month);
  for (const row of persons) {
    expect(row.need).toBe(row.standardNeed + sum(row.additionalNeeds.map((need) => need.amount)) + row.housing);
    expect(row.housing).toBe(row.rent + row.operatingCosts + row.heating);
    expect(row.entitlement).toBe(row.need - row.countedIncome);
    expect(row.entitlement).toBe(row.entitlementLiving + row.entitlementHousing);
    expect(row.payment).toBe(row.entitlement + row.childSupplement);
    expect(Math.min(row.entitlement, row.entitlementLiving, row.entitlementHousing)).toBeGreaterThanOrEqual(0);
  }
  expect(totals.payment).toBe(totals.need - totals.countedIncome + totals.childSupplement);
  expect(totals.countedIncome).toBeLessThanOrEqual(sum(incomeLines.map((line) => line.counted)));
  if (persons.every((row) => row.entitled)) {
    const euro = benefitCase.rent + benefitCase.operatingCosts + benefitCase.heating;
    expect(totals.housing).toBe(Math.round(euro * 100));
  }
}

describe('its parts', () => {
  test.each([
    [80_00, false, 80_00],
    [100_00, false, 100_00],
    [520_00, false, 184_00],
    [1000_00, false, 328_00],
    [1200_00, false, 348_00],
    [2000_00, false, 348_00],
    [2000_00, true, 378_00],
  ])('of a gross wage of %i cents (minor child: %s) %i cents are free', (gross, minorChild, free) => {
    expect(earningsAllowance(gross, ratesFor('2026-11'), minorChild)).toBe(free);
  });

  test.each([
    ['one child of 4', ['2022-01-01'], 36],
    ['one child of 9', ['2017-01-01'], 12],
    ['two children under 16', ['2017-01-01', '2012-01-01'], 36],
    ['children of 17 and 16', ['2009-01-01', '2010-01-01'], 24],
    ['six children', ['2012-01-01', '2013-01-01', '2014-01-01', '2015-01-01', '2016-01-01', '2017-01-01'], 60],
    ['no child', [], 0],
  ])('a single parent with %s gets the right percentage', (_name, births, percent) => {
    expect(
      singleParentPercent(
        births.map((day, index) => person('child', `K${index}`, day)),
        '2026-11',
      ),
    ).toBe(percent);
  });

  test('a split never loses or makes a cent and never gives more than a person’s weight', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const total = Math.floor(sum(list) * share);
        const parts = splitProportionally(total, list);
        expect(sum(parts)).toBe(total);
        for (const [index, part] of parts.entries()) expect(part).toBeLessThanOrEqual(list[index] ?? 0);
      }),
    );
  });

  test('months, ages and pay days are those of the calendar', () => {
    expect([addMonths('2026-11', 2), addMonths('2026-01', -1), lastDay('2028-02')]).toEqual([
      '2027-01',
      '2025-12',
      '2028-02-29',
    ]);
    expect([ageInMonth('2020-11-01', '2026-11'), ageInMonth('2020-11-02', '2026-11')]).toEqual([6, 5]);
    // 31 October 2026 is a Saturday, 31 May 2026 a Sunday.
    expect([payDayFor('2026-11'), payDayFor('2026-06'), payDayFor('2026-12')]).toEqual([
      '2026-10-30',
      '2026-05-29',
      '2026-11-30',
    ]);
  });
});
