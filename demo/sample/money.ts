import type { Cents } from './types.ts';

/** `1.234,56`; negative amounts with a leading minus. */
export function amount(cents: Cents): string {
  const whole = Math.floor(Math.abs(cents) / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '.');
  const rest = (Math.abs(cents) % 100).toString().padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${whole},${rest}`;
}

/** `1.234,56 €`. */
export function euro(cents: Cents): string {
  return `${amount(cents)} €`;
}

/** Splits cents by weights (largest remainder), so that the parts add up exactly; equal parts when all weights are 0. */
export function splitCents(total: Cents, weights: readonly number[]): Cents[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = weights.map((weight) => (sum === 0 ? total / weights.length : (total * weight) / sum));
  const parts = shares.map(Math.floor);
  let rest = total - parts.reduce((a, b) => a + b, 0);
  const order = shares.map((share, index) => ({ index, fraction: share - Math.floor(share) }));
  order.sort((a, b) => b.fraction - a.fraction || a.index - b.index);
  for (const { index } of order) {
    if (rest <= 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    rest--;
  }
  return parts;
}

/** Sum of cents. */
export function total(values: readonly Cents[]): Cents {
  return values.reduce((a, b) => a + b, 0);
}
