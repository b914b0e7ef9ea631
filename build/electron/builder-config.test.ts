import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { unbundled } from './vite.electron.config.ts';

const project = resolve(import.meta.dirname, '../..');
// The scheme and the YAML reader that electron-builder itself uses.
const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const scheme = JSON.parse(readFileSync(ofBuilder.resolve('app-builder-lib/scheme.json'), 'utf8'));
const settings = ofBuilder('js-yaml').load(readFileSync(join(project, 'electron-builder.yml'), 'utf8')) as Record<
  string,
  unknown
>;
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(scheme);

test('electron-builder understands every setting, and would tell a misspelt one', () => {
  expect(validate(settings), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...settings, electronFuse: {} })).toBe(false);
  expect(validate({ ...settings, electronFuses: { runAsNode: 'no' } })).toBe(false);
});

test('the fuses close what an installed desk does not need', () => {
  expect(settings.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('every package that stays outside the bundles is taken along and unpacked', () => {
  const files = settings.files as string[];
  for (const name of unbundled) {
    expect(
      files.some((file) => file.startsWith(`node_modules/${name}/`)),
      name,
    ).toBe(true);
  }
  expect(settings.asarUnpack).toContain('node_modules/**');
  expect(settings.npmRebuild).toBe(false);
});
