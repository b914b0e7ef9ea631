import { expect, type Locator, type Page } from '@playwright/test';

/** Who stands in for whom. */
export class SubstitutionPage {
  readonly page: Page;
  readonly dialog: Locator;
  readonly cards: Locator;
  readonly cases: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Vertretung einrichten' });
    this.cards = page.getByRole('region', { name: 'Vertretungen' }).getByRole('article');
    this.cases = page.getByRole('region', { name: 'Vertretene Akten' });
  }

  async start(): Promise<void> {
    await this.page.getByRole('button', { name: 'Vertretung einrichten' }).click();
    await expect(this.dialog).toBeVisible();
  }

  async choose(field: 'Für wen' | 'Durch wen', name: string): Promise<void> {
    await this.dialog
      .getByRole('combobox', { name: field })
      .or(this.dialog.getByLabel(field, { exact: true }))
      .first()
      .fill(name);
    await this.page.getByRole('option', { name: new RegExp(name) }).click();
  }

  async end(card: Locator): Promise<void> {
    await card.getByRole('button', { name: 'Beenden …' }).click();
    await card.getByRole('button', { name: 'Beenden', exact: true }).click();
  }
}
