import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Lock = { packages: Record<string, { license?: string }> };

/** Licences the whole product would have to take over or that limit its use; LGPL too, since we bundle. */
const notAllowed = /GPL|SSPL|BUSL|FSL|CC-BY-NC|UNLICENSED/i;

/** Old packages that name their licence in a file or in a field of former days, looked up there; all of them come with s3rver, for tests. */
const namedElsewhere: Record<string, string> = {
  'node_modules/busboy': 'MIT',
  'node_modules/dicer': 'MIT',
  'node_modules/humanize-number': 'MIT',
  'node_modules/only': 'MIT',
  'node_modules/streamsearch': 'MIT',
};

/** Packages of the lockfile whose licence does not go with a product under the EUPL; one sentence each. */
export function licenceProblems(root: string): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  return Object.entries(lock.packages)
    .filter(([path, { license }]) => path !== '' && !isAllowed(license ?? namedElsewhere[path]))
    .map(
      ([path, { license }]) =>
        `${path} is under “${license ?? 'no licence'}”: choose another package (CONTRIBUTING.md).`,
    );
}

/** Whether an SPDX expression offers at least one licence without copyleft on the whole product. */
export function isAllowed(license: string | undefined): boolean {
  if (!license) return false;
  return license
    .replace(/[()]/g, '')
    .split(/ OR /i)
    .some((choice) => !notAllowed.test(choice));
}
