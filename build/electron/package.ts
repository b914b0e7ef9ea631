import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

// Builds the installers of this system into dist/installers: page, bundles, then electron-builder with the words given here.
// It fetches Electron and its own tools; closed networks name mirrors in ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR.

const project = resolve(import.meta.dirname, '../..');

function run(words: string[]): void {
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...words], { cwd: project, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

run([join(project, 'build/page.ts'), '--if-needed']);
run([join(project, 'build/electron/bundle.ts'), '--if-needed']);
run([join(project, 'node_modules/electron-builder/cli.js'), '--publish', 'never', ...process.argv.slice(2)]);
