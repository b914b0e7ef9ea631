import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dependencyProblems, tooFewModules } from './dependencies.ts';
import { plantedTree, projectRoot } from './planted-tree.ts';

/** A small tree in which every import is allowed. */
const allowed: Record<string, string> = {
  'package.json': readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  'core/words.ts': `import { z } from 'zod';\nexport const word = z.string();\n`,
  'core/words.test.ts': `import { readFileSync } from 'node:fs';\nimport '../backend/start.ts';\nreadFileSync('x');\n`,
  'db/open.ts': `import Database from 'better-sqlite3-multiple-ciphers';\nimport { word } from '../core/words.ts';\nexport const open = () => [Database, word];\n`,
  'backend/start.ts': `import { createHash } from 'node:crypto';\nimport { open } from '../db/open.ts';\nexport const start = () => [open, createHash];\n`,
  'backend/files/open-file.ts': `export const openFile = 1;\n`,
  'central/start.ts': `import pg from 'pg';\nimport { word } from '../core/words.ts';\nexport const centre = [pg, word];\n`,
  'demo/sample/office.ts': `import { word } from '../../core/words.ts';\nexport const office = word;\n`,
  'demo/fachverfahren/start.ts': `import { createServer } from 'node:http';\nexport const server = createServer;\n`,
  'main/browser/start.ts': `import { start } from '../../backend/start.ts';\nexport const host = start;\n`,
  'main/electron/main.ts': `import { app } from 'electron';\nimport type { word } from '../../core/words.ts';\nexport type Word = typeof word;\nexport const quit = () => app.quit();\n`,
  'preload/desk.ts': `import { contextBridge } from 'electron';\nexport const bridge = contextBridge;\n`,
  'renderer/app/main.tsx': `import { inbox } from '../features/inbox/InboxPane.tsx';\nexport const desk = inbox;\n`,
  'renderer/features/inbox/InboxPane.tsx': `import { useState } from 'react';\nimport { button } from '../../shared/button.tsx';\nimport { word } from '../../../core/words.ts';\nexport const inbox = [useState, button, word];\n`,
  'renderer/features/viewer/ViewerPane.tsx': `export const viewer = 1;\n`,
  'renderer/shared/button.tsx': `export const button = 1;\n`,
  'renderer/host/browser.ts': `export const browserHost = 1;\n`,
  'tests/integration/desk.test.ts': `import '../../main/browser/start.ts';\nimport '../../central/start.ts';\n`,
};

