/** One line of the table: our figure, the budget, and a peer or floor measured in the same run. */
export type Figure = { what: string; ours: string; budget: string; beside: string; ratio: string };

/** Milliseconds of one piece of work. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Runs work several times after a warm-up and gives the milliseconds, sorted. */
export async function times(count: number, work: (round: number) => unknown): Promise<number[]> {
  await work(-1);
  const all: number[] = [];
  for (let round = 0; round < count; round += 1) all.push(await timed(() => work(round)));
  return all.sort((left, right) => left - right);
}

/** The value below which a share of a sorted list lies. */
export function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (sorted: number[]): number => quantile(sorted, 0.5);

/** `12.3 ms`. */
export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
/** `p50 3.1 ms, p95 8.0 ms`. */
export const spread = (sorted: number[], high = 0.95): string =>
  `p50 ${milliseconds(median(sorted))}, p${Math.round(high * 100)} ${milliseconds(quantile(sorted, high))}`;
/** `1.8×`. */
export const ratioOf = (ours: number, beside: number): string =>
  `${(ours / beside).toFixed(beside / ours > 10 ? 3 : 2)}×`;

/** The table as Markdown. */
export function asTable(figures: Figure[]): string {
  const rows = figures.map(
    (figure) => `| ${[figure.what, figure.ours, figure.budget, figure.beside, figure.ratio].join(' | ')} |`,
  );
  return ['| what | ours | budget | beside it, in the same run | ratio |', '|---|---|---|---|---|', ...rows].join('\n');
}
