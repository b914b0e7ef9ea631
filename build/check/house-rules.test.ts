import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, describe, expect, test } from 'vitest';
import { rightWordFor } from './glossary.ts';
import { plantedTree, projectRoot } from './planted-tree.ts';

const tsconfig = JSON.stringify({
  extends: `${projectRoot}/tsconfig.base.json`,
  compilerOptions: { jsx: 'preserve', paths: {} },
  include: ['./**/*.ts', './**/*.tsx'],
});

const caught: [name: string, file: string, code: string, rule: string][] = [
  [
    'a promise nobody waits for',
    'backend/a.ts',
    `async function save() {}\nexport function file() {\n  save();\n}\n`,
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a promise used as a condition',
    'backend/b.ts',
    `async function isFiled() {\n  return true;\n}\nexport function file() {\n  if (isFiled()) return 1;\n  return 2;\n}\n`,
    '@typescript-eslint/no-misused-promises',
  ],
  [
    'waiting for what is no promise',
    'backend/c.ts',
    `export async function count() {\n  return await 1;\n}\n`,
    '@typescript-eslint/await-thenable',
  ],
  [
    'a switch that forgets a case',
    'core/d.ts',
    `type State = 'open' | 'filed';\nexport function text(state: State) {\n  switch (state) {\n    case 'open':\n      return 1;\n  }\n  return 2;\n}\n`,
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'a type imported as a value',
    'core/e.ts',
    `import { State } from './state.ts';\nexport const state: State = 'open';\n`,
    '@typescript-eslint/consistent-type-imports',
  ],
  ['a default export', 'core/f.ts', `export default 1;\n`, 'no-restricted-syntax'],
  ['as any', 'db/g.ts', `export const row = JSON.parse('{}') as any;\n`, 'no-restricted-syntax'],
  [
    'a test switched off',
    'db/h.test.ts',
    `import { it } from 'vitest';\nit.skip('files', () => {});\n`,
    'house/no-silent-skip',
  ],
  [
    'a single test switched on',
    'db/i.test.ts',
    `import { test } from 'vitest';\ntest.only('files', () => {});\n`,
    'house/no-silent-skip',
  ],
  [
    'xit',
    'db/j.test.ts',
    `declare const xit: (name: string, body: () => void) => void;\nxit('files', () => {});\n`,
    'house/no-silent-skip',
  ],
  [
    'a whole group switched off',
    'tests/k.test.ts',
    `import { test } from '@playwright/test';\ntest.describe.skip('desk', () => {});\n`,
    'house/no-silent-skip',
  ],
  [
    'a sleep in a test',
    'tests/l.ts',
    `type Page = { waitForTimeout(ms: number): Promise<void> };\nexport const rest = (page: Page) => page.waitForTimeout(500);\n`,
    'no-restricted-syntax',
  ],
  [
    'a word decided against',
    'backend/m.ts',
    `export function read(err: Error) {\n  return err.message;\n}\n`,
    'house/glossary',
  ],
  [
    'a German word for a thing with an English one',
    'backend/n.ts',
    `export const offeneWiedervorlage = 1;\n`,
    'house/glossary',
  ],
  [
    'a wrong key in a record of ours',
    'core/o.ts',
    `export const document = { title: 1, tags: 2 };\n`,
    'house/glossary',
  ],
  ['a wrong key in a type', 'demo/p.ts', `export type Letter = { attachement: string };\n`, 'house/glossary'],
  [
    'a hook behind a condition',
    'renderer/q.tsx',
    `import { useState } from 'react';\nexport function usePane(open: boolean) {\n  if (open) return useState(1);\n  return undefined;\n}\n`,
    'react-hooks/rules-of-hooks',
  ],
  [
    'an exclamation mark for the reader',
    'renderer/r.tsx',
    `export const done = <p>Alles abgelegt!</p>;\n`,
    'no-restricted-syntax',
  ],
  [
    'a computer word for the reader',
    'renderer/s.tsx',
    `export const button = <button aria-label="Neuer Upload">x</button>;\n`,
    'no-restricted-syntax',
  ],
];

const fine: [name: string, file: string, code: string][] = [
  ['a tag of a foreign format', 'backend/ff.ts', `export const openTag = (tag: string) => tag;\n`],
  [
    'a function called fit, outside tests',
    'demo/fg.ts',
    `const fit = (width: number) => width;\nexport const narrow = fit(3);\n`,
  ],
  [
    'names others have given',
    'backend/fa.ts',
    `export const kind = (value: object) => (value as { tag?: string }).tag ?? Symbol.toStringTag;\n`,
  ],
  ['a foreign key outside core', 'tests/fb.ts', `export const options = { tag: '@slow' };\n`],
  [
    'a renamed foreign name',
    'core/fc.ts',
    `export const first = ({ tag: element }: Record<string, string>) => element;\n`,
  ],
  [
    'a skip that says why',
    'tests/fd.test.ts',
    `import { test } from '@playwright/test';\ntest.skip(process.platform === 'win32', 'needs X');\n`,
  ],
  [
    'day, which is Tag in German, and plain sentences',
    'renderer/fe.tsx',
    `export const text = <p>Alles abgelegt. 14 Schreiben heute, seit 3 Tagen.</p>;\n`,
  ],
];

const tree = plantedTree({
  'package.json': '{"type":"module"}',
  'tsconfig.json': tsconfig.replace('"include"', '"files":[],"ignored"'),
  'core/state.ts': `export type State = 'open';\n`,
  ...Object.fromEntries(
    ['core', 'db', 'backend', 'demo', 'renderer', 'tests'].map((f) => [`${f}/tsconfig.json`, tsconfig]),
  ),
  ...Object.fromEntries([...caught, ...fine].map(([, file, code]) => [file, code])),
});
afterAll(() => tree[Symbol.dispose]());

const eslint = new ESLint({ cwd: tree.root, overrideConfigFile: join(projectRoot, 'eslint.config.mjs') });
const lint = async (file: string): Promise<{ ruleId: string | null; message: string }[]> =>
  (await eslint.lintFiles([file])).flatMap(({ messages }) => messages);

describe('the lint', { timeout: 120_000 }, () => {
  test.each(caught)('catches %s', async (_name, file, _code, rule) => {
    expect((await lint(file)).map(({ ruleId }) => ruleId)).toContain(rule);
  });

  test.each(fine)('lets through %s', async (_name, file) => {
    expect(await lint(file)).toEqual([]);
  });
});

describe('the glossary', () => {
  test('gives the right word for a name decided against, in any part of the name', () => {
    expect(rightWordFor('err')).toBe('error');
    expect(rightWordFor('postkorbEintrag')).toBe('inbox');
    expect(rightWordFor('FRIST_ENDE')).toBe('deadline');
    expect(rightWordFor('mailAttachement2')).toBe('attachment');
  });

  test('takes a tag for a keyword only where our own records are at hand', () => {
    expect(rightWordFor('tags', true)).toBe('keywords');
    expect(rightWordFor('tags')).toBeUndefined(); // of a TIFF file, of XML
  });

  test('leaves good words alone, even if they contain a bad one', () => {
    for (const name of ['tagged', 'terror', 'aktenpultScheme', 'constructor', 'toString', 'fachverfahren', 'errand'])
      expect(rightWordFor(name)).toBeUndefined();
  });

  test('explains every right word on the glossary page', () => {
    const page = readFileSync(join(projectRoot, 'docs/glossary.md'), 'utf8');
    for (const word of ['caseFile', 'keyword', 'inbox', 'note', 'followUp', 'substitution', 'clarification', 'journal'])
      expect(page).toContain(`\`${word}\``);
  });
});
