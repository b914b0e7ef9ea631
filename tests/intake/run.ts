import { readdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { IntakeOutcome } from './describe-stack.ts';
import { openStationRun } from './station-run.ts';

// npm run test:intake -- DIR --json FILE [--recognition auto|native|packaged]: every file of a folder through the real scan station of an
// empty office: laid into a watched folder, journalled, read by the real workers, delivered into a Postkorb or laid down with its reason.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, recognition: { type: 'string', default: 'auto' } },
});
const [folder] = positionals;
const { recognition, json } = values;
if (!folder || !json || (recognition !== 'auto' && recognition !== 'native' && recognition !== 'packaged')) {
  console.error('usage: npm run test:intake -- DIR --json FILE [--recognition auto|native|packaged]');
  process.exit(1); // wrongly called: nothing was read
}
const root = resolve(folder);
const entries = await readdir(root, { recursive: true, withFileTypes: true });
const paths = entries
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const outcomes = new Array<IntakeOutcome | undefined>(paths.length).fill(undefined);
const found = () => outcomes.filter((outcome) => outcome !== undefined);
const run = await openStationRun({ recognition }, Math.min(2, availableParallelism()));
let next = 0;
let savedAt = performance.now();
await Promise.all(
  run.lanes.map(async ({ take }) => {
    while (next < paths.length) {
      const index = next++;
      const path = paths[index] as string;
      const outcome = await take(path, relative(root, path));
      outcomes[index] = outcome;
      tell(outcome);
      // Now and then, so that what was read is not lost when somebody ends it.
      if (performance.now() - savedAt < 5_000) continue;
      savedAt = performance.now();
      await save();
    }
  }),
);
await save();
await run.close();
const count = (wanted: IntakeOutcome['outcome']) => found().filter(({ outcome }) => outcome === wanted).length;
console.log(`${paths.length} files: ${count('read')} read, ${count('explained')} explained, ${count('failed')} failed`);
process.exit(count('failed') === 0 ? 0 : 1); // a file without an answer is a failure of the station

function save(): Promise<void> {
  return writeFile(json as string, `${JSON.stringify(found(), null, 1)}\n`);
}

function tell({ outcome, kind, pages, codes, documents, milliseconds, file, reason }: IntakeOutcome): void {
  const counted = (count: number, width: number, what: string) => `${String(count).padStart(width)} ${what}`;
  const numbers = [
    counted(pages, 5, 'pages'),
    counted(documents.length, 3, 'documents'),
    counted(codes.length, 3, 'codes'),
    counted(milliseconds, 7, 'ms'),
  ];
  const why = reason === null ? '' : `  (${reason})`;
  console.log(`${outcome.padEnd(9)} ${(kind ?? '').padEnd(8)} ${numbers.join(' ')}  ${file}${why}`);
}
