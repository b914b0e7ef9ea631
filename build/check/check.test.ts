import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileProblems, lengthProblem, nameProblems, suppressionsWithoutReason } from './file-rules.ts';
import { plantedTree, projectRoot } from './planted-tree.ts';
import { inPool } from './run-tool.ts';
import { foldersWithoutProject, projectFolders, typeProblems } from './type-check.ts';

const project = JSON.stringify({ compilerOptions: { strict: true, noEmit: true, types: [] }, include: ['./**/*.ts'] });
const typed = {
  'tsconfig.json': JSON.stringify({
    files: [],
    references: [{ path: './core' }, { path: './db' }, { path: './main/office' }],
  }),
  'core/tsconfig.json': project,
  'db/tsconfig.json': project,
  'main/office/tsconfig.json': project,
};

describe('the type check', { timeout: 120_000 }, () => {
  test('passes with folders that are still empty', async () => {
    using tree = plantedTree({ ...typed, 'core/a.ts': 'export const a: number = 1;\n' });
    expect(await typeProblems(tree.root)).toEqual({ ok: true, output: '', note: '1 projects' });
  });

  test('names every type error of every folder', async () => {
    using tree = plantedTree({
      ...typed,
      'core/a.ts': `export const a: number = 'eins';\n`,
      'main/office/b.ts': `export const b: string = 2;\n`,
    });
    const { ok, output } = await typeProblems(tree.root);
    expect(ok).toBe(false);
    expect(output).toContain('core/a.ts(1,14): error TS2322');
    expect(output).toContain('main/office/b.ts(1,14): error TS2322');
  });

  test('sees an error again in the second run, although nothing has changed', async () => {
    using tree = plantedTree({ ...typed, 'core/a.ts': `export const a: number = 'eins';\n` });
    await typeProblems(tree.root);
    expect((await typeProblems(tree.root)).ok).toBe(false);
  });

  test('fails on TypeScript that no project covers', async () => {
    using tree = plantedTree({
      ...typed,
      'core/a.ts': 'export const a = 1;\n',
      'plugins/b.ts': 'export const b = 2;\n',
    });
    expect((await typeProblems(tree.root)).output).toContain('plugins/b.ts belongs to no folder');
    expect(foldersWithoutProject(['main/other/c.ts', 'main/office/d.ts'], ['main/office'])).toHaveLength(1);
  });

  test('covers all folders of the project', () => {
    expect(projectFolders(projectRoot)).toEqual(
      expect.arrayContaining([
        'core',
        'db',
        'intake',
        'backend',
        'central',
        'demo',
        'preload',
        'renderer',
        'tests',
        'build',
      ]),
    );
  });
});

describe('the file rules', () => {
  test('note a file over 300 lines and refuse one over 400', () => {
    expect(lengthProblem('a.ts', 'x\n'.repeat(300))).toBeUndefined();
    expect(lengthProblem('a.ts', 'x\n'.repeat(301))).toMatchObject({ tooLong: false });
    expect(lengthProblem('a.ts', 'x\n'.repeat(401))).toMatchObject({ tooLong: true });
    expect(lengthProblem('a.test.ts', 'x\n'.repeat(401))).toMatchObject({ tooLong: false });
  });

  test('let lists of data be long', () => {
    using tree = plantedTree({ 'demo/README.md': '# demo\n', 'demo/sample/data/names.ts': '//\n'.repeat(2000) });
    expect(fileProblems(tree.root)).toEqual({ problems: [], warnings: [] });
  });

  test('refuse a long file and a top folder without README', () => {
    using tree = plantedTree({ 'core/a.ts': '//\n'.repeat(500), 'db/README.md': '# db\n', 'db/tsconfig.json': '{}' });
    const { problems } = fileProblems(tree.root);
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['core/a.ts', 'core/README.md']);
  });

  test('want kebab-case names, but components and hooks named like themselves', () => {
    const well = [
      'core/a.ts',
      'central/start.pg.test.ts',
      'db/migrations/0010-desk-tables.ts',
      'demo/notice/notice-pdf.ts',
    ];
    const page = [
      'renderer/features/inbox/InboxRow.tsx',
      'renderer/app/useTitle.ts',
      'renderer/shared/ui/KeyHint.module.css',
    ];
    expect([...well, ...page].flatMap(nameProblems)).toEqual([]);
    for (const file of ['demo/notice/noticePdf.ts', 'core/Folding.ts', 'renderer/shared/textAround.ts']) {
      expect(nameProblems(file), file).toHaveLength(1);
    }
  });

  test('want a reason beside each check that is switched off', () => {
    const off = ['eslint', 'disable-next-line'].join('-');
    expect(suppressionsWithoutReason('a.ts', `// ${off} house/glossary\n`)).toHaveLength(1);
    expect(suppressionsWithoutReason('a.ts', `// ${off} house/glossary -- name in the TIFF standard\n`)).toEqual([]);
    expect(suppressionsWithoutReason('a.ts', `// @ts-${'ignore'}\n// @ts-expect-${'error'}\n`)).toHaveLength(2);
    expect(suppressionsWithoutReason('a.ts', `// @ts-expect-${'error'} the handler is missing on purpose\n`)).toEqual(
      [],
    );
  });
});

