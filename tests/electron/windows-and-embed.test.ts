import { expect, test } from 'vitest';
import { eventually, shellsOfTests } from './shells-of-tests.ts';
import { oneDisplay, twoDisplays } from './start-in-stand-in.ts';

const shell = shellsOfTests();
const { start, callFrom } = shell;

test('two windows stand on two monitors, are remembered, and come into sight when a monitor goes', async () => {
  const { state } = await start('windows', { displays: twoDisplays });
  await callFrom('arrangeWindows', { windows: 'two' });
  await shell.desk()?.page('fachverfahren');
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
  await shell.desk()?.close();

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
  await shell.desk()?.page('fachverfahren');
  const [caseFile, second] = [...state.windows];
  second?.close();
  await eventually(() => state.windows.size).toBe(1);
  caseFile?.close();
  expect(await state.exitCode).toBe(0);
});

test('the Fachverfahren lies over its rectangle, in its own session, without preload, and not over the desk', async () => {
  const { state } = await start('embed');
  await callFrom('placeEmbed', { x: 0, y: 48, width: 640, height: 900 });
  const embed = await shell.desk()?.embedPage();
  await embed?.waitForURL(`${shell.foreignAddress()}/`);
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
  expect(mayDo?.(null, 'clipboard-sanitized-write', shell.foreignAddress(), {})).toBe(false);
  expect(mayDo?.(null, 'media', shell.foreignAddress(), { mediaType: 'video' })).toBe(false);
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
  const page = await shell.desk()?.page();
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
  const embed = await shell.desk()?.embedPage();
  await embed?.waitForURL(`${shell.foreignAddress()}/`);
  await embed?.click('#akte');
  await eventually(() => heard).toContainEqual(['openCaseFile', { fileNumber: '314A103862' }]);
  await embed?.click('#weg');
  await eventually(() => state.openedOutside).toEqual(['https://elsewhere.example/']);
  await embed?.click('#fremd');
  await embed?.click('#fall');
  await embed?.waitForURL(`${shell.foreignAddress()}/fall/314B103879`);
  await eventually(() => heard).toContainEqual(['caseChosen', { fileNumber: '314B103879' }]);
  expect(state.openedOutside).toHaveLength(1);
  expect(embed?.url()).toBe(`${shell.foreignAddress()}/fall/314B103879`);
  // What the desk opens itself is not told back to it.
  await callFrom('openInEmbed', { address: `${shell.foreignAddress()}/fall/314C103896` });
  await embed?.waitForURL(`${shell.foreignAddress()}/fall/314C103896`);
  expect(heard).not.toContainEqual(['caseChosen', { fileNumber: '314C103896' }]);
});

test('a second start hands its link over; a wrong link is told; the global key takes the number that was copied', async () => {
  const { state, startAgain } = await start('outside');
  const page = await shell.desk()?.page();
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
