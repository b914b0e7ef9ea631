import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { endMovement } from './movement.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** In the dark and enlarged only what depends on it is looked at anew. */
const sizes = {
  '1366': [1366, 768, 'light', { type: 'tag', values: tags }],
  '1920': [1920, 1080, 'dark', { type: 'rule', values: ['color-contrast'] }],
  '200-percent': [683, 384, 'light', { type: 'rule', values: ['target-size'] }],
} as const;

/** Accessible, and nothing runs out of the window, in each size; with SCREENSHOTS a picture is kept for people. Ends at 1366x768, light. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const [size, [width, height, colorScheme, { type, values }]] of Object.entries(sizes)) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await endMovement(page);
    const axe = new AxeBuilder({ page })
      .options({ runOnly: { type, values: [...values] }, resultTypes: ['violations'] })
      .setLegacyMode(); // else each look opens a page of its own to gather what it found in frames
    // What lies half behind an open dialog is no target, so its size is none either.
    if ((await page.getByRole('dialog').count()) > 0) axe.include('[role=dialog]');
    const { violations } = await axe.analyze();
    const told = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' // ')}`,
    );
    expect(told).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: join(folder, `${name}-${size}.png`) });
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.emulateMedia({ colorScheme: 'light' });
}
