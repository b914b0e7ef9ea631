import type { Page } from '@playwright/test';

// Measured inside the page, from the key press (or step) to the frame that shows the outcome, so that the driver's own time is left out.

export type Step = { key: string } | { hash: string };
/** What has to stand there: any element the selector finds that did not stand there before the step. */
export type Outcome = { selector: string };

/** Every way in which a document can stand there: drawn, explained in its place, or asking for its password. */
export const documentShown =
  '[data-viewer][data-state=drawn], [data-viewer] [data-state=drawn], [data-viewer=explained], [data-viewer=password]';

/** Milliseconds from a step to the next frame after its outcome stands in the page. */
export function timeStep(page: Page, step: Step, outcome: Outcome): Promise<number> {
  return page.evaluate(
    ({ taken, selector }) =>
      new Promise<number>((done, failed) => {
        const before = new Set(document.querySelectorAll(selector));
        const isThere = () => [...document.querySelectorAll(selector)].some((element) => !before.has(element));
        const late = setTimeout(() => {
          watch.disconnect();
          const viewer = document.querySelector('[data-viewer]')?.outerHTML.slice(0, 300) ?? 'no viewer';
          const chosen = document.querySelector('[role=option][aria-selected=true]')?.textContent ?? 'nothing';
          failed(new Error(`not shown within 20 s; chosen: ${chosen}; in the viewer: ${viewer}`));
        }, 20_000);
        const from = performance.now();
        const watch = new MutationObserver(() => {
          if (!isThere()) return;
          watch.disconnect();
          clearTimeout(late);
          requestAnimationFrame(() => done(performance.now() - from));
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true });
        if ('hash' in taken) {
          location.hash = taken.hash;
          return;
        }
        const code = taken.key.length === 1 ? `Key${taken.key.toUpperCase()}` : taken.key;
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { key: taken.key, code, bubbles: true, cancelable: true }));
      }),
    { taken: step, selector: outcome.selector },
  );
}

/** Waits until the page has had nothing to do for a while: prepared documents are open, lists are read. */
export async function untilCalm(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        let quiet = 0;
        const from = performance.now();
        const look = (deadline: IdleDeadline) => {
          quiet = deadline.timeRemaining() > 30 ? quiet + 1 : 0;
          if (quiet >= 12 || performance.now() - from > 5_000) done();
          else setTimeout(() => requestIdleCallback(look, { timeout: 1_000 }), 50);
        };
        requestIdleCallback(look, { timeout: 1_000 });
      }),
  );
}

export const sorted = (values: number[]): number[] => values.toSorted((left, right) => left - right);
