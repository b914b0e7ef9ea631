import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, typeScriptFiles } from './source-files.ts';

const page = 'docs/sync.md';

/** Numbered rules of the sync that no test cites in a comment, and numbers cited somewhere that are no rule. */
export function ruleProblems(root: string): string[] {
  if (!existsSync(join(root, page))) return [];
  const text = readFileSync(join(root, page), 'utf8');
  const rules = new Set([...text.matchAll(/^- \*\*(S\d+)\*\*/gm)].map(([, rule = '']) => rule));
  const proven = new Set<string>();
  const problems: string[] = [];
  for (const file of typeScriptFiles(filesBelow(root))) {
    if (file.startsWith('build/check/')) continue;
    const isTest = /\.(test|spec)\.ts$/.test(file) || file.startsWith('tests/');
    for (const rule of citedIn(readFileSync(join(root, file), 'utf8'))) {
      if (!rules.has(rule)) problems.push(`${file} cites ${rule}, which is no rule of ${page}.`);
      else if (isTest) proven.add(rule);
    }
  }
  const unproven = [...rules].filter((rule) => !proven.has(rule)).map((rule) => `No test cites ${rule} of ${page}.`);
  return [...unproven, ...problems];
}

/** Rules named in comments, each once. "S3" is the name of a kind of store, too. */
function citedIn(source: string): Set<string> {
  const comments = source.match(/\/\/.*|^\s*\/?\*.*/gm) ?? [];
  return new Set(comments.flatMap((comment) => comment.match(/\bS[1-9]\d?\b/g) ?? []));
}
