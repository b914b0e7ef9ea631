import type { Figure } from './figures.ts';

export type Sections = Record<string, () => Promise<Figure | Figure[]>>;
/** What was measured, and the names of the sections that could not be. */
export type Measured = { figures: Figure[]; failed: string[] };

/** Measures the wanted sections (none named: all) one after the other. Each is told at once, and one that fails does not cost the others. */
export async function measureSections(sections: Sections, wanted: readonly string[]): Promise<Measured> {
  const measured: Measured = { figures: [], failed: [] };
  for (const [name, measure] of Object.entries(sections)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    try {
      const figures = [await measure()].flat();
      for (const { what, ours, beside } of figures) console.error(`  ${what}: ${ours} (${beside})`);
      measured.figures.push(...figures);
    } catch (error) {
      console.error(`  ${name}: not measured`, error);
      measured.failed.push(name);
    }
  }
  return measured;
}
