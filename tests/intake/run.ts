import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createStackReader } from '../../intake/station/stack-reader.ts';
import { describeReading, type IntakeOutcome } from './describe-reading.ts';

// npm run test:intake -- DIR --json FILE [--recognition packaged]: every file of a folder read as a stack from a scanner.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, recognition: { type: 'string', default: 'auto' } },
});
const [folder] = positionals;
const { recognition } = values;
if (!folder || !values.json || (recognition !== 'auto' && recognition !== 'native' && recognition !== 'packaged')) {
  console.error('usage: npm run test:intake -- DIR --json FILE [--recognition auto|native|packaged]');
  process.exit(1); // wrongly called: nothing was read
}
const entries = await readdir(resolve(folder), { recursive: true, withFileTypes: true });
const paths = entries
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .sort();
const reader = createStackReader({ recognition });
const outcomes: IntakeOutcome[] = [];
for (const path of paths) {
  const file = relative(resolve(folder), path);
  const from = performance.now();
  const outcome = await reader.readStack(await readFile(path), file).then(
    (reading) => describeReading(file, reading, performance.now() - from),
    (error: unknown): IntakeOutcome => ({
      file,
      outcome: 'failed',
      kind: null,
      pages: 0,
      codes: [],
      documents: [],
      leftOut: [],
      milliseconds: Math.round(performance.now() - from),
      reason: String(error),
    }),
  );
  outcomes.push(outcome);
  const { kind, pages, codes, documents, milliseconds, reason } = outcome;
  console.log(
    `${outcome.outcome.padEnd(9)} ${(kind ?? '').padEnd(8)} ${String(pages).padStart(5)} pages ${String(documents.length).padStart(3)} documents ${String(codes.length).padStart(3)} codes ${String(milliseconds).padStart(7)} ms  ${file}${reason === null ? '' : `  (${reason})`}`,
  );
  // After each file, so that what was read is not lost when somebody ends it.
  await writeFile(values.json, `${JSON.stringify(outcomes, null, 1)}\n`);
}
await reader.close();
const count = (wanted: IntakeOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
console.log(`${paths.length} files: ${count('read')} read, ${count('explained')} explained, ${count('failed')} failed`);
process.exitCode = count('failed') === 0 ? 0 : 1; // a file without an answer is a failure of the reader
