/** Whole cents. All sums are made in cents, so that no rounding is lost between two tables. */
export type Cents = number;

const formatter = new Intl.NumberFormat('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Euro with at most two decimals (as in the data file) to cents. */
export function centsFromEuro(euro: number): Cents {
  return Math.round(euro * 100);
}

/** Cents as "1.234,50" (German, without currency sign). */
export function formatAmount(cents: Cents): string {
  // Adding 0 turns -0 into 0, which would print as "-0,00".
  return formatter.format(cents / 100 + 0);
}

/** Cents as "1.234,50 €" with a no-break space. */
export function formatEuro(cents: Cents): string {
  return `${formatAmount(cents)}\u00a0€`;
}

/** Sum of cents. */
export function sum(values: Iterable<Cents>): Cents {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * Splits `total` cents in proportion to `weights` without losing a cent: every part is rounded down, the cents left
 * over go to the largest remainders (ties: the first person). All weights 0 gives all parts 0.
 */
export function splitProportionally(total: Cents, weights: readonly number[]): Cents[] {
  const weightSum = sum(weights);
  if (weightSum === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / weightSum);
  const parts = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = total - sum(parts);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    left -= 1;
  }
  return parts;
}
