import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Account, giveTo, nameOfFolder, type Owner, runAs } from './account.ts';
import { EmbeddedPostgresError, systemCode } from './errors.ts';
import type { Programs } from './programs.ts';

/** The role that owns everything in the embedded database. */
export const OWNER_ROLE = 'aktenpult';
/** The major version of the packaged programs; a cluster belongs to one major version. */
export const MAJOR_VERSION = 18;

const FOLDER = 'postgres';
const UNFINISHED = 'postgres.new-';

/** Where things lie below the data folder: the cluster itself, its password, its log. */
export type ClusterPlaces = { folder: string; cluster: string; password: string; log: string };

const placesIn = (folder: string): ClusterPlaces => ({
  folder,
  cluster: path.join(folder, 'cluster'),
  password: path.join(folder, 'password'),
  log: path.join(folder, 'postgres.log'),
});

export const clusterPlaces = (dataFolder: string): ClusterPlaces => placesIn(path.join(dataFolder, FOLDER));

const versionError = (dataFolder: string, found: number): EmbeddedPostgresError =>
  found > MAJOR_VERSION
    ? new EmbeddedPostgresError(
        'newer-version',
        `Der Datenordner ${dataFolder} wurde mit PostgreSQL ${found} angelegt, diese Zentrale bringt PostgreSQL ${MAJOR_VERSION} mit. ` +
          'Bitte verwenden Sie die neuere Fassung der Zentrale. Am Ordner wurde nichts verändert.',
      )
    : new EmbeddedPostgresError(
        'older-version',
        `Der Datenordner ${dataFolder} wurde mit PostgreSQL ${found} angelegt, diese Zentrale bringt PostgreSQL ${MAJOR_VERSION} mit. ` +
          'Bitte übertragen Sie die Daten mit der bisherigen Fassung (pg_dump). Am Ordner wurde nichts verändert.',
      );

/** Owner of the existing cluster, or undefined before the first start. Refuses other major versions and touches nothing. */
export const inspectCluster = async (dataFolder: string): Promise<Owner | undefined> => {
  const { cluster, folder } = clusterPlaces(dataFolder);
  const found = await stat(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!found) return undefined;
  try {
    const version = Number.parseInt(await readFile(path.join(cluster, 'PG_VERSION'), 'utf8'), 10);
    const { uid, gid } = await stat(cluster);
    if (Number.isNaN(version)) throw new Error('PG_VERSION holds no number');
    if (version !== MAJOR_VERSION) throw versionError(dataFolder, version);
    return { uid, gid };
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    // Another account's folder cannot even be looked into.
    if (['EACCES', 'EPERM'].includes(systemCode(cause))) return { uid: found.uid, gid: found.gid };
    throw new EmbeddedPostgresError(
      'folder-damaged',
      `Der Ordner ${folder} enthält keine vollständige Datenbank. Bitte spielen Sie ihn aus der Sicherung zurück oder ` +
        'benennen Sie ihn um, damit eine neue Datenbank angelegt wird.',
      { cause },
    );
  }
};

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

/** Initialisations that were cut off (power, kill) leave a folder under a name of its own; nothing in it was ever used. */
const removeUnfinished = async (dataFolder: string): Promise<void> => {
  for (const name of await readdir(dataFolder)) {
    if (!name.startsWith(UNFINISHED)) continue;
    // The programs of a killed centre may still write there for a moment.
    await rm(path.join(dataFolder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
};

const makeFolder = async (folder: string, account: Account): Promise<void> => {
  await mkdir(folder, { mode: 0o700 });
  const { uid, gid } = account.identity;
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  await chmod(folder, 0o700);
};

/** From here on the password and the log beside the cluster belong to the centre; PostgreSQL only passes through. */
const closeFolder = async (folder: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  await chown(folder, 0, 0);
  await chmod(folder, 0o711);
};

/** The last lines of `text`, for an error message. */
export const lastLines = (text: string, count = 8): string => text.trimEnd().split('\n').slice(-count).join('\n');

/** The error for a failed start or initialisation, with PostgreSQL's last words; a full disk gets its own sentence. */
export const failure = (code: 'initialisation-failed' | 'start-failed', folder: string, output: string) => {
  if (/No space left on device|could not extend file/.test(output)) {
    return new EmbeddedPostgresError(
      'disk-full',
      `Auf dem Datenträger des Ordners ${folder} ist kein Platz mehr für die Datenbank. Bitte schaffen Sie Platz und ` +
        `starten Sie erneut.\n${lastLines(output)}`,
    );
  }
  const what = code === 'initialisation-failed' ? 'angelegt' : 'gestartet';
  return new EmbeddedPostgresError(
    code,
    `Die Datenbank im Ordner ${folder} konnte nicht ${what} werden. Letzte Meldungen:\n${lastLines(output)}`,
  );
};

/** Same result on every machine: UTF-8, sorted by code point, letters by Unicode, German stems for full text. */
const initdbOptions = (name: string, durable: boolean): string[] => [
  ...['-D', name, '-U', OWNER_ROLE, '--pwfile=../initial-password', '--auth=scram-sha-256', '--encoding=UTF8'],
  ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=german'],
  ...['--data-checksums', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
];

const runInitdb = async (
  places: ClusterPlaces,
  programs: Programs,
  account: Account,
  durable: boolean,
): Promise<void> => {
  const password = randomBytes(24).toString('hex');
  const handedOver = path.join(places.folder, 'initial-password');
  await writeFile(handedOver, `${password}\n`, { mode: 0o600 });
  const { uid, gid } = account.identity;
  if (uid !== undefined && gid !== undefined) await chown(handedOver, uid, gid);
  const options = initdbOptions(nameOfFolder(account, places.cluster), durable);
  const result = runAs(account, programs.initdb, options, places.cluster);
  if (!result.ok) throw failure('initialisation-failed', path.dirname(places.folder), result.output);
  await rm(handedOver);
  await writeFile(places.password, `${password}\n`, { mode: 0o600, flush: true });
};

/** Makes the cluster beside its place and moves it there when complete, so that a cut-off start leaves nothing half done. About 1 s. */
export const initialiseCluster = async (
  dataFolder: string,
  programs: Programs,
  account: Account,
  durable: boolean,
): Promise<void> => {
  await removeUnfinished(dataFolder);
  const unfinished = placesIn(path.join(dataFolder, `${UNFINISHED}${randomUUID()}`));
  try {
    await makeFolder(unfinished.folder, account);
    await makeFolder(unfinished.cluster, account);
    await runInitdb(unfinished, programs, account, durable);
    await closeFolder(unfinished.folder);
    await syncFolder(unfinished.folder);
    await rename(unfinished.folder, clusterPlaces(dataFolder).folder);
    await syncFolder(dataFolder);
  } catch (error) {
    await rm(unfinished.folder, { recursive: true, force: true });
    if (systemCode(error) === 'ENOSPC') throw failure('initialisation-failed', dataFolder, 'No space left on device');
    throw error;
  }
};

/** Puts owner and rights of an existing cluster in order (a restored copy often has others) and returns its password. */
export const openCluster = async (dataFolder: string, account: Account): Promise<string> => {
  const { cluster, password } = clusterPlaces(dataFolder);
  const { uid, gid } = await stat(cluster);
  await giveTo(account, cluster, { uid, gid });
  const text = (await readFile(password, 'utf8').catch(() => '')).trim();
  if (text !== '') return text;
  throw new EmbeddedPostgresError(
    'folder-damaged',
    `Die Datei ${password} mit dem Kennwort der Datenbank fehlt oder ist leer. Bitte spielen Sie sie aus der Sicherung zurück.`,
  );
};
