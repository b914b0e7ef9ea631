import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesBelow } from './source-files.ts';

const linesToWarn = 300;
const linesToFail = 400;

/** Folders that need a README of a few lines: what lives here, what it may import, how to add one more. */
const foldersWithReadme = [
  'main',
  'preload',
  'renderer',
  'backend',
  'intake',
  'db',
  'core',
  'central',
  'demo',
  'build',
  'tests',
];

/** A note is enough: tests read like lists, a style sheet has no logic. */
const mayGrow = /^tests\/|\.(test\.tsx?|css)$/;

/** Lists of names and texts may be long; so may generated files and real test data. */
const mayBeLong = /(^|\/)(data|generated|fixtures)\//;

/** In the page a component is named like itself and a hook starts with “use”; everywhere else names are kebab-case. */
const kebabCase = /^[a-z0-9]+([.-][a-z0-9]+)*$/;
const componentOrHook = /^renderer\/(.*\/)?([A-Z][A-Za-z]+|use[A-Z][A-Za-z]+)(\.module\.css|(\.db)?(\.test)?\.tsx?)$/;

/** Length and names of source files, reasons beside suppressions, README of each top folder. */
export function fileProblems(root: string): { problems: string[]; warnings: string[] } {
  const files = filesBelow(root);
  const sources = files.filter((file) => /\.(tsx?|mjs|cjs|css)$/.test(file) && !mayBeLong.test(file));
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const file of sources) {
    const text = readFileSync(join(root, file), 'utf8');
    const length = lengthProblem(file, text);
    if (length) (length.tooLong ? problems : warnings).push(length.sentence);
    problems.push(...suppressionsWithoutReason(file, text), ...nameProblems(file));
  }
  problems.push(...missingReadmes(root, files));
  return { problems, warnings };
}

/** A sentence when a file is longer than a reader can hold in mind. */
export function lengthProblem(file: string, text: string): { tooLong: boolean; sentence: string } | undefined {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  if (lines <= linesToWarn) return undefined;
  const sentence = `${file} has ${lines} lines (aim: ${linesToWarn}, limit: ${linesToFail}). Split it by aggregate or feature, not by kind.`;
  return { tooLong: lines > linesToFail && !mayGrow.test(file), sentence };
}

/** A sentence when a file's name is not spelt like its neighbours'. */
export function nameProblems(file: string): string[] {
  if (kebabCase.test(basename(file)) || componentOrHook.test(file)) return [];
  return [`${file}: file names are kebab-case; only components and hooks of the page are named like what they export.`];
}

/** A check may be switched off for a line only with the reason in the same line. */
export function suppressionsWithoutReason(file: string, text: string): string[] {
  const found: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const withoutReason =
      (/(\/\/|\/\*)\s*eslint-disable/.test(line) && !/ -- \S/.test(line)) ||
      /\/\/\s*@ts-expect-error\s*$/.test(line) ||
      /(\/\/|\/\*)\s*@ts-(ignore|nocheck)/.test(line);
    if (withoutReason)
      found.push(`${file}:${index + 1} switches a check off without a reason. Write it in the same line: “… -- why”.`);
  }
  return found;
}

/** Folders without README, as sentences. A folder that does not exist yet is fine. */
export function missingReadmes(root: string, files: string[]): string[] {
  return foldersWithReadme
    .filter((folder) => files.some((file) => file.startsWith(`${folder}/`) && !file.endsWith('tsconfig.json')))
    .filter((folder) => !existsSync(join(root, folder, 'README.md')))
    .map((folder) => `${folder}/README.md is missing: say what lives there, what it may import, how to add one more.`);
}
