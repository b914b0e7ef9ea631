import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesBelow } from './source-files.ts';

/** Links and pictures in Markdown that lead to no file of the project, and pages mentioned that are not written. */
export function linkProblems(root: string): string[] {
  const files = filesBelow(root);
  const decisions = new Set(files.flatMap((file) => /^docs\/adr\/(\d{4})-/.exec(file)?.[1] ?? []));
  const known = new Set(files.map((file) => file.slice(file.lastIndexOf('/') + 1)));
  const problems: string[] = [];
  for (const file of files) {
    if (!/\.(md|tsx?|mjs|css)$/.test(file) || file.startsWith('build/check/')) continue;
    const text = readFileSync(join(root, file), 'utf8');
    if (file.endsWith('.md')) problems.push(...deadLinks(root, file, text));
    for (const [mention, number = ''] of text.matchAll(/docs\/adr\/(\d{4})/g))
      if (!decisions.has(number)) problems.push(`${file} mentions ${mention}, which is not written.`);
    for (const [mention] of text.matchAll(/\b[A-Z]{3,}[.]md\b/g))
      if (!known.has(mention)) problems.push(`${file} mentions ${mention}, which is not part of the project.`);
  }
  return problems;
}

function deadLinks(root: string, file: string, text: string): string[] {
  const plain = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  return [...plain.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
    .map(([, target = '']) => decodeURI(target.replace(/#.*$/, '')))
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target))
    .filter((target) => !existsSync(join(root, dirname(file), target)))
    .map((target) => `${file} links to ${target}, which does not exist.`);
}
