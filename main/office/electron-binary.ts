import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Electron is, or a sentence why the desk runs in the browser instead. */
export type ElectronBinary = { path: string } | { path: null; reason: string };

type Options = {
  /** Folder with node_modules. */
  project: string;
  /** Longest time for fetching the binary, in ms. */
  limit?: number;
  /** Try even where fetching it failed lately. */
  isWanted?: boolean;
  platform?: NodeJS.Platform;
  env?: NodeJS.ProcessEnv;
  isRoot?: boolean;
  say?: (line: string) => void;
};

const usualLimit = 60_000;
/** After a failed try the next one waits this long, so that every start of a closed network stays quick. */
const retryAfter = 24 * 60 * 60_000;

/** Finds Electron's binary or fetches it within a short time. Never throws. */
export async function findElectron(options: Options): Promise<ElectronBinary> {
  const { project, platform = process.platform, env = process.env, say = console.log } = options;
  const obstacle = obstacleOf(platform, env, options.isRoot ?? process.getuid?.() === 0);
  if (obstacle) return { path: null, reason: obstacle };
  const found = installedBinary(project, platform, env);
  if (found) return { path: found };
  const installer = join(project, 'node_modules/electron/install.js');
  if (!existsSync(installer)) return { path: null, reason: 'Electron ist nicht installiert.' };
  const failure = join(project, '.cache/electron-nicht-geholt');
  if (!options.isWanted && triedLately(failure)) return { path: null, reason: notFetched };
  say('Electron wird geholt …');
  await runInstaller(installer, options.limit ?? usualLimit, env);
  const installed = installedBinary(project, platform, env);
  if (installed) {
    rmSync(failure, { force: true });
    return { path: installed };
  }
  try {
    mkdirSync(dirname(failure), { recursive: true });
    writeFileSync(failure, '');
  } catch {
    // Then the next start tries again.
  }
  return { path: null, reason: notFetched };
}

const notFetched =
  'Electron ließ sich nicht holen (in geschlossenen Netzen nennt ELECTRON_MIRROR einen Spiegel der Installationsdateien).';

/** The binary that electron's own installer has left, of the version that the package wants. */
export function installedBinary(project: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | null {
  const folder = join(project, 'node_modules/electron');
  const name =
    { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[platform as 'win32'] ?? 'electron';
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    const own = join(env.ELECTRON_OVERRIDE_DIST_PATH, name);
    return existsSync(own) ? own : null;
  }
  try {
    const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version as string;
    const present = readFileSync(join(folder, 'dist/version'), 'utf8').trim().replace(/^v/, '');
    const path = join(folder, 'dist', name);
    return present === wanted && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** What keeps Electron from running here although it may be installed. */
function obstacleOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, isRoot: boolean): string | null {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'Hier ist kein Bildschirm für ein Fenster vorhanden.';
  if (isRoot) return 'Unter dem Konto root läuft Electron nicht geschützt und wird deshalb nicht gestartet.';
  return null;
}

function triedLately(path: string): boolean {
  const tried = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - tried < retryAfter;
}

/** Runs the package's own installer, quietly; what it could not do shows in what is installed afterwards. */
function runInstaller(installer: string, limit: number, env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', env });
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    child.once('error', () => done());
    child.once('close', () => {
      clearTimeout(timer);
      done();
    });
  });
}
