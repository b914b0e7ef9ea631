import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { chromium } from '@playwright/test';
import type { Browser, Frame, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseCaseFile } from './model/cases.ts';
import { sampleCases } from './model/sample-cases.ts';
import { startFachverfahren } from './server.ts';
import type { RunningFachverfahren } from './server.ts';

// The coupling is what two pages of different origins say to each other, so it is tried in a real browser.
const candidates = [
  process.env.CHROMIUM ?? '',
  chromium.executablePath(),
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
];
const executablePath = candidates.find((path) => path && existsSync(path));
const reason = `no Chromium found (looked at ${candidates.filter(Boolean).join(', ')}; CHROMIUM names one)`;
if (!executablePath) console.warn(`SKIPPED: coupling of the sample Fachverfahren: ${reason}`);

const deskPage = `<!doctype html><html lang="de"><title>Pult</title><iframe title="Fachverfahren" width="1000" height="800"></iframe><script>
const frame = document.querySelector('iframe');
window.messages = [];
window.addEventListener('message', (event) => {
  const { bytes, ...message } = event.data;
  const head = bytes && new TextDecoder().decode(new Uint8Array(bytes).slice(0, 5));
  window.messages.push({ ...message, ...(head && { head }), origin: event.origin });
});
window.say = (message) => frame.contentWindow.postMessage({ aktenpult: 1, ...message }, '*');
</script></html>`;

type Message = { type: string; origin: string; [name: string]: unknown };

let browser: Browser;
let fachverfahren: RunningFachverfahren;
let server: Server;
let desk = '';
let page: Page;
const cases = parseCaseFile(sampleCases('2026-11-22'), 'test').cases;
const [first, second] = cases;
if (!first || !second) throw new Error('the sample is empty');

async function openDesk(path: string): Promise<Frame> {
  await page.goto(desk);
  await page.evaluate((address) => {
    const frame = document.querySelector('iframe');
    if (frame) frame.src = address;
  }, fachverfahren.address.slice(0, -1) + path);
  await expect.poll(() => page.frames()[1]?.url()).toContain(fachverfahren.address);
  const frame = page.frames()[1];
  if (!frame) throw new Error('no frame');
  await frame.getByRole('status').last().waitFor();
  return frame;
}

const messages = () => page.evaluate(() => (window as unknown as { messages: Message[] }).messages);
const lastMessage = async () => (await messages()).at(-1);
const say = (message: Record<string, unknown>) =>
  page.evaluate((content) => (window as unknown as { say: (content: unknown) => void }).say(content), message);

