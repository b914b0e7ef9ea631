// Only what needs types or knows the house; formatting and plain lint are in biome.json.
import reactHooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';
import { house } from './build/check/house-rules.ts';

const wordsOfTheTrade =
  'Short words of the trade and no computer words: Hochladen, Abgleich, Schlagwort, auf diesem Gerät, Zentrale. No exclamation marks.';
const computerWords = '(Upload|Download|Cache|Sync|Synchronis\\w*|Server|Client|Backend|User|Account|Ups)';
const shownText = `/(^|[^\\p{L}])${computerWords}($|[^\\p{L}])|\\p{L} ?!(\\s|$)/u`;

const everywhere = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Named exports only: a thing has one name in the whole project (CONTRIBUTING.md).',
  },
  {
    selector: 'TSAsExpression > TSAnyKeyword',
    message: '“as any” switches the types off. Parse with zod at the border, or write a type guard.',
  },
];
const inPages = [
  { selector: `JSXText[value=${shownText}]`, message: wordsOfTheTrade },
  {
    selector: `JSXAttribute[name.name=/^(label|title|placeholder|aria-label|description)$/] Literal[value=${shownText}]`,
    message: wordsOfTheTrade,
  },
];
const inTests = [
  {
    selector: 'CallExpression[callee.property.name="waitForTimeout"]',
    message: 'No sleeps in tests: wait for what you expect (expect.poll, toBeVisible).',
  },
];
const tests = ['**/*.test.ts', '**/*.test.tsx', 'tests/**'];
const restricted = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

export default [
  { ignores: ['**/dist/**', '**/daten/**', '**/generated/**', 'test-results/**', 'playwright-report/**', '.cache/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parser: typescript.parser,
      parserOptions: { projectService: { allowDefaultProject: ['*.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { '@typescript-eslint': typescript.plugin, house },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'house/glossary': 'error',
      ...restricted(everywhere),
    },
  },
  {
    // Records, commands and the contract: here keys are our own words, too.
    files: ['core/**/*.ts'],
    rules: { 'house/glossary': ['error', { amongRecords: true, ownKeys: true }] },
  },
  {
    files: ['db/**/*.ts', 'central/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.tsx'],
    rules: { 'house/glossary': ['error', { amongRecords: true }] },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      ...restricted(everywhere, inPages),
    },
  },
  {
    files: tests,
    rules: { 'house/no-silent-skip': 'error', ...restricted(everywhere, inTests) },
  },
  {
    files: ['**/*.config.ts', 'build/**/vite*.ts', 'tests/**/*-setup.ts', 'tests/**/global-setup.ts'],
    rules: { 'no-restricted-syntax': 'off' }, // the tool asks for a default export
  },
];
