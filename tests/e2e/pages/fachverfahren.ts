import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** The sample Fachverfahren in its pane, and the desk's bar above it. */
export class FachverfahrenPage {
  readonly bar: Locator;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.bar = page.getByRole('region', { name: 'Muster-Fachverfahren' });
    this.frame = page.frameLocator('iframe[title="Muster-Fachverfahren"]');
  }

  /** Cases of one worker as the list of the Fachverfahren shows them. */
  rowsOf(worker: string): Locator {
    return this.frame.getByRole('row').filter({ hasText: worker });
  }

  async openCase(row: Locator): Promise<string> {
    const name = (await row.getByRole('link').first().textContent()) ?? '';
    await row.getByRole('link').first().click();
    return name.trim();
  }

  get follow(): Locator {
    return this.bar.getByRole('switch');
  }

  /** Makes a notice of the shown case and hands it to the file; answers its title. */
  async makeNotice(): Promise<string> {
    const title = await this.composeNotice();
    await this.frame.getByText('An die E-Akte übergeben').click();
    return title;
  }

  /** Makes a notice of the shown case and leaves it on its page; answers its title. */
  async composeNotice(): Promise<string> {
    await this.frame.getByRole('link', { name: 'Bescheid erstellen' }).click();
    await this.frame.getByRole('button', { name: 'Bescheid erstellen' }).click();
    const title = this.frame.getByRole('heading', { level: 2 }).first();
    await expect(this.frame.getByText('An die E-Akte übergeben')).toBeVisible();
    return ((await title.textContent()) ?? '').trim();
  }
}
