import { asTable, type Figure } from './figures.ts';

const head = `# Figures

Each figure stands beside a peer or floor measured in the same run, since machines differ and are noisy: read the ratios. Budgets are those
of the product's design. \`npm run bench -- --write PART …\` measures parts anew and replaces their tables here.
`;

export type PartOfPage = { name: string; figures: Figure[]; day: string; machine: string };

/** The page of figures with the tables of some parts replaced; the others stay as they are, in the order of all `names`. */
export function pageWith(page: string, parts: readonly PartOfPage[], names: readonly string[]): string {
  const kept = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf('\n')), text.trimEnd()]),
  );
  for (const { name, figures, day, machine } of parts) {
    kept.set(name, `${name}\n\n${day}, ${machine}\n\n${asTable(figures)}`);
  }
  const texts = names.flatMap((name) => kept.get(name) ?? []);
  return [head, ...texts.map((text) => `## ${text}\n`)].join('\n');
}
