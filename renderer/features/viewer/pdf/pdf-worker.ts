import { PDFWorker } from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

// No two open documents share a worker: what hangs in one does not hold up another. A worker whose document was closed in order reads the
// next one: its code is compiled and in use already, which halves the time to the first page.

/** How long a worker may take to clean up before it is ended by force, in ms. */
const patience = 1000;
/** Documents after which a worker is ended, so that nothing gathers in it. */
const mostDocuments = 40;

type Thread = { worker: PDFWorker; port: Worker; documents: number };
let spare: Thread | null = null;

function startThread(): Thread {
  const port = new Worker(workerAddress, { type: 'module', name: 'pdf' });
  return { worker: PDFWorker.create({ port }), port, documents: 0 };
}

function endThread({ worker, port }: Thread): void {
  worker.destroy();
  port.terminate();
}

/** Starts a worker ahead, so that the next document need not wait for it. */
export function keepSpareWorker(): void {
  spare ??= startThread();
}

export type OwnWorker = {
  worker: PDFWorker;
  /** Gives it back once `cleanUp` is done; ended by force when that fails or takes too long. */
  end(cleanUp: Promise<unknown>): void;
};

/** A worker for one document. */
export function takeWorker(): OwnWorker {
  const thread = spare ?? startThread();
  spare = null;
  thread.documents += 1;
  return {
    worker: thread.worker,
    end(cleanUp) {
      const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('hangs')), patience));
      Promise.race([cleanUp, late]).then(
        () => {
          if (spare || thread.documents >= mostDocuments) endThread(thread);
          else spare = thread;
        },
        () => endThread(thread),
      );
    },
  };
}
