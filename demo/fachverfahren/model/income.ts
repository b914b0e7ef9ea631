import { incomeLabels } from './cases.ts';
import type { Income, Person } from './cases.ts';
import { centsFromEuro, sum } from './money.ts';
import type { Cents } from './money.ts';
import type { Rates } from './rates.ts';

/** One line of income: `amount - deduction = counted`, in cents. */
export type IncomeLine = {
  customerNumber: string;
  kind: Income['kind'];
  label: string;
  amount: Cents;
  deduction: Cents;
  counted: Cents;
};

/** Free part of earned income in cents for a gross wage (§ 11b Abs. 2 Satz 1 and Abs. 3 SGB II). */
export function earningsAllowance(gross: Cents, rates: Rates, minorChild: boolean): Cents {
  const lastStep = rates.allowanceSteps.length - 1;
  const steps = rates.allowanceSteps.map((step, index) => {
    const upTo = index === lastStep && minorChild ? rates.upperLimitWithChild : step.upTo;
    return (Math.max(0, Math.min(gross, upTo) - step.above) * step.percent) / 100;
  });
  return Math.min(gross, rates.baseAllowance) + Math.round(sum(steps));
}

/** Income lines of a child: earned income with its allowance, everything else in full. */
export function countChildIncome(
  person: Person,
  incomes: readonly Income[],
  rates: Rates,
  minorChild: boolean,
): IncomeLine[] {
  return linesOf(person, incomes, rates, minorChild);
}

/**
 * Income lines of an adult: earned income with its allowance; other income less the insurance allowance, once and only
 * where no earned income exists, because its basic allowance contains it.
 */
export function countAdultIncome(
  person: Person,
  incomes: readonly Income[],
  surplus: readonly IncomeLine[],
  rates: Rates,
  minorChild: boolean,
): IncomeLine[] {
  const lines = [...linesOf(person, incomes, rates, minorChild), ...surplus.map((line) => ({ ...line }))];
  if (lines.some((line) => line.kind === 'employment')) return lines;
  let left = rates.insuranceAllowance;
  for (const line of lines) {
    line.deduction = Math.min(left, line.amount);
    line.counted = line.amount - line.deduction;
    left -= line.deduction;
  }
  return lines;
}

function linesOf(person: Person, incomes: readonly Income[], rates: Rates, minorChild: boolean): IncomeLine[] {
  const lines: IncomeLine[] = [];
  const wages = incomes.filter((income) => income.kind === 'employment');
  if (wages.length > 0) {
    const amount = sum(wages.map((wage) => centsFromEuro(wage.amount)));
    const gross = sum(wages.map((wage) => centsFromEuro(wage.gross ?? wage.amount)));
    const deduction = Math.min(amount, earningsAllowance(gross, rates, minorChild));
    lines.push(lineOf(person, 'employment', amount, deduction));
  }
  for (const income of incomes) {
    if (income.kind !== 'employment') lines.push(lineOf(person, income.kind, centsFromEuro(income.amount), 0));
  }
  return lines;
}

function lineOf(person: Person, kind: Income['kind'], amount: Cents, deduction: Cents): IncomeLine {
  const label = incomeLabels[kind];
  return { customerNumber: person.customerNumber, kind, label, amount, deduction, counted: amount - deduction };
}
