import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Bridge, eventually, shellsOfTests } from './shells-of-tests.ts';

const shell = shellsOfTests();
const { folder, start, callFrom } = shell;

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
  expect(await callFrom('openInEmbed', { address: `${shell.foreignAddress()}/fall/999` })).toMatchObject({
    code: 'not_found',
  });
  expect(await callFrom('screens', {})).toEqual({
    ok: true,
    value: { screens: [{ left: 0, top: 0, width: 1600, height: 1000, isPrimary: true }] },
  });
});

test('a file is saved where the worker says, and a name from a page cannot lead elsewhere', async () => {
  const { state } = await start('save');
  const bytes = async () =>
    (await shell.desk()?.page())?.evaluate(() =>
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
  const { state } = await shell.startUnset('empty');
  expect(await state.exitCode).toBe(1);
  expect(state.boxes[0]?.detail).toContain('arbeitsplatz.json');
});
