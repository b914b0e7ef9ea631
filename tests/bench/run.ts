import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { asTable, type Figure } from './figures.ts';
import { measureContents } from './contents.ts';
import { measureIntake } from './intake.ts';
import { measureLetters } from './letters.ts';
import { measurePage } from './page.ts';
import { measureReadSide } from './read-side.ts';
import { measureRecognition } from './recognition.ts';
import { measureStation } from './station.ts';
import { measureSync } from './sync/measure.ts';

// npm run bench [-- --quick] [--write] [PART | PART/SECTION …]: our figures beside a peer or floor measured in the same run.

const isQuick = process.argv.includes('--quick');
const parts: [string, (isQuick: boolean, sections: string[]) => Promise<Figure[]>][] = [
  ['read side', measureReadSide],
  ['sync', measureSync],
  ['contents', measureContents],
  ['page', measurePage],
  [
    'intake',
    async (quick, sections) => [
      ...(isWanted('desk', sections) ? await measureIntake() : []),
      ...(isWanted('station', sections) ? await measureStation(quick) : []),
    ],
  ],
  ['letters', measureLetters],
  ['recognition', measureRecognition],
];
const isWanted = (section: string, sections: string[]) => sections.length === 0 || sections.includes(section);
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const figures: Figure[] = [];
for (const [name, measure] of parts) {
  const sections = wanted.flatMap((word) => (word.startsWith(`${name}/`) ? word.slice(name.length + 1) : []));
  if (wanted.length > 0 && !wanted.includes(name) && sections.length === 0) continue;
  console.error(`measuring: ${name} …`);
  const measured = await measure(isQuick, sections);
  // At once, so that what was measured is not lost when a later part fails.
  for (const { what, ours, beside } of measured) console.error(`  ${what}: ${ours} (${beside})`);
  figures.push(...measured);
}
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const table = asTable(figures);
console.log(`\n${machine}\n\n${table}`);
if (process.argv.includes('--write')) {
  const text = `# Figures

Made by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Each figure stands beside a peer or floor
measured in the same run, since machines differ and are noisy: read the ratios. Budgets are those of the product's design.

${table}
`;
  await writeFile(join(resolve(import.meta.dirname, '../..'), 'docs/benchmarks.md'), text);
}
process.exit(0);
