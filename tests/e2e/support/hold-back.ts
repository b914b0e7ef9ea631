import type { Page } from '@playwright/test';

/** Holds back what the page says to its desk, until it is let go. */
export async function holdBack(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { send } = WebSocket.prototype;
    const held: (() => void)[] = [];
    WebSocket.prototype.send = function (...words) {
      held.push(() => send.apply(this, words));
    };
    Object.assign(window, {
      letGo: () => {
        WebSocket.prototype.send = send;
        for (const one of held) one();
      },
    });
  });
  return () => page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
}
