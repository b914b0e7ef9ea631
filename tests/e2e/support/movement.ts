import type { Page } from '@playwright/test';

/**
 * Brings to its end what fades in, a tooltip under the resting pointer for example: on its way it has other colours.
 * Not waited for: a page may draw no frame for a long while, and a fading whose part was replaced never tells its end.
 */
export async function endMovement(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      const ends = animation.effect?.getComputedTiming().endTime;
      if (ends !== undefined && ends !== null && ends !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });
}
