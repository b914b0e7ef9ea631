import type { Page } from '@playwright/test';

/** Waits until nothing fades any more: what fades in, a tooltip under the resting pointer for example, has other colours on its way. */
export async function waitForMovement(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((animation) => animation.finished.catch(() => null)),
    ),
  );
}
