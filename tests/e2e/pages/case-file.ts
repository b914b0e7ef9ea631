import { expect, type Locator, type Page } from '@playwright/test';
import { dropOn, type HandedFile } from './drop.ts';

/** One case file: registers, documents, the chosen one, notes, journal. */
export class CaseFilePage {
  readonly page: Page;
  readonly main: Locator;
  readonly name: Locator;
  readonly documents: Locator;
  readonly chosen: Locator;
  readonly pane: Locator;
  readonly documentTitle: Locator;
  readonly uploadDialog: Locator;

  constructor(page: Page) {
    this.page = page;
    this.main = page.getByRole('main', { name: 'E-Akte' });
    this.name = this.main.getByRole('heading', { level: 1 });
    this.documents = this.main.getByRole('listbox', { name: 'Dokumente', exact: true });
    this.chosen = this.documents.getByRole('option', { selected: true });
    this.pane = this.main.getByRole('region', { name: 'Dokument', exact: true });
    this.documentTitle = this.pane.getByRole('heading', { level: 2 }).first();
    this.uploadDialog = page.getByRole('dialog', { name: /In die Akte ablegen/ });
  }

  /** The first page's own text, which is there once the page can be read. */
  get firstPage(): Locator {
    return this.pane.getByRole('region', { name: 'Seite 1', exact: true });
  }

  /** What can be read of the chosen document, whatever kind it is. */
  get content(): Locator {
    return this.pane.locator('[data-state="drawn"]').first();
  }

  /** Said in the place of a document that is opened with a reason only. */
  get protection(): Locator {
    return this.pane.getByText('Dieses Dokument ist besonders geschützt.');
  }

  async show(part: 'Dokumente' | 'Aktendeckel' | 'Vermerke' | 'Verlauf'): Promise<void> {
    await this.main.getByRole('tab', { name: part }).click();
    await expect(this.main.getByRole('tab', { name: part })).toHaveAttribute('aria-selected', 'true');
  }

  /** All documents as they are told, sorted; the file must be short enough to be drawn at once. */
  async told(): Promise<string[]> {
    await expect(this.documents).toBeVisible();
    return (await this.documents.getByRole('option').allTextContents()).sort();
  }

  /** Writes a note by keys alone. */
  async writeNote(text: string): Promise<void> {
    await this.page.keyboard.press('v');
    await expect(
      this.page.getByRole('dialog', { name: 'Vermerk' }).getByLabel('Vermerk', { exact: true }),
    ).toBeFocused();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Control+Enter');
    await expect(this.page.getByRole('dialog', { name: 'Vermerk' })).toBeHidden();
  }

  /** Chooses files through the menu, as the mouse would. */
  async chooseFiles(files: HandedFile[]): Promise<void> {
    await this.main.getByRole('button', { name: 'Ablegen' }).click();
    const chooser = this.page.waitForEvent('filechooser');
    await this.page.getByRole('menuitem', { name: /Datei hochladen/ }).click();
    await (await chooser).setFiles(files);
  }

  /** Drops files on the open file. */
  async dropFiles(files: HandedFile[]): Promise<void> {
    await dropOn(this.name, files, this.main.getByText('Hier ablegen'));
  }

  /** Files what the upload dialog shows now under a keyword; answers the title. */
  async fileUpload(keyword: string, title?: string): Promise<string> {
    const field = this.uploadDialog.getByLabel('Schlagwort', { exact: true });
    // Emptied first: the keyword of the file before may stand there already.
    await field.fill('');
    await field.fill(keyword);
    await this.page.getByRole('listbox', { name: 'Schlagwort' }).getByRole('option', { name: keyword }).first().click();
    await expect(field).toHaveValue(new RegExp(keyword));
    const titleField = this.uploadDialog.getByLabel('Titel', { exact: true });
    if (title !== undefined) await titleField.fill(title);
    const chosen = await titleField.inputValue();
    await this.uploadDialog.getByRole('button', { name: /^Ablegen/ }).click();
    return chosen;
  }
}
