import { PDFWorker } from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

// Every document has a worker of its own: what hangs in one does not hold up another and ends with it.

/** How long a worker may take to clean up before it is ended by force, in ms. */
const patience = 1000;

let spare: Worker | null = null;
const startWorker = () => new Worker(workerAddress, { type: 'module', name: 'pdf' });

/** Starts a worker ahead, so that the next document need not wait for it. */
export function keepSpareWorker(): void {
  spare ??= startWorker();
}

export type OwnWorker = {
  worker: PDFWorker;
  /** Ends it, after `cleanUp` or when that takes too long. */
  end(cleanUp: Promise<unknown>): void;
};

/** A worker for one document. */
export function takeWorker(): OwnWorker {
  const thread = spare ?? startWorker();
  spare = null;
  const worker = PDFWorker.create({ port: thread });
  return {
    worker,
    end(cleanUp) {
      const late = new Promise((resolve) => setTimeout(resolve, patience));
      void Promise.race([cleanUp.catch(() => undefined), late]).finally(() => {
        worker.destroy();
        thread.terminate();
      });
    },
  };
}
