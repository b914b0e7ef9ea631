import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inPool, type Outcome, runTool } from './run-tool.ts';
import { filesBelow, typeScriptFiles } from './source-files.ts';

/** Type-checks every folder of the root tsconfig.json with its own lib and types, and the files beside it. */
export async function typeProblems(root: string): Promise<Outcome> {
  const files = typeScriptFiles(filesBelow(root));
  const folders = projectFolders(root);
  const problems = foldersWithoutProject(files, folders);
  const targets = folders.filter((folder) => files.some((file) => file.startsWith(`${folder}/`)));
  if (files.some((file) => !file.includes('/'))) targets.push('build/check/tsconfig.root-files.json');
  mkdirSync(join(root, '.cache/tsc'), { recursive: true });
  const outcomes = await inPool(2, targets, (target) => runTsc(root, target));
  for (const outcome of outcomes) if (!outcome.ok) problems.push(outcome.output);
  return { ok: problems.length === 0, output: problems.join('\n'), note: `${targets.length} projects` };
}

/** Folders named as references in the root tsconfig.json. */
export function projectFolders(root: string): string[] {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
    references?: { path: string }[];
  };
  return (references ?? []).map(({ path }) => path.replace(/^\.\//, ''));
}

/** TypeScript that no tsconfig of the list covers would not be checked at all. */
export function foldersWithoutProject(files: string[], folders: string[]): string[] {
  const uncovered = files.filter(
    (file) => file.includes('/') && !folders.some((folder) => file.startsWith(`${folder}/`)),
  );
  return uncovered.map((file) => `${file} belongs to no folder of tsconfig.json and is not type-checked.`);
}

function runTsc(root: string, target: string): Promise<Outcome> {
  const name = target.replaceAll('/', '-').replace(/\.json$/, '');
  const project = join(root, target);
  if (!existsSync(project)) return Promise.resolve({ ok: false, output: `${target} is missing.` });
  return runTool(root, 'typescript/bin/tsc', [
    '-p',
    project,
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    join(root, '.cache/tsc', `${name}.tsbuildinfo`),
    '--pretty',
    'false',
  ]);
}
