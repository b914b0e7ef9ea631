import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { CaseFilePage } from './pages/case-file.ts';
import { DeskPage } from './pages/desk.ts';
import { type OpenDesk, test } from './support/office.ts';

// What only the desk in Electron has: the Fachverfahren in a view of its own, deep links, windows, menus.

function shellOf(desk: OpenDesk) {
  if (!desk.shell) throw new Error('this spec runs in Electron or its stand-in only');
  return desk.shell;
}
const rowsOf = (embed: Page, worker: string) => embed.getByRole('row').filter({ hasText: worker });
const surname = (name: string) => new RegExp(name.split(',')[0] ?? name, 'i');

test('choosing a case in the view of the Fachverfahren opens its file; a notice made there lands in it', async ({
  openDesk,
}) => {
  const open = await openDesk('hinrichsen');
  const desk = new DeskPage(open.page);
  const file = new CaseFilePage(open.page);
  const embed = await shellOf(open).embedPage();
  const link = rowsOf(embed, 'Broder Hinrichsen').first().getByRole('link').first();
  const name = ((await link.textContent()) ?? '').trim();
  await link.click();
  await expect(desk.title).toContainText(surname(name));
  await expect(file.documents).toBeVisible();
  const before = Number(await file.documents.getByRole('option').first().getAttribute('aria-setsize'));

  await embed.getByRole('link', { name: 'Bescheid erstellen' }).click();
  await embed.getByRole('button', { name: 'Bescheid erstellen' }).click();
  await embed.getByText('An die E-Akte übergeben').click();
  await expect(file.documents.getByRole('option').first()).toHaveAttribute('aria-setsize', String(before + 1));
  await expect(desk.messages).toContainText('abgelegt');
  await desk.expectSynced();
});

test('the view steps aside while a dialog is open and comes back after it', async ({ openDesk }) => {
  const open = await openDesk('hinrichsen');
  const { standIn } = shellOf(open);
  test.skip(standIn === null, 'whether a view is visible can be asked in the stand-in only');
  const desk = new DeskPage(open.page);
  await shellOf(open).embedPage();
  const isVisible = () => [...(standIn?.state.views ?? [])][0]?.isVisible;
  await expect.poll(isVisible).toBe(true);
  await open.page.keyboard.press('Control+k');
  await expect(desk.search).toBeVisible();
  await expect.poll(isVisible).toBe(false);
  await open.page.keyboard.press('Escape');
  await expect.poll(isVisible).toBe(true);
});

test('two windows: the Fachverfahren moves to its own and keeps following; closed by its cross it comes back', async ({
  openDesk,
}) => {
  const open = await openDesk('hinrichsen');
  const { standIn } = shellOf(open);
  test.skip(standIn === null, 'closing by the cross is the window manager of a real desktop');
  if (!standIn) return;
  const desk = new DeskPage(open.page);
  await shellOf(open).embedPage();
  await choose(standIn.state.menu, 'layout.two');
  const second = await standIn.page('fachverfahren');
  await second.getByRole('region', { name: 'Muster-Fachverfahren' }).waitFor();
  await expect
    .poll(() => [...standIn.state.windows].map((window) => window.contentView.children.length))
    .toEqual([0, 1]);
  const link = rowsOf(await standIn.embedPage(), 'Broder Hinrichsen')
    .nth(1)
    .getByRole('link')
    .first();
  const name = ((await link.textContent()) ?? '').trim();
  await link.click();
  await expect(desk.title).toContainText(surname(name));
  [...standIn.state.windows][1]?.close();
  await expect.poll(() => [...standIn.state.windows].map((window) => window.contentView.children.length)).toEqual([1]);
});

test('menus come from the commands of the page and run them', async ({ openDesk }) => {
  const open = await openDesk('hinrichsen');
  const { standIn } = shellOf(open);
  test.skip(standIn === null, 'menus of the system can be read in the stand-in only');
  if (!standIn) return;
  const desk = new DeskPage(open.page);
  await choose(standIn.state.menu, 'go.followUps');
  await expect(desk.title).toHaveText('Wiedervorlagen');
  expect(standIn.state.menu.map((menu) => menu.label)).toEqual(
    expect.arrayContaining(['Aktenpult', 'Bearbeiten', 'Gehe zu', 'Akte', 'Ansicht', 'Fenster', 'Hilfe']),
  );
});

test('a deep link that comes before the log-in opens its file after it', async ({ openDesk, office }) => {
  const open = await openDesk('hinrichsen', { name: 'link', isLoggedIn: false });
  const { standIn } = shellOf(open);
  test.skip(standIn === null, 'a second start is handed over in the stand-in only');
  const cases = JSON.parse(await readFile(join(office.folder, 'beispiel/fachverfahren.json'), 'utf8')).cases as {
    fileNumber: string;
    worker: { name: string };
    household: { name: string };
  }[];
  const own = cases.find(({ worker }) => worker.name === 'Broder Hinrichsen');
  if (!own) throw new Error('no case of his');
  standIn?.startAgain([`aktenpult://akte/${own.fileNumber.toLowerCase()}`]);
  await open.page.getByLabel('Kennung').fill('hinrichsen');
  await open.page.getByLabel('Kennwort', { exact: true }).fill('beispiel');
  await open.page.getByRole('button', { name: 'Anmelden' }).click();
  await expect(new DeskPage(open.page).title).toContainText(surname(own.household.name));
});

type Item = { id?: string; enabled?: boolean; click?: () => void; submenu?: Item[] };

/** Chooses a menu item as soon as it can be chosen. */
async function choose(menu: Item[], id: string): Promise<void> {
  const item = () => menu.flatMap(({ submenu }) => submenu ?? []).find((one) => one.id === id);
  await expect.poll(() => item()?.enabled).toBe(true);
  item()?.click?.();
}
