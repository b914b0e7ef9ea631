import { expect } from '@playwright/test';
import { HOSTILE_PASSWORD, type HostileFile, hostileFiles } from '../../demo/sample/hostile.ts';
import { CaseFilePage } from './pages/case-file.ts';
import type { HandedFile } from './pages/drop.ts';
import { openByNumber, ownCases } from './pages/cases.ts';
import { DeskPage } from './pages/desk.ts';
import { test } from './support/office.ts';

const handed = ({ fileName, claimedMediaType, bytes }: HostileFile): HandedFile => ({
  name: fileName,
  mimeType: claimedMediaType,
  buffer: Buffer.from(bytes),
});

/** What must be seen of each; a sentence where the file cannot be shown. */
const outcome: Record<HostileFile['expectation'], 'shown' | 'explained' | 'either' | 'password'> = {
  broken: 'either', // what is left of it may still be readable
  empty: 'explained',
  password: 'password',
  mislabelled: 'shown',
  sanitised: 'shown',
  archive: 'explained',
  huge: 'shown',
  unknown: 'explained',
  executable: 'explained',
  shown: 'shown',
};

test('every hostile file is taken in, shown or explained, and the desk goes on working', async ({ openDesk }) => {
  const { page } = await openDesk('feddersen');
  const desk = new DeskPage(page);
  const file = new CaseFilePage(page);
  const [chosen] = await ownCases(page);
  if (!chosen) throw new Error('no cases');
  await openByNumber(page, chosen);
  await expect(file.documents).toBeVisible();
  const all = await hostileFiles();

  // Half of them through the menu, half of them dropped.
  const half = Math.ceil(all.length / 2);
  for (const [at, part] of [all.slice(0, half), all.slice(half)].entries()) {
    if (at === 0) await file.chooseFiles(part.map(handed));
    else await file.dropFiles(part.map(handed));
    for (const [index, { key }] of part.entries()) {
      await expect(file.uploadDialog.getByRole('button', { name: /^Ablegen/ })).toBeVisible({ timeout: 30_000 });
      if (index < part.length - 1) await expect(file.uploadDialog).toHaveAccessibleName(new RegExp(`${index + 1} von`));
      await file.fileUpload('Mietvertrag', `Feindlich: ${key}`);
    }
    await expect(file.uploadDialog).toBeHidden();
  }

  for (const { key, expectation } of all) {
    await file.main.getByLabel('Dokumente der Akte filtern').fill(`Feindlich: ${key}`);
    await file.documents.getByRole('option').filter({ hasText: key }).click();
    await expect(file.documentTitle).toHaveText(`Feindlich: ${key}`);
    const explained = file.pane.getByText(/unverändert/).first();
    const wanted = outcome[expectation];
    if (wanted === 'password') {
      const field = file.pane.getByLabel('Kennwort der Datei');
      await field.fill('falsch');
      await file.pane.getByRole('button', { name: 'Öffnen' }).click();
      await expect(file.pane.getByText('Das Kennwort passt nicht.')).toBeVisible();
      await field.fill(HOSTILE_PASSWORD);
      await file.pane.getByRole('button', { name: 'Öffnen' }).click();
      await expect(file.content).toBeVisible({ timeout: 30_000 });
    } else if (wanted === 'shown') await expect(file.content, key).toBeVisible({ timeout: 30_000 });
    else if (wanted === 'explained') await expect(explained, key).toBeVisible({ timeout: 30_000 });
    else await expect(file.content.or(explained).first(), key).toBeVisible({ timeout: 30_000 });
    if (expectation === 'huge') await expect(file.pane.getByText('/2000')).toBeVisible();
  }
  // Nothing of it ran: no script, no request.
  for (const frame of page.frames()) expect(await frame.evaluate(() => Reflect.get(window, 'hostile'))).toBeUndefined();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await desk.go('Postkorb');
  await desk.expectSynced();
});

test('a file that lies in the file already is told before it is filed again', async ({ openDesk }) => {
  const { page } = await openDesk('feddersen');
  const file = new CaseFilePage(page);
  const [, chosen] = await ownCases(page);
  if (!chosen) throw new Error('no cases');
  await openByNumber(page, chosen);
  const text = { name: 'Nachweis.txt', mimeType: 'text/plain', buffer: Buffer.from('Bescheinigung über den Bezug.') };
  await file.chooseFiles([text]);
  const title = await file.fileUpload('Mietvertrag');
  await expect(file.uploadDialog).toBeHidden();
  await file.chooseFiles([{ ...text, name: 'Anderer Name.txt' }]);
  await expect(
    file.uploadDialog.getByText(new RegExp(`Diese Datei liegt schon in der Akte, Blatt .*„${title}“`)),
  ).toBeVisible();
  await file.uploadDialog.getByRole('button', { name: 'Abbrechen' }).click();
  await expect(file.uploadDialog).toBeHidden();
});
