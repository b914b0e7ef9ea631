import { describe, expect, it } from 'vitest';
import { calculate } from './calculation.ts';
import { addMonths } from './dates.ts';
import { createHousehold } from './households.ts';
import { amount, splitCents, total } from './money.ts';
import { createStaff } from './office.ts';
import { KEYWORDS, REGISTERS } from './registers.ts';

const TODAY = '2026-11-22';
const { workers } = createStaff(10_000);
const households = Array.from({ length: 1000 }, (_, index) => createHousehold('test', index, TODAY, workers));

function ibanRemainder(iban: string): bigint {
  const plain = iban.replaceAll(' ', '');
  return BigInt(`${plain.slice(4)}1314${plain.slice(2, 4)}`) % 97n;
}

describe('households', () => {
  it('carry unique BG numbers and customer numbers in the official form', () => {
    for (const { bgNumber } of households) expect(bgNumber).toMatch(/^\d{5}BG\d{7}$/);
    const customers = households.flatMap(({ persons }) => persons.map(({ customerNumber }) => customerNumber));
    for (const number of customers) expect(number).toMatch(/^\d{3}[A-Z]\d{6}$/);
    expect(new Set(households.map(({ bgNumber }) => bgNumber)).size).toBe(households.length);
    expect(new Set(customers).size).toBe(customers.length);
  });

  it('have bank accounts with correct check digits', () => {
    for (const { bank } of households) expect(ibanRemainder(bank.iban)).toBe(1n);
  });

  it('name each person of a household differently and let parents be older than their children', () => {
    for (const { persons, key } of households) {
      expect(new Set(persons.map(({ givenName }) => givenName)).size, key).toBe(persons.length);
      const adults = persons
        .filter(({ role }) => role !== 'child')
        .map(({ birthDate }) => Number(birthDate.slice(0, 4)));
      for (const { role, birthDate } of persons) {
        if (role === 'child') expect(Number(birthDate.slice(0, 4)) - Math.max(...adults), key).toBeGreaterThan(15);
      }
    }
  });

  it('have periods of approval one after the other', () => {
    for (const { periods, state, key } of households) {
      expect(periods.length === 0, key).toBe(state === 'applied');
      periods.forEach((period, index) => {
        expect(period.from < period.to, key).toBe(true);
        const next = periods[index + 1];
        if (next)
          expect(next.from.slice(0, 7), key).toBe(
            addMonths(period.from, periods.length > 0 ? monthsOf(period) : 0).slice(0, 7),
          );
      });
      const last = periods[periods.length - 1];
      if (last) expect(last.to >= TODAY, key).toBe(state === 'current');
    }
  });
});

function monthsOf({ from, to }: { from: string; to: string }): number {
  return (
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1
  );
}

describe('the monthly calculation', () => {
  it('adds up for every person and for the household in every year', () => {
    for (const household of households) {
      for (let month = household.firstApplication; month <= TODAY; month = addMonths(month, 7)) {
        const sheet = calculate(household, month);
        for (const person of sheet.persons) {
          const { standardNeed, additionalNeed, rent, ancillary, heating } = person;
          expect(standardNeed + additionalNeed + rent + ancillary + heating).toBe(person.need);
          expect(person.childBenefit + person.advanceMaintenance + person.sharedIncome).toBe(person.income);
          expect(person.need - person.income + person.supplement).toBe(person.payment);
          expect(person.payment).toBeGreaterThanOrEqual(0);
        }
        expect(total(sheet.persons.map(({ payment }) => payment))).toBe(sheet.payment);
        expect(total(sheet.persons.map(({ sharedIncome }) => sharedIncome))).toBe(
          total(sheet.wages.map(({ counted }) => counted)),
        );
        for (const { wage } of sheet.wages)
          expect(
            wage.gross - wage.healthInsurance - wage.careInsurance - wage.pension - wage.unemployment - wage.tax,
          ).toBe(wage.net);
        expect(sheet.payment).toBeGreaterThan(0);
      }
    }
  });

  it('shares the whole rent to the cent', () => {
    expect(splitCents(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitCents(5, [0, 0])).toEqual([3, 2]);
    expect(total(splitCents(99_999, [3, 7, 11, 13]))).toBe(99_999);
  });

  it('writes amounts the German way', () => {
    expect([0, 5, 123_456, 100_000_000, -70_050].map(amount)).toEqual([
      '0,00',
      '0,05',
      '1.234,56',
      '1.000.000,00',
      '-700,50',
    ]);
  });
});

describe('registers and keywords', () => {
  it('are twelve registers with about a hundred keywords, each with its rules', () => {
    expect(REGISTERS).toHaveLength(12);
    expect(KEYWORDS.length).toBeGreaterThanOrEqual(95);
    expect(new Set(KEYWORDS.map(({ key }) => key)).size).toBe(KEYWORDS.length);
    expect(new Set(KEYWORDS.map(({ name }) => name)).size).toBe(KEYWORDS.length);
    const registers = new Set(REGISTERS.map(({ key }) => key));
    for (const keyword of KEYWORDS) {
      expect(registers.has(keyword.registerKey)).toBe(true);
      expect(keyword.copyHint).toMatch(/\.$/);
      expect(keyword.retentionYears).toBe(10);
      expect(keyword.xjustizClass).toMatch(/^0(01|03|09|13|15|16|17|18|19)$/);
    }
  });

  it('protect medical papers and say that identity papers are not copied', () => {
    const byKey = new Map(KEYWORDS.map((keyword) => [keyword.key, keyword]));
    for (const key of [
      'au-bescheinigung',
      'aerztliches-gutachten',
      'psychologisches-gutachten',
      'aerztliches-attest',
    ] as const) {
      expect(byKey.get(`keyword:${key}`)?.protected, key).toBe(true);
    }
    expect(byKey.get('keyword:identitaetsnachweis')?.copyHint).toBe('Nicht kopieren: Vorlage vermerken.');
    expect(byKey.get('keyword:lohnabrechnung')?.protected).toBe(false);
  });
});
