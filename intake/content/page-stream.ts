import type { PageText } from './content-report.ts';
import type { AskOptions, Outcome } from '../workers/worker-pool.ts';

type Start = (options: Pick<AskOptions, 'onPart' | 'signal'>) => Promise<Outcome<unknown>>;

/** Pages as they come. `start` is called when reading starts; leaving early aborts, which stops the worker. */
export function createPageStream(start: Start): AsyncIterable<PageText> {
  return { [Symbol.asyncIterator]: () => readPages(start) };
}

async function* readPages(start: Start): AsyncGenerator<PageText> {
  const pages: PageText[] = [];
  let end: { failure: unknown } | 'all' | null = null;
  let wake = () => {};
  const leaving = new AbortController();
  const onPart = (page: unknown) => {
    pages.push(page as PageText);
    wake();
  };
  void start({ onPart, signal: leaving.signal })
    .then(
      (outcome) => {
        end = 'explanation' in outcome ? { failure: brokenOff(outcome) } : 'all';
      },
      (failure: unknown) => {
        end = { failure };
      },
    )
    .then(() => wake());
  try {
    for (;;) {
      for (let page = pages.shift(); page; page = pages.shift()) yield page;
      const known = end as { failure: unknown } | 'all' | null; // set meanwhile, which the compiler does not see
      if (known === 'all') return;
      if (known) throw known.failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    leaving.abort();
  }
}

function brokenOff({ explanation }: Exclude<Outcome<unknown>, { answer: unknown }>): Error {
  return Object.assign(new Error(`Reading page text broke off: ${explanation.code}`), { explanation });
}
