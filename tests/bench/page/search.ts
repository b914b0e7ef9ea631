import type { Page } from '@playwright/test';
import { sorted } from './in-page.ts';

const words = [
  'miete',
  'heizkosten',
  'bewilligung',
  'nachzahlung',
  'einkommen',
  'petersen',
  'bescheid',
  'konto',
  'antr',
];

/** Each letter typed into the search, from its key press to the frame that shows the hits to all that stands in the field. */
export async function measureSearch(page: Page): Promise<number[]> {
  const all: number[] = [];
  for (const word of words) {
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Suchen und Befehle' });
    await field.waitFor();
    await field.fill('');
    for (let length = 1; length <= word.length; length += 1) {
      // The watch stands before the key is pressed: the driver sends keys and questions on ways of their own.
      const { shown } = await watchNextKey(page);
      await page.keyboard.press(word[length - 1] as string);
      const took = await shown();
      if (length >= 3) all.push(took);
    }
    await page.keyboard.press('Escape');
  }
  return sorted(all);
}

/** Begins to watch; `shown()` then gives the time from the next key press to the frame in which the list belongs to what stands in the field. */
async function watchNextKey(page: Page): Promise<{ shown: () => Promise<number> }> {
  await page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]') as HTMLElement;
    const shown = new Promise<number>((done, failed) => {
      let from: number | null = null;
      // Asked anew each time: the list is another element once there are hits.
      const isShown = () => {
        const list = dialog.querySelector('[role=listbox]');
        return list !== null && list.getAttribute('aria-busy') !== 'true';
      };
      const late = setTimeout(() => failed(new Error('no hits were shown within 10 s')), 10_000);
      const settle = () => {
        if (from === null || !isShown()) return;
        const start = from;
        watch.disconnect();
        clearTimeout(late);
        requestAnimationFrame(() => done(performance.now() - start));
      };
      const watch = new MutationObserver(settle);
      document.addEventListener(
        'input',
        ({ timeStamp }) => {
          from = timeStamp;
          // React has taken the letter in when this runs; a list that is not busy then shows the answer already.
          setTimeout(settle);
        },
        { once: true },
      );
      watch.observe(dialog, { subtree: true, childList: true, attributes: true });
    });
    shown.catch(() => undefined);
    Reflect.set(globalThis, 'measuredHits', shown);
  });
  return { shown: () => page.evaluate(() => Reflect.get(globalThis, 'measuredHits') as Promise<number>) };
}
