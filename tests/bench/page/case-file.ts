import type { Page } from '@playwright/test';
import { longCaseDocuments, type MeasuredDocuments } from './documents-store.ts';
import { documentShown, sorted, timeStep, untilCalm } from './in-page.ts';

/** A document that was not opened ahead, chosen from outside the list, until its first page is drawn. */
export async function measureFirstPage(page: Page, documents: MeasuredDocuments, rounds: number): Promise<number[]> {
  const { mixedCaseId, mixedIds } = documents;
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Every third: neither the one shown nor the one after it, which is opened ahead.
    const id = mixedIds[(round * 3 + 3) % mixedIds.length];
    await untilCalm(page);
    all.push(await timeStep(page, { hash: `#/akte/${mixedCaseId}/${id}` }, { selector: documentShown }));
  }
  return sorted(all);
}

/** J in the list of a file until the next document, which was opened ahead, is drawn. */
export async function measureNextDocument(page: Page, documents: MeasuredDocuments, rounds: number): Promise<number[]> {
  const { mixedCaseId, mixedIds } = documents;
  await timeStep(page, { hash: `#/akte/${mixedCaseId}/${mixedIds[0]}` }, { selector: documentShown });
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await untilCalm(page);
    all.push(await timeStep(page, { key: 'j' }, { selector: documentShown }));
  }
  return sorted(all);
}

/** The step to a case file of 2,000 documents until its list stands there; the file is another one each time, the page has been used. */
export async function measureLongList(page: Page, documents: MeasuredDocuments, rounds: number): Promise<number[]> {
  const rows = `[role=option][aria-setsize="${longCaseDocuments}"]`;
  const all: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await timeStep(page, { hash: '#/postkorb' }, { selector: documentShown });
    // What the page knew of the file is forgotten, as after some days of work.
    await page.reload();
    await page.locator(documentShown).first().waitFor();
    await untilCalm(page);
    all.push(await timeStep(page, { hash: `#/akte/${documents.longCaseId}` }, { selector: rows }));
  }
  return sorted(all);
}

export type LongPdf = { firstPage: number; frames: number[]; blank: number };

/** A PDF of 1,000 pages: until its first page is drawn, then scrolled through evenly; `blank` is the share of frames without a drawn page. */
export async function measureLongPdf(page: Page, documents: MeasuredDocuments, seconds: number): Promise<LongPdf> {
  const { mixedCaseId, mixedIds, longPdfId } = documents;
  await timeStep(page, { hash: `#/akte/${mixedCaseId}/${mixedIds[0]}` }, { selector: documentShown });
  await untilCalm(page);
  const firstPage = await timeStep(page, { hash: `#/akte/${mixedCaseId}/${longPdfId}` }, { selector: documentShown });
  await untilCalm(page);
  return {
    firstPage,
    ...(await scrollThrough(page, '[data-viewer=pdf]', '[data-page]', '[data-state=drawn]', seconds)),
  };
}

/** Scrolls 40 pixels a frame (two and a half screens a second) and notes how long each frame took. */
export async function scrollThrough(
  page: Page,
  scroller: string,
  pages: string,
  drawn: string,
  seconds: number,
): Promise<{ frames: number[]; blank: number }> {
  const noted = await page.evaluate(
    ({ scrollerName, pageName, drawnName, milliseconds }) =>
      new Promise<{ frames: number[]; blank: number }>((done) => {
        const element = document.querySelector(scrollerName) as HTMLElement;
        const box = element.getBoundingClientRect();
        const frames: number[] = [];
        let blank = 0;
        let last = performance.now();
        const end = last + milliseconds;
        const next = () => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          const shown = middle?.closest(pageName);
          if (shown && !shown.matches(drawnName)) blank += 1;
          element.scrollTop += 40;
          if (now < end) requestAnimationFrame(next);
          else done({ frames, blank: blank / frames.length });
        };
        requestAnimationFrame(next);
      }),
    { scrollerName: scroller, pageName: pages, drawnName: drawn, milliseconds: seconds * 1000 },
  );
  return { frames: sorted(noted.frames.slice(1)), blank: noted.blank };
}
