import type { Explanation, PageText } from './content-report.ts';

/** What a stream of pages hears from the pool. */
type PageListeners = {
  onPage: (page: PageText) => void;
  onAnswer: () => void;
  onFailure: (explanation: Explanation) => void;
  onClosed: () => void;
};

/** Pages as they come. `start` is called when reading starts; leaving early sets the flag it returned, which stops the worker. */
export function createPageStream(start: (listeners: PageListeners) => Int32Array): AsyncIterable<PageText> {
  return { [Symbol.asyncIterator]: () => readPages(start) };
}

async function* readPages(start: (listeners: PageListeners) => Int32Array): AsyncGenerator<PageText> {
  const pages: PageText[] = [];
  let ended = false;
  let failure: Error | undefined;
  let wake = () => {};
  const notify = () => wake();
  const cancelled = start({
    onPage: (page) => {
      pages.push(page);
      notify();
    },
    onAnswer: () => {
      ended = true;
      notify();
    },
    onFailure: (explanation) => {
      failure = Object.assign(new Error(`Reading page text broke off: ${explanation.code}`), { explanation });
      notify();
    },
    onClosed: () => {
      failure = new Error('The inspection pool is closed');
      notify();
    },
  });
  try {
    for (;;) {
      for (let page = pages.shift(); page; page = pages.shift()) yield page;
      if (failure) throw failure;
      if (ended) return;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (pages.length === 0 && !ended && !failure) await woken;
    }
  } finally {
    Atomics.store(cancelled, 0, 1);
  }
}
