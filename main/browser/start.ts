import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { startBackend } from '../../backend/start.ts';
import { readConfiguration } from '../shared/configuration.ts';
import { Access } from './access.ts';
import { startInElectron } from './electron-first.ts';
import { type DeskOptions, help, OptionError, readDeskOptions } from './options.ts';
import { startPageServer } from './page-server.ts';

const project = resolve(import.meta.dirname, '../..');

/** The desk in the system's browser: page and backend on 127.0.0.1. */
async function startDesk(options: DeskOptions): Promise<{ address: string; close(): Promise<void> }> {
  const access = new Access();
  const backend = await startBackend({
    dataFolder: resolve(options.data),
    centralUrl: options.central,
    configuration: await readConfiguration(options),
    keyStore: null,
    onUnexpectedError: (error, where) => {
      // Only the kind of error and its place: messages may carry content of files.
      console.error(
        `Unerwarteter Fehler in ${where}: ${error instanceof Error ? `${error.name}\n${error.stack?.split('\n').slice(1, 6).join('\n')}` : typeof error}`,
      );
    },
  });
  const server = await startPageServer({
    folder: join(project, 'dist/renderer'),
    port: options.port,
    frameOrigin: options.fachverfahren ? new URL(options.fachverfahren).origin : null,
    onConnection: (port) => backend.serve(port, (word) => access.welcome(word)),
  }).catch(async (error: unknown) => {
    await backend.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new OptionError(`Der Anschluss ${options.port} ist schon belegt. Bitte mit „--port“ einen anderen wählen.`);
    }
    throw error;
  });
  return {
    address: `${server.origin}/#zugang=${access.newToken()}`,
    close: async () => {
      await server.close();
      await backend.close();
    },
  };
}

/** Opens an address in the system's browser; where there is none, the printed address is enough. */
function openInBrowser(address: string): void {
  const [command, ...words] =
    process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : process.platform === 'darwin' ? ['open'] : ['xdg-open'];
  const child = spawn(command as string, [...words, address], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('Kein Browser gefunden. Bitte die genannte Adresse selbst öffnen.'));
  child.unref();
}

try {
  const options = readDeskOptions(process.argv.slice(2));
  if (options) {
    const electron = await startInElectron(options, project);
    const desk = electron ?? (await startDesk(options));
    let isClosing = false;
    const close = async () => {
      if (isClosing) return;
      isClosing = true;
      await desk.close();
      process.exit(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void close());
    if (process.env.AKTENPULT_ENDS_WITH_INPUT) process.stdin.on('end', () => void close()).resume();
    console.log(`Aktenpult bereit: ${desk.address}`);
    if (electron) void electron.ended.then((code) => process.exit(code));
    else if (options.open) openInBrowser(desk.address);
  } else console.log(help);
} catch (error) {
  console.error(
    error instanceof OptionError
      ? error.message
      : `Der Arbeitsplatz konnte nicht starten: ${error instanceof Error ? error.message : error}`,
  );
  process.exit(1);
}
