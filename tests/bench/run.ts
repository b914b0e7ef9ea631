import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { asTable } from './figures.ts';
import { measureAutomation } from './automation.ts';
import { measureContents } from './contents.ts';
import { measureIntake } from './intake.ts';
import { measureLetters } from './letters.ts';
import { measurePage } from './page.ts';
import { pageWith, type PartOfPage } from './page-of-figures.ts';
import { measureReadSide } from './read-side.ts';
import { measureRecognition } from './recognition.ts';
import { type Measured, measureSections, type Sections } from './sections.ts';
import { measureStation } from './station.ts';
import { measureSync } from './sync/measure.ts';

// npm run bench [-- --quick] [--write] [PART | PART/SECTION …]: our figures beside a peer or floor measured in the same run.

const isQuick = process.argv.includes('--quick');
const asOne =
  (sections: Sections) =>
  (wanted: string[]): Promise<Measured> =>
    measureSections(sections, wanted);
const parts: Record<string, (wanted: string[]) => Promise<Measured>> = {
  'read side': asOne({ desk: () => measureReadSide(isQuick) }),
  sync: (wanted) => measureSync(isQuick, wanted),
  contents: (wanted) => measureContents(isQuick, wanted),
  page: asOne({ desk: () => measurePage(isQuick) }),
  intake: asOne({ desk: () => measureIntake(), station: () => measureStation(isQuick) }),
  letters: asOne({ desk: () => measureLetters(isQuick) }),
  automation: asOne({ search: () => measureAutomation(isQuick) }),
  recognition: asOne({ centre: () => measureRecognition(isQuick) }),
};
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const options = ['--quick', '--write'];
for (const word of process.argv.slice(2)) {
  if (options.includes(word) || Object.hasOwn(parts, word.split('/')[0] ?? '')) continue;
  throw new Error(`${word} is not known. Options: ${options.join(' ')}. Parts: ${Object.keys(parts).join(', ')}.`);
}
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const writes = process.argv.includes('--write');
if (writes && wanted.some((word) => word.includes('/'))) throw new Error('Only whole parts are written down.');
const measuredParts: PartOfPage[] = [];
const failed: string[] = [];
for (const [name, measure] of Object.entries(parts)) {
  const sections = wanted.flatMap((word) => (word.startsWith(`${name}/`) ? word.slice(name.length + 1) : []));
  if (wanted.length > 0 && !wanted.includes(name) && sections.length === 0) continue;
  console.error(`measuring: ${name} …`);
  const measured = await measure(sections);
  failed.push(...measured.failed.map((section) => `${name}/${section}`));
  measuredParts.push({ name, figures: measured.figures, day: new Date().toISOString().slice(0, 10), machine });
}
console.log(`\n${machine}\n\n${asTable(measuredParts.flatMap(({ figures }) => figures))}`);
if (writes) {
  const file = join(resolve(import.meta.dirname, '../..'), 'docs/benchmarks.md');
  await writeFile(file, pageWith(await readFile(file, 'utf8'), measuredParts, Object.keys(parts)));
}
if (failed.length > 0) console.error(`\nNot measured: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0); // a centre or desk of a failed section would hold the process
