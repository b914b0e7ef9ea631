// The house rules in one command: npm run check [-- --only STEP …]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ruleProblems } from './cited-rules.ts';
import { dependencyProblems } from './dependencies.ts';
import { linkProblems } from './doc-links.ts';
import { fileProblems } from './file-rules.ts';
import { licenceProblems } from './licences.ts';
import { inPool, type Outcome, runTool } from './run-tool.ts';
import { typeProblems } from './type-check.ts';

type Step = { name: string; run: (root: string) => Promise<Outcome> };

const biome = '@biomejs/biome/bin/biome';
const biomeOptions = ['--colors=off', '--max-diagnostics=none', '--diagnostic-level=error', '--reporter=concise'];

const steps: Step[] = [
  { name: 'format', run: (root) => runTool(root, biome, ['format', '--colors=off', '--reporter=summary', '.']) },
  { name: 'lint', run: (root) => runTool(root, biome, ['lint', ...biomeOptions, '.']) },
  { name: 'files', run: files },
  { name: 'licences', run: licences },
  { name: 'dependencies', run: dependencies },
  { name: 'unused', run: (root) => runTool(root, 'knip/bin/knip.js', ['--no-progress', '--no-config-hints']) },
  { name: 'rules', run: (root) => runTool(root, 'eslint/bin/eslint.js', ['--max-warnings', '0', '.']) },
  { name: 'types', run: typeProblems },
];

async function dependencies(root: string): Promise<Outcome> {
  const { problems, seen, onDisk } = await dependencyProblems(root);
  return { ok: problems.length === 0, output: problems.join('\n'), note: `${seen} of ${onDisk} files seen` };
}

async function licences(root: string): Promise<Outcome> {
  const problems = licenceProblems(root);
  return { ok: problems.length === 0, output: problems.join('\n') };
}

async function files(root: string): Promise<Outcome> {
  const { problems, warnings } = fileProblems(root);
  for (const warning of warnings) console.log(`  note: ${warning}`);
  problems.push(...linkProblems(root), ...ruleProblems(root));
  return { ok: problems.length === 0, output: problems.join('\n') };
}

/** Runs one step and prints its line; what it found follows only when something is wrong. */
async function runStep(step: Step, root: string): Promise<boolean> {
  const start = performance.now();
  const outcome = await step.run(root).catch(
    (error: unknown): Outcome => ({
      ok: false,
      output: error instanceof Error ? String(error.stack) : String(error),
    }),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const note = outcome.note ? `  (${outcome.note})` : '';
  console.log(`${outcome.ok ? 'ok    ' : 'FAILED'} ${step.name.padEnd(14)}${seconds.padStart(6)} s${note}`);
  if (!outcome.ok) console.log(`${outcome.output.replace(/^/gm, '    ')}\n`);
  return outcome.ok;
}

function chosenSteps(only: string[] | undefined): Step[] {
  const unknown = only?.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`There is no step “${unknown}”. Steps: ${steps.map(({ name }) => name).join(', ')}.`);
    process.exit(1);
  }
  return only ? steps.filter(({ name }) => only.includes(name)) : steps;
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, root: { type: 'string' } } });
const root = resolve(values.root ?? resolve(import.meta.dirname, '../..'));
const chosen = chosenSteps(values.only);
// The type check keeps two processes busy by itself, so it comes last and alone.
const quick = await inPool(
  2,
  chosen.filter(({ name }) => name !== 'types'),
  (step) => runStep(step, root),
);
const last = await inPool(
  1,
  chosen.filter(({ name }) => name === 'types'),
  (step) => runStep(step, root),
);
const failed = [...quick, ...last].filter((ok) => !ok).length;
console.log(failed === 0 ? `All ${chosen.length} checks passed.` : `${failed} of ${chosen.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
