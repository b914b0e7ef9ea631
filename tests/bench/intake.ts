import { monitorEventLoopDelay } from 'node:perf_hooks';
import { uploadPartLimit } from '../../core/contract/content-shapes.ts';
import type { DeskClient } from '../../core/contract/desk.ts';
import type { Id } from '../../core/domain/ids.ts';
import { type Figure, median, milliseconds, quantile, ratioOf, spread, timed } from './figures.ts';
import { openLargeDesk, writeLargeStore } from './large-desk.ts';
import { longPages, pdfOfPages } from './page/documents-store.ts';

type Watched = { delays: { p99: number; most: number }; answers: number[] };

/** How the desk answers while it takes in a PDF of 1,000 pages: looked into, filed, its text found. */
export async function measureIntake(): Promise<Figure[]> {
  const store = await writeLargeStore({ caseFiles: 20, documents: 100, pages: 5, letters: 0 });
  const pdf = await pdfOfPages(longPages);
  const desk = await openLargeDesk(store.folder);
  const [caseFileId] = store.office.caseFileIds;
  const [keywordId] = store.office.keywordIds;
  if (!caseFileId || !keywordId) throw new Error('no case file');
  try {
    const idle = await watch(desk.client, caseFileId, () => new Promise((done) => setTimeout(done, 3_000)));
    let took = 0;
    const busy = await watch(desk.client, caseFileId, async () => {
      took = await timed(() => takeIn(desk.client, { pdf, caseFileId, keywordId }));
    });
    return [
      {
        what: `event loop of the desk while a PDF of ${longPages.toLocaleString('en')} pages is taken in (${(took / 1000).toFixed(1)} s until its last page is found)`,
        ours: `p99 ${milliseconds(busy.delays.p99)}, longest ${milliseconds(busy.delays.most)}`,
        budget: 'p99 < 20 ms',
        beside: `the same desk with nothing to do: p99 ${milliseconds(idle.delays.p99)}, longest ${milliseconds(idle.delays.most)}`,
        ratio: ratioOf(busy.delays.p99, idle.delays.p99),
      },
      {
        what: 'search and list of a file asked in turn meanwhile',
        ours: `${spread(busy.answers)}, longest ${milliseconds(quantile(busy.answers, 1))}`,
        budget: 'p95 < 50 ms',
        beside: `the same desk with nothing to do: ${spread(idle.answers)}`,
        ratio: ratioOf(median(busy.answers), median(idle.answers)),
      },
    ];
  } finally {
    await desk.close();
    await store.remove();
  }
}

/** Asks the desk again and again while `work` goes on, and watches how long its event loop is held up. */
async function watch(client: DeskClient, caseFileId: Id, work: () => Promise<unknown>): Promise<Watched> {
  const loop = monitorEventLoopDelay({ resolution: 2 });
  const answers: number[] = [];
  let isDone = false;
  const asking = (async () => {
    const list = { caseFileId, registerId: null, keywordId: null, filter: null, showRetracted: false };
    for (let round = 0; !isDone; round += 1) {
      answers.push(
        await timed(() =>
          round % 2 === 0
            ? client.search.query({ text: 'heizkost', caseFileId: null, limit: 30 })
            : client.documents.list(list),
        ),
      );
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  loop.enable();
  await work();
  loop.disable();
  isDone = true;
  await asking;
  const delays = { p99: loop.percentile(99) / 1e6, most: loop.max / 1e6 };
  return { delays, answers: answers.sort((left, right) => left - right) };
}

async function takeIn(
  client: DeskClient,
  { pdf, caseFileId, keywordId }: { pdf: Uint8Array; caseFileId: Id; keywordId: Id },
) {
  const { uploadId } = await client.uploads.begin({ caseFileId, fileName: 'Akte.pdf', size: pdf.length });
  for (let offset = 0; offset < pdf.length; offset += uploadPartLimit) {
    await client.uploads.part({ uploadId, offset, bytes: pdf.slice(offset, offset + uploadPartLimit) });
  }
  await client.uploads.finish({ uploadId });
  const filing = {
    title: 'Akte der Vorbehörde',
    keywordIds: [keywordId],
    letterDate: null,
    receivedDate: null,
    sender: null,
    direction: 'incoming' as const,
    isProtected: false,
  };
  await client.uploads.file({ uploadId, caseFileId, filing });
  const isFound = async () => {
    const { documents } = await client.search.query({ text: `"Blatt ${longPages}"`, caseFileId, limit: 5 });
    return documents.some(({ page }) => page === longPages);
  };
  while (!(await isFound())) await new Promise((done) => setTimeout(done, 20));
}
