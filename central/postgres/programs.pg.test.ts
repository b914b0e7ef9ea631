import { chmod, cp, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Account, runAs, unprivilegedAccounts } from './account.ts';
import { packageFolder, preparePrograms } from './programs.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('Not run as root: two tests about handing the programs to another account are left out.');

const nobody: Account = { name: 'nobody', identity: { uid: 65534, gid: 65534 }, prefix: [] };
const own: Account = { name: 'own', identity: {}, prefix: [] };

const temporaryFolder = async (mode: number): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-programs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, mode);
  return folder;
};

/** The npm package as npm leaves it without install scripts: no links; in a folder only its owner may enter. */
const privatePackage = async (): Promise<string> => {
  const packaged = path.join(await temporaryFolder(0o700), 'package');
  await cp(packageFolder(), packaged, { recursive: true, verbatimSymlinks: true });
  const libraries = path.join(packaged, 'native', 'lib');
  for (const entry of await readdir(libraries, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(path.join(libraries, entry.name));
  }
  return packaged;
};

test('the links npm left out are made where the programs lie, also by two starts at once', async () => {
  const packaged = await privatePackage();
  const places = { packaged, sharedCopy: path.join(packaged, 'copy') };
  const both = await Promise.all([preparePrograms(own, packaged, places), preparePrograms(own, packaged, places)]);
  for (const programs of both) {
    expect(programs.folder).toBe(path.join(packaged, 'native'));
    expect(runAs(own, programs.postgres, ['--version']).output).toMatch(/PostgreSQL\) 18\./);
  }
  expect(await readdir(packaged)).not.toContain('copy');
});

test.runIf(isRoot)(
  'programs in a private folder of root are copied once to where the account can run them',
  async () => {
    const places = { packaged: await privatePackage(), sharedCopy: path.join(await temporaryFolder(0o755), 'copies') };
    const [programs, second] = await Promise.all([
      preparePrograms(nobody, '/nowhere', places),
      preparePrograms(nobody, '/nowhere', places),
    ]);
    expect(second).toEqual(programs);
    expect(runAs(nobody, programs.postgres, ['--version']).output).toMatch(/PostgreSQL\) 18\./);
    expect(await readdir(places.sharedCopy)).toHaveLength(1);
    const made = (await stat(programs.postgres)).ino;
    await preparePrograms(nobody, '/nowhere', places);
    expect((await stat(programs.postgres)).ino).toBe(made);
    await truncate(programs.postgres, 1000);
    await preparePrograms(nobody, '/nowhere', places);
    expect(runAs(nobody, programs.initdb, ['--version']).ok && runAs(nobody, programs.postgres, ['--version']).ok).toBe(
      true,
    );
  },
);

test.runIf(isRoot)('nothing is copied to a folder in which others could replace what is run', async () => {
  const places = { packaged: await privatePackage(), sharedCopy: await temporaryFolder(0o777) };
  await expect(preparePrograms(nobody, '/nowhere', places)).rejects.toMatchObject({ code: 'programs-not-runnable' });
  expect(await readdir(places.sharedCopy)).toEqual([]);
});

test('accounts without rights are read from the account list, root and broken lines left out', () => {
  const list =
    'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n\nbroken\n+::::::\npostgres:x:70:71::/:/bin/sh\n';
  expect(unprivilegedAccounts(list)).toEqual([
    { name: 'nobody', uid: 65534, gid: 65534 },
    { name: 'postgres', uid: 70, gid: 71 },
  ]);
});
