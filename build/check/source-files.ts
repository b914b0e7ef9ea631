import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const notOurs = new Set(['node_modules', 'dist', 'daten', '.git', '.cache', 'test-results', 'playwright-report']);

/** All files below a folder as paths relative to it with `/`, without packages, builds and data folders; sorted. */
export function filesBelow(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (notOurs.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  visit(root);
  return found.sort();
}

/** TypeScript files (.ts, .tsx) without declaration files. */
export function typeScriptFiles(files: string[]): string[] {
  return files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}
