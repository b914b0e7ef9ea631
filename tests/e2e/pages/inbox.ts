import { expect, type Locator, type Page } from '@playwright/test';

/** The Postkorb: letters, the chosen one, filing. */
export class InboxPage {
  readonly page: Page;
  readonly letters: Locator;
  readonly chosen: Locator;
  readonly form: Locator;
  readonly document: Locator;

  constructor(page: Page) {
    this.page = page;
    this.letters = page.getByRole('listbox', { name: /Offene Schreiben|Heute erledigte Schreiben/ });
    this.chosen = this.letters.getByRole('option', { selected: true });
    this.form = page.getByRole('form', { name: 'Ablegen' });
    this.document = page.getByRole('region', { name: 'Dokument', exact: true });
  }

  get rows(): Locator {
    return this.letters.getByRole('option');
  }

  /** A letter whose case and keyword are both sure: Enter files it. */
  get sureRows(): Locator {
    return this.rows.filter({ has: this.page.getByLabel('Akte und Schlagwort sicher') });
  }

  field(name: 'Akte' | 'Schlagwort' | 'Titel' | 'Schreiben vom' | 'Eingang' | 'Absender'): Locator {
    return this.form.getByLabel(name, { exact: true });
  }

  /** All letters as they are told, sorted, for comparing desks; the window must be high enough to draw them all. */
  async told(): Promise<string[]> {
    const count = Number(await this.rows.first().getAttribute('aria-setsize'));
    await expect(this.rows).toHaveCount(count);
    return (await this.rows.allTextContents()).sort();
  }

  async showDone(): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Welche Schreiben' })
      .getByText(/^Heute erledigt/)
      .click();
    await expect(this.page.getByRole('radio', { name: /^Heute erledigt/ })).toBeChecked();
  }

  async showOpen(): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Welche Schreiben' })
      .getByText(/^Offen/)
      .click();
    await expect(this.page.getByRole('radio', { name: /^Offen/ })).toBeChecked();
  }

  /** Chooses file and keyword for a letter whose proposals are not sure. */
  async decide(fileNumber: string, keyword: string): Promise<void> {
    await this.field('Akte').fill(fileNumber);
    await this.page.getByRole('option').filter({ hasText: fileNumber }).first().click();
    await expect(this.field('Akte')).toHaveValue(new RegExp(fileNumber));
    await this.field('Schlagwort').fill(keyword);
    await this.page.getByRole('listbox', { name: 'Schlagwort' }).getByRole('option').first().click();
    await expect(this.field('Schlagwort')).toHaveValue(new RegExp(keyword));
  }

  /** Goes down with J until a letter that can be filed with Enter alone is chosen, one with a title of its own; answers the title. */
  async chooseSureByKeys(): Promise<string> {
    for (let step = 0; step < 30; step += 1) {
      await expect(this.chosen).toHaveCount(1);
      if (await this.chosen.getByLabel('Akte und Schlagwort sicher').count()) {
        await expect(this.field('Akte')).not.toHaveValue('');
        await expect(this.field('Schlagwort')).not.toHaveValue('');
        const title = await this.field('Titel').inputValue();
        if ((await this.rows.filter({ hasText: title }).count()) === 1) return title;
      }
      const before = await this.chosen.getAttribute('aria-posinset');
      await this.page.keyboard.press('j');
      await expect(this.chosen).not.toHaveAttribute('aria-posinset', before ?? '');
    }
    throw new Error('no letter with sure proposals');
  }
}
