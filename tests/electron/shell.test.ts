import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type DeskInStandIn, launchBrowser, oneDisplay, startInStandIn, twoDisplays } from './start-in-stand-in.ts';

// The real bundles of main, preload and backend in the stand-in of Electron; no centre, so nobody is logged in here.

const project = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'electron-'));
let foreign: Server;
let foreignAddress: string;
/** Machines under load take their time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
let desk: DeskInStandIn | null = null;
let browser: Browser;

beforeAll(async () => {
  for (const entry of ['build/page.ts', 'build/electron/bundle.ts']) {
    const words = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', entry, '--if-needed'];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: project, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${entry} failed: ${stderr}`);
  }
  browser = await launchBrowser();
  foreign = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.url?.startsWith('/fall/9')) response.statusCode = 404;
    response.end(`<title>Fach</title><a id="akte" href="aktenpult://akte/314A103862">E-Akte</a>
      <a id="weg" href="https://elsewhere.example/">weg</a><a id="fremd" href="http://127.0.0.1:1/x">fremd</a>
      <a id="fall" href="/fall/314B103879">Fall</a>`);
  });
  await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done));
  foreignAddress = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await desk?.close();
  desk = null;
});
afterAll(async () => {
  await browser.close();
  foreign.closeAllConnections();
  foreign.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string, more: Partial<Parameters<typeof startInStandIn>[0]> = {}): Promise<DeskInStandIn> {
  const data = join(folder, name);
  const words = [
    '--central',
    'http://127.0.0.1:1',
    '--data',
    data,
    '--fachverfahren',
    foreignAddress,
    ...(more.words ?? []),
  ];
  desk = await startInStandIn({ browser, userData: join(folder, `${name}-user`), ...more, words });
  return desk;
}

/** What the page gets of Electron, called as the page calls it. */
type Bridge = { call(name: string, input: unknown): Promise<unknown> };
const callFrom = async (name: string, input: unknown, of: DeskInStandIn | null = desk) =>
  (await of?.page())?.evaluate(
    ([call, given]) => (window as unknown as { aktenpult: Bridge }).aktenpult.call(call as string, given),
    [name, input] as const,
  );

test('the page comes from its own scheme under its policy, reaches the backend and shows the log-in', async () => {
  const { page, state, lines } = await start('first');
  expect(state.switches).toContain('sandbox');
  const shown = await page();
  await shown.getByLabel('Kennung').waitFor();
  expect(lines).toContain('Aktenpult bereit: app://desk/');
  expect(state.schemes).toEqual([expect.objectContaining({ scheme: 'app' })]);
  const [window] = [...state.windows];
  expect(window?.isShown).toBe(true);
  expect(window?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  // A script written into the page, as hostile content would try: the policy stops it.
  const ran = await shown.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    await new Promise((done) => setTimeout(done));
    return 'ran' in globalThis;
  });
  expect(ran).toBe(false);
  expect(await shown.evaluate(() => [typeof process, typeof require])).toEqual(['undefined', 'undefined']);
});

test('a wrong password is answered by the real backend', async () => {
  const { page } = await start('log-in');
  const shown = await page();
  await shown.getByLabel('Kennung').fill('jensen');
  await shown.getByLabel('Kennwort', { exact: true }).fill('falsch');
  await shown.getByRole('button', { name: 'Anmelden' }).click();
  await shown
    .getByText(/Zentrale/)
    .first()
    .waitFor();
});

test('calls of the page are checked: unknown ones and wrong input are refused', async () => {
  await start('calls');
  expect(await callFrom('arrangeWindows', { windows: 'seven' })).toMatchObject({ ok: false, code: 'invalid_input' });
  expect(await callFrom('constructor', {})).toMatchObject({ ok: false, code: 'not_found' });
  expect(await callFrom('openInEmbed', { address: 'https://elsewhere.example/' })).toMatchObject({ code: 'forbidden' });
  expect(await callFrom('openInEmbed', { address: `${foreignAddress}/fall/999` })).toMatchObject({ code: 'not_found' });
  expect(await callFrom('screens', {})).toEqual({
    ok: true,
    value: { screens: [{ left: 0, top: 0, width: 1600, height: 1000, isPrimary: true }] },
  });
});

test('a file is saved where the worker says, and a name from a page cannot lead elsewhere', async () => {
  const { state } = await start('save');
  const bytes = async () =>
    (await desk?.page())?.evaluate(() =>
      (window as unknown as { aktenpult: Bridge }).aktenpult.call('saveFile', {
        fileName: '../../etc/passwd',
        bytes: new Uint8Array([1, 2, 255]),
      }),
    );
  expect(await bytes()).toEqual({ ok: true, value: { isSaved: false } });
  state.savePath = join(folder, 'saved.bin');
  expect(await bytes()).toEqual({ ok: true, value: { isSaved: true } });
  expect([...readFileSync(state.savePath)]).toEqual([1, 2, 255]);
  state.savePath = join(folder, 'none/saved.bin');
  expect(await bytes()).toMatchObject({ ok: false, message: expect.stringContaining('nicht speichern') });
});