describe.skipIf(!executablePath)('the coupling with a desk', () => {
  beforeAll(async () => {
    fachverfahren = await startFachverfahren({
      data: { ...parseCaseFile(sampleCases('2026-11-22'), 'test') },
      port: 0,
      clock: () => '2026-11-22',
    });
    server = createServer((_request, response) =>
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end(deskPage),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    desk = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
    ];
    browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
    await fachverfahren?.close();
  });

  beforeEach(async () => {
    const context = await browser.newContext({ locale: 'de-DE' });
    page = await context.newPage();
    return () => context.close();
  });

  test('a page says that it is ready, and a case is announced once when it is opened', async () => {
    const frame = await openDesk(`/?pult=${encodeURIComponent(desk)}`);
    await expect
      .poll(lastMessage)
      .toMatchObject({ aktenpult: 1, type: 'bereit', origin: fachverfahren.address.slice(0, -1) });
    expect(frame.url()).not.toContain('pult=');
    await frame.getByRole('link', { name: first.household.name }).click();
    await expect.poll(lastMessage).toMatchObject({ aktenpult: 1, type: 'akte-oeffnen', fileNumber: first.fileNumber });
    await frame.getByRole('link', { name: 'Berechnung' }).click();
    await frame.getByRole('heading', { name: /^Berechnung für/ }).waitFor();
    await expect.poll(lastMessage).toMatchObject({ type: 'bereit' });
    await frame.getByRole('button', { name: 'E-Akte öffnen' }).click();
    await expect.poll(lastMessage).toMatchObject({ type: 'akte-oeffnen', fileNumber: first.fileNumber });
    expect((await messages()).filter((message) => message.type === 'akte-oeffnen')).toHaveLength(2);
  });

  test('the desk can show a case, is answered, and is not told to open what it asked for', async () => {
    const frame = await openDesk(`/fall/${first.fileNumber}?pult=${encodeURIComponent(desk)}`);
    await expect.poll(lastMessage).toMatchObject({ type: 'akte-oeffnen', fileNumber: first.fileNumber });
    await say({ type: 'fall-anzeigen', fileNumber: second.fileNumber, requestId: 'a' });
    await frame.getByRole('heading', { level: 1, name: second.household.name }).waitFor();
    await expect.poll(lastMessage).toMatchObject({ type: 'bereit' });
    expect(await messages()).toContainEqual(
      expect.objectContaining({ type: 'fall-angezeigt', ok: true, requestId: 'a' }),
    );
    expect((await messages()).filter((message) => message.type === 'akte-oeffnen')).toHaveLength(1);
    await frame.getByRole('link', { name: 'Fallübersicht' }).click();
    await frame.getByRole('link', { name: second.household.name }).click();
    await expect.poll(lastMessage).toMatchObject({ type: 'akte-oeffnen', fileNumber: second.fileNumber });
  });

  test('a case that does not exist leaves the page where it is and tells the desk', async () => {
    const frame = await openDesk(`/fall/${first.fileNumber}?pult=${encodeURIComponent(desk)}`);
    await expect.poll(lastMessage).toMatchObject({ type: 'akte-oeffnen' });
    await say({ type: 'fall-anzeigen', fileNumber: '31402BG9999999', requestId: 'b' });
    await expect.poll(lastMessage).toMatchObject({ type: 'fall-angezeigt', ok: false, requestId: 'b' });
    expect(await frame.getByRole('heading', { level: 1 }).textContent()).toBe(first.household.name);
  });

  test('a notice is handed over as PDF; refusal and confirmation of the desk are shown', async () => {
    const frame = await openDesk(`/fall/${first.fileNumber}/bescheid?pult=${encodeURIComponent(desk)}`);
    await frame.getByRole('button', { name: 'Bescheid erstellen' }).click();
    await frame.getByRole('button', { name: 'An die E-Akte übergeben' }).click();
    await expect.poll(lastMessage).toMatchObject({ type: 'bescheid-ablegen', fileNumber: first.fileNumber });
    const handed = await lastMessage();
    expect(handed).toMatchObject({
      title: 'Bewilligungsbescheid vom 22.11.2026',
      keyword: 'Bewilligungsbescheid',
      letterDate: '2026-11-22',
      fileName: `Bewilligungsbescheid_2026-11-22_${first.bgNumber}.pdf`,
      mediaType: 'application/pdf',
      head: '%PDF-',
    });
    const state = frame.locator('#ablagestand');
    await say({
      type: 'bescheid-abgelegt',
      ok: false,
      message: 'Die Akte ist geschlossen.',
      requestId: handed?.requestId,
    });
    await expect.poll(() => state.textContent()).toBe('Nicht abgelegt: Die Akte ist geschlossen.');
    await frame.getByRole('button', { name: 'An die E-Akte übergeben' }).click();
    await expect
      .poll(async () => (await messages()).filter((message) => message.type === 'bescheid-ablegen').length)
      .toBe(2);
    expect((await lastMessage())?.requestId).toBe(handed?.requestId);
    await say({ type: 'bescheid-abgelegt', ok: true, message: '', requestId: 'eine andere' });
    await say({ type: 'bescheid-abgelegt', ok: true, message: '', requestId: handed?.requestId });
    await expect.poll(() => state.textContent()).toBe('In der E-Akte abgelegt.');
    await frame.getByRole('link', { name: 'Bescheid erstellen' }).click();
    await frame.getByRole('cell', { name: 'abgelegt', exact: true }).waitFor();
  });

  test.each([
    ['another desk’s origin', 'http://127.0.0.1:9'],
    ['an origin outside this machine', 'https://pult.example'],
    ['something that is no origin', 'javascript:alert(1)'],
  ])('a desk that hands over %s hears nothing and cannot steer', async (_name, origin) => {
    const frame = await openDesk(`/fall/${first.fileNumber}?pult=${encodeURIComponent(origin)}`);
    await say({ type: 'fall-anzeigen', fileNumber: second.fileNumber, requestId: 'c' });
    await frame.getByRole('link', { name: 'Zahlungen', exact: true }).click();
    await frame.getByRole('heading', { name: 'Zahlungen' }).waitFor();
    expect(await frame.getByRole('heading', { level: 1 }).textContent()).toBe(first.household.name);
    expect(await messages()).toEqual([]);
  });

  test('in a window of its own the buttons are links to the desk', async () => {
    await page.goto(`${fachverfahren.address}fall/${first.fileNumber}/bescheid?pult=${encodeURIComponent(desk)}`);
    expect(await page.getByRole('link', { name: 'E-Akte öffnen' }).getAttribute('href')).toBe(
      `aktenpult://akte/${first.fileNumber}`,
    );
    await page.getByRole('button', { name: 'Bescheid erstellen' }).click();
    const link = await page.getByRole('link', { name: 'An die E-Akte übergeben' }).getAttribute('href');
    const source = new URL(link ?? '').searchParams.get('quelle') ?? '';
    expect(Buffer.from(await (await fetch(source)).arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  });
});