describe('the command', { timeout: 120_000 }, () => {
  const check = (...options: string[]): { status: number | null; text: string } => {
    const script = join(projectRoot, 'build/check/check.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
    return { status, text: stdout + stderr };
  };

  test('prints one line per step, what it found, and ends with 1', () => {
    using tree = plantedTree({ 'package.json': '{"type":"module"}', 'core/a.ts': `import 'node:fs';\n` });
    const { status, text } = check('--root', tree.root, '--only', 'dependencies', '--only', 'files');
    expect(text).toMatch(/^FAILED dependencies +\d+\.\d s {2}\(1 of 1 files seen\)$/m);
    expect(text).toContain('core/a.ts → fs  [core-without-node]');
    expect(text).toContain('docs/architecture.md');
    expect(text).toMatch(/^FAILED files /m);
    expect(text).toContain('2 of 2 checks failed.');
    expect(status).toBe(1);
  });

  test('ends with 0 when all is well', () => {
    using tree = plantedTree({
      'package.json': '{"type":"module"}',
      'core/README.md': '#\n',
      'core/a.ts': 'export const a = 1;\n',
    });
    expect(check('--root', tree.root, '--only', 'dependencies', '--only', 'files')).toMatchObject({ status: 0 });
  });

  test('sees what is badly formatted, badly written and unused', () => {
    using tree = plantedTree({
      'biome.json': readFileSync(join(projectRoot, 'biome.json'), 'utf8'),
      'knip.json': readFileSync(join(projectRoot, 'knip.json'), 'utf8'),
      '.gitignore': 'node_modules\n',
      'package.json': '{ "type": "module", "dependencies": { "zod": "4.6.7", "fflate": "0.8.3" } }\n',
      'central/start.ts': `import { z } from 'zod';\nimport { used } from './used.ts';\n\nz.parse(used, undefined);\n`,
      'central/used.ts': `export const used = 1;\nexport const forgotten = "zwei";\nexport const row: any = 3;\n`,
      'central/nobody.ts': 'export const nobody = 1;\n',
    });
    const { status, text } = check('--root', tree.root, '--only', 'format', '--only', 'lint', '--only', 'unused');
    expect(status).toBe(1);
    expect(text).toMatch(/FAILED format[\s\S]*- central\/used\.ts/);
    expect(text).toMatch(/FAILED lint[\s\S]*central\/used\.ts:3:19: lint\/suspicious\/noExplicitAny/);
    expect(text).toMatch(/Unused files[\s\S]*central\/nobody\.ts/);
    expect(text).toMatch(/Unused dependencies[\s\S]*fflate/);
    expect(text).toMatch(/Unused exports[\s\S]*forgotten/);
  });

  test('names its steps when asked for one that does not exist', () => {
    expect(check('--only', 'style')).toEqual({
      status: 1,
      text: 'There is no step “style”. Steps: format, lint, files, licences, dependencies, unused, rules, types.\n',
    });
  });
});

describe('the pool', () => {
  test('keeps the order of the items and never runs more than its width', async () => {
    let running = 0;
    let most = 0;
    const results = await inPool(2, [3, 1, 2, 0], async (turns) => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      running--;
      return turns * 10;
    });
    expect(results).toEqual([30, 10, 20, 0]);
    expect(most).toBe(2);
  });
});
