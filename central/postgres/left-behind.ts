import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Account, runAs } from './account.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { isAlive } from './lock.ts';
import type { Programs } from './programs.ts';

const FAST_MILLISECONDS = 20_000;
const IMMEDIATE_MILLISECONDS = 10_000;

/** The process number PostgreSQL noted in its folder; undefined if it noted none. */
export const notedPid = (cluster: string): number | undefined => {
  try {
    const pid = Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
};

const worksIn = (pid: string, folder: { dev: number; ino: number }): boolean => {
  try {
    if (!path.basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')) return false;
    const own = statSync(`/proc/${pid}/cwd`);
    return own.dev === folder.dev && own.ino === folder.ino;
  } catch {
    return false;
  }
};

/**
 * Numbers of all PostgreSQL processes at work in this cluster. On Linux found by program and folder, so that a process that only
 * inherited a noted number is never mistaken for one; elsewhere the noted number is all there is.
 */
export const processesOf = (cluster: string): number[] => {
  if (process.platform !== 'linux') {
    const pid = notedPid(cluster);
    return pid !== undefined && isAlive(pid) ? [pid] : [];
  }
  const folder = statSync(cluster);
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && worksIn(entry, folder))
    .map(Number);
};

const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself.
    }
  }
};

const goneWithin = async (cluster: string, milliseconds: number): Promise<boolean> => {
  const until = Date.now() + milliseconds;
  while (processesOf(cluster).length > 0) {
    if (Date.now() > until) return false;
    await pause(25);
  }
  return true;
};

const stopOnUnix = async (cluster: string): Promise<boolean> => {
  const found = processesOf(cluster);
  const first = notedPid(cluster);
  // Without its first process (killed), the others end at once or hang: asked at once to leave.
  if (first !== undefined && found.includes(first)) {
    signal([first], 'SIGINT');
    if (await goneWithin(cluster, FAST_MILLISECONDS)) return true;
    signal([first], 'SIGQUIT');
  } else signal(found, 'SIGQUIT');
  if (await goneWithin(cluster, IMMEDIATE_MILLISECONDS)) return true;
  signal(processesOf(cluster), 'SIGKILL');
  return goneWithin(cluster, IMMEDIATE_MILLISECONDS);
};

const stopOnWindows = async (cluster: string, programs: Programs, account: Account): Promise<boolean> => {
  runAs(account, programs.control, ['stop', '-D', cluster, '-m', 'fast', '-t', '30']);
  return goneWithin(cluster, IMMEDIATE_MILLISECONDS);
};

/**
 * Ends every PostgreSQL process of this cluster: in order first, by force after 20 s. Afterwards the cluster may be started
 * (acknowledged work is in its log). Resolves to whether there was any; throws `still-running`.
 */
export const stopProcessesOf = async (cluster: string, programs: Programs, account: Account): Promise<boolean> => {
  const found = processesOf(cluster);
  const windows = process.platform === 'win32';
  const gone =
    found.length === 0 || (await (windows ? stopOnWindows(cluster, programs, account) : stopOnUnix(cluster)));
  if (!gone) {
    const pid = processesOf(cluster)[0];
    throw new EmbeddedPostgresError(
      'still-running',
      `Die von einem früheren Start übrig gebliebene Datenbank im Ordner ${cluster} (Prozess ${pid}) lässt sich nicht beenden. ` +
        'Bitte beenden Sie diesen Prozess von Hand.',
      pid === undefined ? {} : { pid },
    );
  }
  // PostgreSQL refuses to start when its noted number belongs to any living process; here it is known to be none of ours.
  await rm(path.join(cluster, 'postmaster.pid'), { force: true });
  return found.length > 0;
};
