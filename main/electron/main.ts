import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, globalShortcut, Menu, protocol, safeStorage, session } from 'electron';
import { type DeskConfiguration, readConfiguration } from '../shared/configuration.ts';
import { BackendProcess } from './backend-process.ts';
import { deepLinkInArguments, deepLinkScheme } from './deep-link.ts';
import { deskPageAnswers } from './desk-page.ts';
import { DeskWindows } from './desk-windows.ts';
import { askAfterRepeatedEnds, askForPasswordOnly, tell } from './dialogs.ts';
import { EmbedView, embedPartition } from './embed-view.ts';
import { denyPermissions, guardAllPages } from './hardening.ts';
import { chooseSealer, type KeySealer } from './key-sealer.ts';
import { OutsideRequests } from './links.ts';
import { type Log, openLog } from './log.ts';
import { offerTextMenu, showMenus } from './menus.ts';
import { deskOrigin, deskScheme } from './navigation-rules.ts';
import { watchPages } from './page-troubles.ts';
import { type DeskSetup, readSetup, SetupError, setupPlaces } from './setup.ts';
import { takeShellCalls } from './shell-calls.ts';
import { openWindowMemory } from './window-memory.ts';

// Entry of the desk in Electron: puts the parts together and ends them in order. What they do is in the files beside.

/** The folder of the bundles; page, preload and backend lie beside each other in dist. */
const bundles = __dirname;
const clipboardKey = 'CommandOrControl+Shift+A';

