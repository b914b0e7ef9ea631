import { calculateMonth } from './calculation.ts';
import type { BenefitCase } from './cases.ts';
import type { Cents } from './money.ts';
import { addMonths, monthOf, monthsBetween, payDayFor } from './months.ts';
import type { Day, Month } from './months.ts';

export type Payment = {
  month: Month;
  payDay: Day;
  receiver: string;
  purpose: string;
  /** The last digits of the account, or empty when the data file gives none. */
  account: string;
  amount: Cents;
  state: 'paid' | 'planned';
};

export const paymentStateLabels: Record<Payment['state'], string> = { paid: 'ausgezahlt', planned: 'vorgemerkt' };

/**
 * Payments of a case, newest first: every approved month up to the one after `now` that is due, one line to the
 * household and, where the rent goes to the landlord directly, one to the landlord.
 */
export function paymentsOf(benefitCase: BenefitCase, now: Day): Payment[] {
  if (benefitCase.state === 'applied') return [];
  const until = monthOf(benefitCase.approvedUntil);
  const horizon = addMonths(monthOf(now), 1);
  const months = monthsBetween(monthOf(benefitCase.approvedFrom), until < horizon ? until : horizon);
  return months.flatMap((month) => paymentsOfMonth(benefitCase, month, now)).reverse();
}

/** Payments of one month, the household's first; empty when nothing is paid. */
export function paymentsOfMonth(benefitCase: BenefitCase, month: Month, now: Day): Payment[] {
  const { totals, benefitName } = calculateMonth(benefitCase, month);
  const payDay = payDayFor(month);
  const state = payDay <= now ? ('paid' as const) : ('planned' as const);
  const toLandlord = benefitCase.rentPaidTo === 'landlord' ? totals.entitlementHousing : 0;
  const base = { month, payDay, state };
  const payments: Payment[] = [
    {
      ...base,
      receiver: benefitCase.household.name,
      purpose: benefitName,
      account: accountOf(benefitCase),
      amount: totals.payment - toLandlord,
    },
    {
      ...base,
      receiver: benefitCase.landlord ?? 'Vermieter',
      purpose: 'Miete (Direktzahlung)',
      account: '',
      amount: toLandlord,
    },
  ];
  return payments.filter((payment) => payment.amount > 0);
}

function accountOf(benefitCase: BenefitCase): string {
  const digits = benefitCase.iban?.replace(/\s+/g, '') ?? '';
  return digits ? `… ${digits.slice(-4)}` : '';
}