test('two windows stand on two monitors, are remembered, and come into sight when a monitor goes', async () => {
  const { state } = await start('windows', { displays: twoDisplays });
  await callFrom('arrangeWindows', { windows: 'two' });
  await desk?.page('fachverfahren');
  const placesOf = (of: typeof state) =>
    [...of.windows].map((window) => [window.getBounds(), window.isMaximized()] as const);
  await eventually(() => placesOf(state)).toEqual([
    [{ x: 0, y: 0, width: 1600, height: 960 }, true],
    [{ x: 1600, y: 0, width: 1600, height: 960 }, true],
  ]);
  const [first, second] = [...state.windows];
  first?.unmaximize();
  first?.setBounds({ x: 1700, y: 40, width: 1200, height: 800 });
  second?.unmaximize();
  second?.setBounds({ x: 30, y: 30, width: 1100, height: 700 });
  await desk?.close();

  const again = await start('windows', { displays: twoDisplays });
  await again.page('fachverfahren');
  await eventually(() => placesOf(again.state)).toEqual([
    [{ x: 1700, y: 40, width: 1200, height: 800 }, false],
    [{ x: 30, y: 30, width: 1100, height: 700 }, false],
  ]);
  again.screen.plug(oneDisplay);
  for (const window of again.state.windows) {
    const { x, width } = window.getBounds();
    expect(x + width).toBeLessThanOrEqual(1600);
  }
  again.screen.plug(twoDisplays);
  expect([...again.state.windows][0]?.getBounds()).toEqual({ x: 1700, y: 40, width: 1200, height: 800 });
});

test('closing the window of the Fachverfahren by its cross tells the page, closing the case file ends the desk', async () => {
  const { state } = await start('close');
  await callFrom('arrangeWindows', { windows: 'two' });
  await desk?.page('fachverfahren');
  const [caseFile, second] = [...state.windows];
  second?.close();
  await eventually(() => state.windows.size).toBe(1);
  caseFile?.close();
  expect(await state.exitCode).toBe(0);
});

test('the Fachverfahren lies over its rectangle, in its own session, without preload, and not over the desk', async () => {
  const { state } = await start('embed');
  await callFrom('placeEmbed', { x: 0, y: 48, width: 640, height: 900 });
  const embed = await desk?.embedPage();
  await embed?.waitForURL(`${foreignAddress}/`);
  const [view] = [...state.views];
  expect(view).toMatchObject({ bounds: { x: 0, y: 48, width: 640, height: 900 }, isVisible: true });
  expect(await embed?.evaluate(() => 'aktenpult' in globalThis)).toBe(false);
  // Even with Electron's own channel in its hands the foreign page is not heard.
  const answer = await embed?.evaluate(() =>
    (globalThis as unknown as { __standIn(text: string): Promise<string> }).__standIn(
      JSON.stringify({ type: 'invoke', channel: 'aktenpult:shell', args: ['screens', {}] }),
    ),
  );
  expect(JSON.parse(answer ?? '')).toMatchObject({ ok: false, code: 'forbidden' });
  expect(view?.webContents.session).not.toBe([...state.windows][0]?.webContents.session);
  const reached = await embed?.goto('https://localhost/').catch(() => null);
  expect(reached).toBeNull();
  const mayDo = view?.webContents.session.permissionCheck;
  expect(mayDo?.(null, 'clipboard-sanitized-write', foreignAddress, {})).toBe(false);
  expect(mayDo?.(null, 'media', foreignAddress, { mediaType: 'video' })).toBe(false);
  await callFrom('placeEmbed', null);
  expect(view?.isVisible).toBe(false);
  const [window] = [...state.windows];
  if (window) window.webContents.zoom = 2;
  await callFrom('placeEmbed', { x: 0, y: 48, width: 640, height: 400 });
  expect(view?.bounds).toEqual({ x: 0, y: 96, width: 1280, height: 800 });
});

test('links in the Fachverfahren: its deep links are ours, other pages open outside or not at all', async () => {
  const { state } = await start('links');
  const heard: unknown[] = [];
  const page = await desk?.page();
  await page?.getByLabel('Kennung').waitFor();
  for (const window of state.windows) {
    const { webContents } = window;
    const send = webContents.send.bind(webContents);
    webContents.send = (channel, ...args) => {
      heard.push(args);
      send(channel, ...args);
    };
  }
  await callFrom('placeEmbed', { x: 0, y: 48, width: 640, height: 900 });
  const embed = await desk?.embedPage();
  await embed?.waitForURL(`${foreignAddress}/`);
  await embed?.click('#akte');
  await eventually(() => heard).toContainEqual(['openCaseFile', { fileNumber: '314A103862' }]);
  await embed?.click('#weg');
  await eventually(() => state.openedOutside).toEqual(['https://elsewhere.example/']);
  await embed?.click('#fremd');
  await embed?.click('#fall');
  await embed?.waitForURL(`${foreignAddress}/fall/314B103879`);
  await eventually(() => heard).toContainEqual(['caseChosen', { fileNumber: '314B103879' }]);
  expect(state.openedOutside).toHaveLength(1);
  expect(embed?.url()).toBe(`${foreignAddress}/fall/314B103879`);
  // What the desk opens itself is not told back to it.
  await callFrom('openInEmbed', { address: `${foreignAddress}/fall/314C103896` });
  await embed?.waitForURL(`${foreignAddress}/fall/314C103896`);
  expect(heard).not.toContainEqual(['caseChosen', { fileNumber: '314C103896' }]);
});