const planted: [name: string, file: string, line: string, rule: string][] = [
  ['core reaches into the store', 'core/words.ts', `import '../db/open.ts';`, 'core-imports'],
  ['core uses Node', 'core/words.ts', `import 'node:fs';`, 'core-without-node'],
  ['core uses a package of the page', 'core/words.ts', `import 'dompurify';`, 'core-packages'],
  [
    'even a type of another layer is an import',
    'core/words.ts',
    `import type { start } from '../backend/start.ts';\nexport type S = typeof start;`,
    'core-imports',
  ],
  ['the store reaches into the backend', 'db/open.ts', `import '../backend/files/open-file.ts';`, 'db-imports'],
  [
    'SQLite in the backend',
    'backend/start.ts',
    `import 'better-sqlite3-multiple-ciphers';`,
    'place-of-better-sqlite3-multiple-ciphers',
  ],
  ['the SQLite of Node, anywhere', 'db/open.ts', `import 'node:sqlite';`, 'sqlite-of-node-unused'],
  ['Electron in the browser host', 'main/browser/start.ts', `import 'electron';`, 'place-of-electron'],
  [
    'Electron in the page',
    'renderer/host/browser.ts',
    `import type { App } from 'electron';\nexport type A = App;`,
    'place-of-electron',
  ],
  ['PostgreSQL at the desk', 'backend/start.ts', `import 'pg';`, 'place-of-pg'],
  [
    'the page reaches into the backend',
    'renderer/app/main.tsx',
    `import '../../backend/start.ts';`,
    'renderer-imports',
  ],
  ['the page uses Node', 'renderer/shared/button.tsx', `import 'node:path';`, 'renderer-without-node'],
  ['the preload uses Node', 'preload/desk.ts', `import 'node:fs';`, 'preload-without-node'],
  [
    'a feature uses its neighbour',
    'renderer/features/inbox/InboxPane.tsx',
    `import '../viewer/ViewerPane.tsx';`,
    'features-are-islands',
  ],
  [
    'shared knows a feature',
    'renderer/shared/button.tsx',
    `import '../features/viewer/ViewerPane.tsx';`,
    'only-app-composes',
  ],
  [
    'main goes past the entry of the backend',
    'main/browser/start.ts',
    `import '../../backend/files/open-file.ts';`,
    'main-imports',
  ],
  ['main goes into the store', 'main/browser/start.ts', `import '../../db/open.ts';`, 'main-imports'],
  [
    'the browser host needs the Electron part',
    'main/browser/start.ts',
    `import '../electron/main.ts';`,
    'electron-part-alone',
  ],
  ['the centre shares code with the desk', 'central/start.ts', `import '../backend/start.ts';`, 'central-imports'],
  ['somebody imports the centre', 'demo/sample/office.ts', `import '../../central/start.ts';`, 'demo-imports'],
  [
    'the Fachverfahren shares code with the desk',
    'demo/fachverfahren/start.ts',
    `import '../../core/words.ts';`,
    'demo-fachverfahren-imports',
  ],
  ['the backend imports main', 'backend/start.ts', `import '../main/electron/main.ts';`, 'backend-imports'],
  [
    'two modules need each other',
    'backend/files/open-file.ts',
    `import { start } from '../start.ts';\nexport const again = start;`,
    'no-circular',
  ],
  ['an import leads nowhere', 'db/open.ts', `import './nowhere.ts';`, 'resolvable'],
  ['the product imports a test', 'backend/start.ts', `import '../core/words.test.ts';`, 'no-tests-in-the-product'],
  [
    'the product needs a development package',
    'backend/start.ts',
    `import 'fast-check';`,
    'no-development-package-in-the-product',
  ],
  [
    'a new top folder nobody has thought about',
    'plugins/first.ts',
    `import '../core/words.ts';`,
    'folder-in-the-table',
  ],
];

describe('the import table', () => {
  test('lets everything through that it lists', async () => {
    using tree = plantedTree(allowed);
    const { problems, seen, onDisk } = await dependencyProblems(tree.root);
    expect(problems).toEqual([]);
    expect(seen).toBe(onDisk);
  });

  test.each(planted)('catches it when %s', async (_name, file, line, rule) => {
    const circle: Record<string, string> =
      rule === 'no-circular'
        ? { 'backend/start.ts': `${allowed['backend/start.ts']}import './files/open-file.ts';\n` }
        : {};
    using tree = plantedTree({ ...allowed, ...circle, [file]: `${line}\n${allowed[file] ?? ''}` });
    const { problems } = await dependencyProblems(tree.root);
    expect(problems.join('\n')).toContain(`[${rule}]`);
    expect(problems.join('\n')).toContain(`${file} →`);
  });
});

describe('the count of modules', () => {
  test('makes the check fail when it sees too few files, or none', () => {
    expect(tooFewModules(0, 0)).toContain('0 of 0');
    expect(tooFewModules(0, 120)).toContain('0 of 120');
    expect(tooFewModules(107, 120)).toContain('107 of 120');
    expect(tooFewModules(108, 120)).toBeUndefined();
  });

  test('fails in a folder without TypeScript', async () => {
    using tree = plantedTree({ 'package.json': '{}', 'core/words.js': 'export const word = 1;\n' });
    expect((await dependencyProblems(tree.root)).problems.join()).toContain('0 of 0 TypeScript files were seen');
  });
});
