import { describe, expect, test } from 'vitest';
import { createCaseBook } from './case-book.ts';
import type { CaseFilter } from './case-book.ts';
import { CaseDataError, parseCaseFile } from './cases.ts';
import { paymentsOf } from './payments.ts';
import { calculateMonth } from './calculation.ts';
import { sum } from './money.ts';
import { sampleCases } from './sample-cases.ts';

const input = sampleCases('2026-11-22');
const data = parseCaseFile(input, 'test');
const book = createCaseBook(data);
const everything: CaseFilter = { name: '', number: '', state: '', sort: 'name' };

describe('the case book', () => {
  test.each(['31402BG0001274', '31402 bg 0001274', '31402//0001274', '31402//BG0001274'])(
    'finds a case by “%s”',
    (number) => {
      expect(book.find(number)?.bgNumber).toBe('31402BG0001274');
    },
  );

  test('finds nothing for a number nobody has', () => {
    expect(book.find('31402BG9999999')).toBeUndefined();
    expect(book.find('')).toBeUndefined();
  });

  test('filters by any part of any name of the household, by number and by state together', () => {
    const child = data.cases[2]?.household.persons.at(-1)?.firstName ?? '';
    expect(book.filter({ ...everything, name: `carst ${child.toLowerCase()}` }).map((found) => found.bgNumber)).toEqual(
      ['31402BG0001274'],
    );
    expect(book.filter({ ...everything, number: '1274' })).toHaveLength(1);
    expect(book.filter({ ...everything, number: '1274', state: 'ended' })).toHaveLength(0);
    expect(book.filter({ ...everything, state: 'ended' }).every((found) => found.state === 'ended')).toBe(true);
  });

  test('sorts umlauts where Germans look for them', () => {
    const names = book.filter(everything).map((found) => found.household.name);
    expect(names.findIndex((name) => name.startsWith('Özdemir'))).toBeLessThan(
      names.findIndex((name) => name.startsWith('Petersen')),
    );
  });
});

describe('the data file', () => {
  test('takes a worker by name only', () => {
    const [first] = input.cases;
    const parsed = parseCaseFile({ ...input, cases: [{ ...first, worker: 'Jensen, Karin' }] }, 'test');
    expect(parsed.cases[0]?.worker).toEqual({ name: 'Jensen, Karin' });
  });

  test('is refused with the place, and without any personal data, when it does not fit', () => {
    const wrong = structuredClone(input) as { cases: { household: { persons: { birthDate: string }[] } }[] };
    const [person] = wrong.cases[3]?.household.persons ?? [];
    if (person) person.birthDate = '1.2.1990';
    expect(() => parseCaseFile(wrong, 'f.json')).toThrow(CaseDataError);
    expect(() => parseCaseFile(wrong, 'f.json')).toThrow(/„cases\.3\.household\.persons\.0\.birthDate“/);
    expect(() => parseCaseFile(wrong, 'f.json')).not.toThrow(/1\.2\.1990/);
  });

  test('is refused when income belongs to nobody', () => {
    const [first] = input.cases;
    const income = [{ customerNumber: '999Z999999', kind: 'pension', amount: 100 }];
    expect(() => parseCaseFile({ ...input, cases: [{ ...first, income }] }, 'f.json')).toThrow(/cases\.0\.income\.0/);
  });
});

describe('payments', () => {
  test('are those of the calculation, month by month, also where the landlord gets the rent', () => {
    for (const benefitCase of data.cases.filter((candidate) => candidate.state === 'running')) {
      const payments = paymentsOf(benefitCase, '2026-11-22');
      for (const month of new Set(payments.map((payment) => payment.month))) {
        const paid = sum(payments.filter((payment) => payment.month === month).map((payment) => payment.amount));
        expect(paid).toBe(calculateMonth(benefitCase, month).totals.payment);
      }
      for (const payment of payments) expect(payment.state).toBe(payment.payDay <= '2026-11-22' ? 'paid' : 'planned');
    }
  });

  test('go to the landlord as far as they are for the flat', () => {
    const benefitCase = data.cases.find((candidate) => candidate.rentPaidTo === 'landlord');
    if (!benefitCase) throw new Error('the sample has no direct payment');
    const latest = paymentsOf(benefitCase, '2026-11-22').filter((payment) => payment.month === '2026-12');
    const { totals } = calculateMonth(benefitCase, '2026-12');
    expect(latest.find((payment) => payment.receiver === benefitCase.landlord)?.amount).toBe(totals.entitlementHousing);
  });

  test('do not exist before an application is decided', () => {
    const applied = data.cases.find((candidate) => candidate.state === 'applied');
    expect(applied && paymentsOf(applied, '2026-11-22')).toEqual([]);
  });
});