test('a second start hands its link over; a wrong link is told; the global key takes the number that was copied', async () => {
  const { state, startAgain } = await start('outside');
  const page = await desk?.page();
  await page?.getByLabel('Kennung').waitFor();
  const heard: unknown[] = [];
  const [window] = [...state.windows];
  if (window) window.webContents.send = (_channel, ...args) => void heard.push(args);
  startAgain(['--allow-file-access-from-files', 'aktenpult://akte/31402bg0001234']);
  await eventually(() => heard).toEqual([['openCaseFile', { fileNumber: '31402BG0001234' }]]);
  expect(window?.hasFocus).toBe(true);
  startAgain(['aktenpult://akte/']);
  await eventually(() => state.boxes.at(-1)?.message ?? '').toContain('unvollständig');
  state.clipboard = 'BG 31402//0001235';
  state.globalKeys.get('CommandOrControl+Shift+A')?.();
  await eventually(() => heard.at(-1)).toEqual(['openCaseFile', { fileNumber: '31402BG0001235' }]);
  state.clipboard = 'nichts';
  state.globalKeys.get('CommandOrControl+Shift+A')?.();
  await eventually(() => heard.at(-1)).toEqual(['runCommand', { command: 'search.open' }]);
});

test('a program that holds the lock already leaves everything to the first', async () => {
  const { state } = await start('second', { isSecondStart: true });
  expect(await state.exitCode).toBe(0);
  expect(state.windows.size).toBe(0);
});

test('the backend is started again when it ends, and the page goes on; after four ends in a minute the worker is asked', async () => {
  const { state, page } = await start('crash');
  const shown = await page();
  await shown.getByLabel('Kennung').waitFor();
  for (let crashes = 1; crashes <= 4; crashes += 1) {
    await eventually(() => state.processes.length).toBe(crashes);
    state.processes.at(-1)?.crash();
    if (crashes === 1) {
      await eventually(() => state.processes.length).toBe(2);
      await shown.getByLabel('Kennung').fill('jensen');
      await shown.getByLabel('Kennwort', { exact: true }).fill('x');
      await shown.getByRole('button', { name: 'Anmelden' }).click();
      await shown
        .getByText(/Zentrale/)
        .first()
        .waitFor();
    }
  }
  await eventually(() => state.boxes.at(-1)?.message ?? '').toContain('lässt sich zurzeit nicht öffnen');
  expect(await state.exitCode).toBe(1);
  const log = readFileSync(join(folder, 'crash/protokoll/arbeitsplatz.log'), 'utf8');
  expect(log).toContain('backend ended code=133 again=true');
  expect(log).not.toContain('jensen');
});

test('a page that is loaded anew gets a new port', async () => {
  const { page } = await start('reload');
  const shown = await page();
  await shown.getByLabel('Kennung').waitFor();
  await shown.reload();
  await shown.getByLabel('Kennung').waitFor();
  await shown.getByLabel('Kennung').fill('jensen');
  await shown.getByLabel('Kennwort', { exact: true }).fill('x');
  await shown.getByRole('button', { name: 'Anmelden' }).click();
  await shown
    .getByText(/Zentrale/)
    .first()
    .waitFor();
});

test('without a key store the worker is asked once, and without her consent nothing is opened', async () => {
  const declined = await start('consent', { keyStore: 'basic_text' });
  expect(await declined.state.exitCode).toBe(0);
  expect(declined.state.boxes).toEqual([
    expect.objectContaining({ message: 'Ohne Schlüsselspeicher weiterarbeiten?' }),
  ]);
  expect(declined.state.windows.size).toBe(0);
  await declined.close();
  const agreed = await start('consent', { keyStore: 'basic_text', answerBox: () => 1 });
  await (await agreed.page()).getByLabel('Kennung').waitFor();
  expect(existsSync(join(folder, 'consent/schutz.json'))).toBe(true);
  await agreed.close();
  const later = await start('consent', { keyStore: 'basic_text' });
  await (await later.page()).getByLabel('Kennung').waitFor();
  expect(later.state.boxes).toEqual([]);
});

test('a desk that is not set up says what is missing and ends with 1', async () => {
  desk = await startInStandIn({ browser, words: [], userData: join(folder, 'empty') });
  expect(await desk.state.exitCode).toBe(1);
  expect(desk.state.boxes[0]?.detail).toContain('arbeitsplatz.json');
});