protocol.registerSchemesAsPrivileged([
  { scheme: deskScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

function start(): void {
  app.setName('Aktenpult');
  // No page of any kind without it, also none that Electron makes by itself.
  app.enableSandbox();
  let setup: DeskSetup;
  try {
    const { resourcesPath: resources, platform, env } = process;
    const places = setupPlaces({ userData: app.getPath('userData'), resources, platform, env });
    setup = readSetup(process.argv.slice(1), places, join(app.getPath('userData'), 'daten'));
  } catch (error) {
    return endWith(
      error instanceof SetupError ? error.message : 'Die Einrichtung dieses Arbeitsplatzes ist nicht lesbar.',
    );
  }
  // One desk per data folder: a second start finds the first by this folder.
  const data = resolve(setup.data);
  try {
    mkdirSync(join(data, 'oberflaeche'), { recursive: true });
  } catch {
    return endWith(`Der Ordner ${data} lässt sich nicht anlegen oder beschreiben.`);
  }
  app.setPath('userData', join(data, 'oberflaeche'));
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
  // Installed desks are registered by the installer; a developer's Electron would take over links of all others.
  if (app.isPackaged) app.setAsDefaultProtocolClient(deepLinkScheme);

  // On macOS the link may come before the desk stands.
  let outside: OutsideRequests | null = null;
  const early: string[] = [];
  app.on('open-url', (event, link) => {
    event.preventDefault();
    if (outside) void outside.follow(link);
    else early.push(link);
  });
  app.on('second-instance', (_event, words) => void outside?.secondStart(words));
  void app.whenReady().then(async () => {
    outside = await openDesk(setup, data);
    const link = deepLinkInArguments(process.argv);
    for (const wanted of [...(link ? [link] : []), ...early]) await outside?.follow(wanted);
  });
}

async function openDesk(setup: DeskSetup, data: string): Promise<OutsideRequests | null> {
  const log = openLog(join(data, 'protokoll', 'arbeitsplatz.log'));
  process.on('uncaughtException', (error) => log.failure('uncaught', error));
  process.on('unhandledRejection', (error) => log.failure('unhandled', error));
  log.note('start', { electron: process.versions.electron ?? '', platform: process.platform });

  const configuration = await readConfiguration(setup).catch(() => null);
  if (!configuration) {
    endWith(`Die Angaben des Beispielbüros (${setup.sample}) sind nicht lesbar.`);
    return null;
  }
  const sealer = await keySealer(data);
  if (sealer === 'declined') {
    app.exit(0);
    return null;
  }
  const origins = new Set([
    ...(configuration.fachverfahren ? [configuration.fachverfahren.origin] : []),
    ...setup.fachverfahrenOrigins,
  ]);
  const { embed, windows, outside } = surface({ data, log, configuration, origins });
  const backend = new BackendProcess({
    entry: join(unpacked(bundles), 'backend.mjs'),
    start: { dataFolder: data, centralUrl: setup.central, configuration, keyStore: sealer?.name ?? null },
    sealer,
    log,
    onStopped: () => windows.sendToAll('backendStopped', {}),
    onGivenUp: (message) => void givenUp(message, backend),
  });
  showMenus([], () => undefined);
  takeShellCalls({
    windows,
    embed,
    backend,
    log,
    onCommands: (commands) => showMenus(commands, (command) => windows.send('caseFile', 'runCommand', { command })),
  });
  endInOrder(windows, backend, log);
  backend.start();
  windows.open();
  if (!globalShortcut.register(clipboardKey, () => void outside.openFromClipboard())) log.note('global key is taken');
  windows.get('caseFile')?.webContents.once('did-finish-load', () => console.log(`Aktenpult bereit: ${deskOrigin}/`));
  return outside;
}

/** Windows, the view of the Fachverfahren and what reaches them from outside. */
function surface(parts: { data: string; log: Log; configuration: DeskConfiguration; origins: ReadonlySet<string> }) {
  const { data, log, configuration, origins } = parts;
  session.defaultSession.protocol.handle(deskScheme, deskPageAnswers(join(bundles, '../renderer')));
  const foreign = session.fromPartition(embedPartition);
  for (const one of [session.defaultSession, foreign]) denyPermissions(one);
  // Files leave the desk through its own save dialog only.
  session.defaultSession.on('will-download', (event) => event.preventDefault());

  const embed: EmbedView | null = configuration.fachverfahren
    ? new EmbedView({
        settings: configuration.fachverfahren,
        origins,
        onDeepLink: (link) => void outside.follow(link),
        onCaseChosen: (fileNumber, window) => {
          const page = windows.ofPage(window.webContents);
          if (page) windows.send(page.role, 'caseChosen', { fileNumber });
        },
        onLeave: (window, direction) => {
          window.webContents.focus();
          const page = windows.ofPage(window.webContents);
          if (page) windows.send(page.role, 'runCommand', { command: `pane.${direction}` });
        },
      })
    : null;
  guardAllPages({ session: foreign, guard: (contents) => embed?.guard(contents) });
  app.on('web-contents-created', (_event, contents) => {
    offerTextMenu(contents);
    watchPages(contents, log);
  });
  const windows = new DeskWindows({
    preload: join(bundles, 'desk-preload.cjs'),
    icon: process.platform === 'linux' ? join(bundles, 'icon.png') : null,
    memory: openWindowMemory(join(data, 'fenster.json')),
    isPackaged: app.isPackaged,
    isWayland: process.platform === 'linux' && isWayland(),
    onLoadFailure: (error) => log.failure('page', error),
    onClosed: (role, window) => embed?.windowClosed(window, role === 'caseFile'),
  });
  const fetch = embed?.fetch ?? (() => Promise.reject(new Error('no Fachverfahren')));
  const outside: OutsideRequests = new OutsideRequests(windows, { origins, fetch }, log);
  return { embed, windows, outside };
}

async function keySealer(data: string): Promise<KeySealer | null | 'declined'> {
  const path = join(data, 'schutz.json');
  return chooseSealer({
    storage: safeStorage,
    platform: process.platform,
    readConsent: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8'));
      } catch {
        return null;
      }
    },
    keepConsent: (consent) => writeFileSync(path, JSON.stringify(consent), { mode: 0o600 }),
    ask: askForPasswordOnly,
  });
}

function endInOrder(windows: DeskWindows, backend: BackendProcess, log: Log): void {
  let isClosed = false;
  let isClosing = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => windows.save());
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    globalShortcut.unregisterAll();
    void backend.close().finally(() => {
      isClosed = true;
      log.note('end');
      app.quit();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  // Started by the office: when that ends, so does the desk.
  if (process.env.AKTENPULT_ENDS_WITH_INPUT) process.stdin.on('end', () => app.quit()).resume();
}

async function givenUp(message: string | null, backend: BackendProcess): Promise<void> {
  if (message !== null) {
    await tell('Der Aktenbestand auf diesem Gerät lässt sich nicht öffnen.', message);
    app.exit(1);
  } else if (await askAfterRepeatedEnds()) backend.tryAgain();
  else app.exit(1);
}

/** Says why the desk does not start, on the screen and for whoever started it from a console, and ends. */
function endWith(sentence: string): void {
  console.error(sentence);
  void app.whenReady().then(async () => {
    Menu.setApplicationMenu(null);
    if (BrowserWindow.getAllWindows().length === 0) await tell('Aktenpult kann nicht starten.', sentence);
    app.exit(1);
  });
}

/** The backend runs from outside the archive, where workers, native modules and WebAssembly can be loaded by path. */
function unpacked(folder: string): string {
  return folder.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}

function isWayland(): boolean {
  return process.env.XDG_SESSION_TYPE === 'wayland' && !process.argv.includes('--ozone-platform=x11');
}

start();
