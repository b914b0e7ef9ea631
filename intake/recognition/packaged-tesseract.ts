import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { GreyPicture } from '../pages/grey-picture.ts';
import { createWorkerPool } from '../workers/worker-pool.ts';
import type { RecognitionJob, RecognitionSettings } from './recognition-worker.ts';
import type { RecognisedPage, Recogniser } from './recogniser.ts';

export type PackagedTesseractOptions = {
  /** The worker's module: `recognition-worker.ts` beside this file, or the bundled one. */
  workerUrl?: URL;
  /** The module beside whose packages the program and its language data lie; this one by default. */
  packagesFrom?: string;
  /** Pages at a time; default one per processor. */
  size?: number;
  /** Milliseconds of processor time one page may take; default 120,000. */
  timeLimit?: number;
};

/** The recogniser that comes along and needs nothing: WebAssembly in worker threads. */
export function createPackagedTesseract(options: PackagedTesseractOptions = {}): Recogniser {
  const size = options.size ?? availableParallelism();
  const pool = createWorkerPool<RecognitionJob, RecognisedPage>({
    workerUrl: options.workerUrl ?? new URL('./recognition-worker.ts', import.meta.url),
    settings: packagedFiles(options.packagesFrom ?? import.meta.url),
    size,
    timeLimit: options.timeLimit ?? 120_000,
  });
  return {
    name: 'packaged',
    size,
    recognise: (picture, how = {}) =>
      pool.ask({ picture, isSample: how.isSample ?? false }, { ...how, transfer: ownBuffer(picture) }),
    close: () => pool.close(),
  };
}

function ownBuffer({ grey }: GreyPicture): ArrayBuffer[] {
  return grey.buffer instanceof ArrayBuffer ? [grey.buffer] : [];
}

/** Where the packaged program and the German language data lie, seen from the module at `from`. */
function packagedFiles(from: string): RecognitionSettings {
  const require = createRequire(from);
  // The program is a package of the package: looked up from there, as it looks it up itself.
  const core = createRequire(require.resolve('tesseract.js/package.json')).resolve('tesseract.js-core/package.json');
  const language = require.resolve('@tesseract.js-data/deu/package.json');
  return {
    corePath: join(dirname(core), 'tesseract-core-simd-lstm.js'),
    languagePath: join(dirname(language), '4.0.0_best_int/deu.traineddata.gz'),
  };
}
