import { expect, type Locator, type Page } from '@playwright/test';

export type Area = 'Postkorb' | 'Wiedervorlagen' | 'Meine Akten' | 'Vertretung' | 'Klärung' | 'Zuletzt' | 'Hilfe';

/** What is there on every screen: rail, head, search, messages. */
export class DeskPage {
  readonly page: Page;
  readonly rail: Locator;
  readonly main: Locator;
  readonly head: Locator;
  readonly search: Locator;
  readonly searchField: Locator;
  readonly messages: Locator;
  readonly title: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = page.getByRole('navigation', { name: 'Bereiche' });
    this.main = page.getByRole('main', { name: 'E-Akte' });
    this.head = page.getByLabel('Kopf der E-Akte');
    this.search = page.getByRole('dialog', { name: 'Suchen und Befehle' });
    this.searchField = page.getByRole('combobox', { name: 'Suchen und Befehle' });
    this.messages = page.getByRole('status', { name: 'Meldungen' });
    this.title = this.main.getByRole('heading', { level: 1 });
  }

  /** The entry of the rail; team and substituted baskets have names of their own. */
  area(name: Area): Locator {
    return this.rail.getByRole('link', { name: new RegExp(`^${name}(, \\d+)?$`) });
  }

  async go(name: Area): Promise<void> {
    await this.area(name).click();
    await expect(this.title).toHaveText(name);
  }

  /** The number that stands beside an area; 0 where none stands. */
  async countAt(name: Area): Promise<number> {
    const words = await this.area(name).getAttribute('aria-label');
    return Number(words?.split(', ')[1] ?? 0);
  }

  /** Types into the search without touching the mouse and waits until the first hit is there. */
  async searchFor(text: string): Promise<Locator> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.type(text);
    const first = this.search.getByRole('option').first();
    await expect(first).toBeVisible();
    return first;
  }

  /** Runs a command by its name from the palette. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.type(`>${title}`);
    await this.search.getByRole('option', { name: title }).first().click();
  }

  /** The state of the sync as the head shows it. */
  get syncState(): Locator {
    return this.head.getByRole('button', {
      name: /Abgeglichen|Angehalten|warte[nt]|Offline|verbunden|gestört|angemeldet|Verbunden/,
    });
  }

  async expectSynced(): Promise<void> {
    await expect(this.syncState).toHaveText(/Abgeglichen \d\d:\d\d/);
  }

  async logOut(): Promise<void> {
    await this.runCommand('Abmelden');
    await expect(this.page.getByRole('button', { name: 'Anmelden' })).toBeVisible();
  }

  /** The name of what has the focus, as a screen reader would start to tell it. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      return `${element?.getAttribute('role') ?? element?.tagName.toLowerCase()} ${
        element?.getAttribute('aria-label') ?? element?.textContent?.slice(0, 60) ?? ''
      }`;
    });
  }
}
