import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, chown, readdir } from 'node:fs/promises';
import path from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

export type Owner = { uid: number; gid: number };

/**
 * Who runs PostgreSQL. It refuses to run as root, so a root-owned centre hands it to an account without rights
 * (`identity`); `prefix` is a command that goes before the program.
 */
export type Account = { name: string; identity: Partial<Owner>; prefix: readonly string[] };

/** Where Linux shows a process its own working directory, reachable whatever the rights of the folders above it. */
const OWN_FOLDER = '/proc/self/cwd';

/** Only what PostgreSQL needs: no PG* variables and no secrets of the centre reach it. */
const environment = (): NodeJS.ProcessEnv => {
  const kept = process.platform === 'win32' ? ['PATH', 'Path', 'SystemRoot', 'SystemDrive', 'TEMP', 'TMP'] : ['PATH'];
  const entries = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' };
};

const command = (account: Account, program: string, options: readonly string[]): [string, string[]] => {
  const [first = program, ...rest] = [...account.prefix, program, ...options];
  return [first, rest];
};

/** Starts `program` as `account` with a bare environment; `options` as for spawn. */
export const spawnAs = (
  account: Account,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess => {
  const [first, rest] = command(account, program, args);
  return spawn(first, rest, { windowsHide: true, env: environment(), ...options, ...account.identity });
};

/** Runs `program` as `account` to its end; `output` is standard output and error together. */
export const runAs = (account: Account, program: string, args: readonly string[], folder?: string) => {
  const [first, rest] = command(account, program, args);
  const result = spawnSync(first, rest, {
    ...account.identity,
    cwd: folder ?? (process.platform === 'win32' ? undefined : '/'),
    env: environment(),
    encoding: 'utf8',
    windowsHide: true,
    maxBuffer: 16 * 1024 * 1024,
  });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`;
  return { ok: result.status === 0, output };
};

/** Entries of the account list (`/etc/passwd`) that are not root: name, uid, gid. */
export const unprivilegedAccounts = (list: string): { name: string; uid: number; gid: number }[] =>
  list.split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = ''] = line.split(':');
    const entry = { name, uid: Number(uid), gid: Number(gid) };
    return /^\d+$/.test(uid) && /^\d+$/.test(gid) && entry.uid > 0 ? [entry] : [];
  });

const works = (account: Account): boolean => runAs(account, '/bin/sh', ['-c', 'exit 0']).ok;

/** For a root that may not change its account (one-user namespaces): a name space in which it bears another number. */
const renamedRoot = ({ uid, gid }: Owner): Account => ({
  name: 'root',
  identity: {},
  prefix: ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'],
});

const accountForRoot = (owner: Owner | undefined): Account => {
  const listed = unprivilegedAccounts(readFileSync('/etc/passwd', 'utf8'));
  const named = (name: string) => listed.find((entry) => entry.name === name);
  // initdb wants an account with a name, so it has to be one of the list.
  const preferred = named('postgres') ?? named('nobody') ?? listed[0];
  const candidates: Account[] = [];
  if (owner && owner.uid !== 0) candidates.push({ name: String(owner.uid), identity: owner, prefix: [] });
  else if (preferred) {
    const { name, uid, gid } = preferred;
    candidates.push({ name, identity: { uid, gid }, prefix: [] }, renamedRoot(preferred));
  }
  const found = candidates.find(works);
  if (found) return found;
  throw new EmbeddedPostgresError(
    'account-missing',
    'PostgreSQL darf nicht als root laufen, und ein Konto ohne besondere Rechte ist nicht nutzbar. ' +
      'Bitte legen Sie eines an (zum Beispiel mit „useradd --system postgres“) oder starten Sie die Zentrale nicht als root.',
  );
};

/** The account PostgreSQL runs as. `owner` owns the existing cluster, if there is one: PostgreSQL runs only as its owner. */
export const chooseAccount = (owner: Owner | undefined, folder: string): Account => {
  const own = process.getuid?.();
  if (own === undefined) return { name: 'own', identity: {}, prefix: [] };
  if (own === 0) return accountForRoot(owner);
  if (owner && owner.uid !== own) {
    throw new EmbeddedPostgresError(
      'account-foreign',
      `Die Datenbank im Ordner ${folder} gehört einem anderen Konto (Nummer ${owner.uid}). ` +
        'Bitte starten Sie die Zentrale mit diesem Konto oder als root.',
    );
  }
  return { name: 'own', identity: {}, prefix: [] };
};

const chownTree = async (folder: string, owner: Owner): Promise<void> => {
  await chown(folder, owner.uid, owner.gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) await chownTree(inside, owner);
    else if (entry.isFile()) await chown(inside, owner.uid, owner.gid);
  }
};

/** Gives `folder` and what is in it to the account (a copy restored by root belongs to root) and closes it to others. */
export const giveTo = async (account: Account, folder: string, current: Owner): Promise<void> => {
  const { uid, gid } = account.identity;
  if (uid !== undefined && gid !== undefined && current.uid !== uid) await chownTree(folder, { uid, gid });
  if (process.platform !== 'win32') await chmod(folder, 0o700);
};

/**
 * How PostgreSQL, started with its working directory in `folder`, is to name that folder. Below a folder that its account may
 * not enter (a private folder of root), the plain path does not work, its own working directory does.
 */
export const nameOfFolder = (account: Account, folder: string): string => {
  if (process.platform === 'win32') return folder;
  const enterable = runAs(account, '/bin/sh', ['-c', 'cd -- "$1" && [ -r . ] && [ -w . ]', 'sh', folder]).ok;
  return enterable ? folder : OWN_FOLDER;
};
