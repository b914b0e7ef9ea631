import { getDocument, type PDFDocumentProxy, PDFDataRangeTransport } from 'pdfjs-dist';
import { AppError } from '../../../../core/domain/errors.ts';
import type { ByteSource } from '../content-source.ts';
import { drawAhead, dropDrawn } from './drawn-ahead.ts';
import type { PageSize } from './page-layout.ts';
import { takeWorker } from './pdf-worker.ts';

/** Largest piece asked of the backend at once, in bytes. */
const pieceSize = 1024 * 1024;
/** First piece: a small file comes whole, a large one with its head. */
const headSize = 512 * 1024;
/** Longest time opening may take once the first bytes are here, in ms. */
const openLimit = 20_000;

class RangeTransport extends PDFDataRangeTransport {
  readonly #source: ByteSource;
  readonly #onError: (error: unknown) => void;
  readonly #abort = new AbortController();

  constructor(source: ByteSource, head: Uint8Array, onError: (error: unknown) => void) {
    super(source.size, head);
    this.#source = source;
    this.#onError = onError;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#readPieces(begin, end).then(
      (whole) => this.onDataRange(begin, whole),
      (error: unknown) => {
        if (!this.#abort.signal.aborted) this.#onError(error);
      },
    );
  }

  async #readPieces(begin: number, end: number): Promise<Uint8Array> {
    const whole = new Uint8Array(end - begin);
    for (let from = begin; from < end; from += pieceSize) {
      const part = await this.#source.read(from, Math.min(end, from + pieceSize), this.#abort.signal);
      whole.set(part, from - begin);
    }
    return whole;
  }

  override abort(): void {
    this.#abort.abort();
  }
}

export type OpenPdf = {
  pdf: PDFDocumentProxy;
  /** Size of the first page. */
  first: PageSize;
  /** Rejects when bytes can no longer be read, for instance because the pipe broke. */
  failed: Promise<never>;
  close(): void;
};

const options = {
  cMapUrl: new URL('./pdfjs/cmaps/', document.baseURI).href,
  cMapPacked: true,
  standardFontDataUrl: new URL('./pdfjs/standard_fonts/', document.baseURI).href,
  wasmUrl: new URL('./pdfjs/wasm/', document.baseURI).href,
  iccUrl: new URL('./pdfjs/iccs/', document.baseURI).href,
  useWorkerFetch: true,
  enableXfa: false,
  maxImageSize: 64 * 1024 * 1024, // pixels: larger ones are left blank rather than taking the memory
  verbosity: 0,
};
const broken =
  'Diese Datei ist beschädigt (kein gültiges PDF). Sie ist unverändert abgelegt und kann heruntergeladen werden.';
const tooSlow =
  'Diese Datei lässt sich nicht in vertretbarer Zeit öffnen. Sie ist unverändert abgelegt und kann heruntergeladen werden.';

/**
 * Opens a PDF from byte ranges in a worker of its own. Scripts and XFA stay off, nothing is loaded from elsewhere. Throws AppError
 * 'needs_reason' when a password is missing or wrong, 'invalid_input' when it cannot be read or takes too long.
 */
export async function openPdf(source: ByteSource, password: string | null, signal?: AbortSignal): Promise<OpenPdf> {
  const head = await source.read(0, Math.min(source.size, headSize), signal);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const { worker, end } = takeWorker();
  const common = { ...options, worker, password: password ?? '' };
  const task =
    head.byteLength >= source.size
      ? getDocument({ ...common, data: head.slice() })
      : getDocument({
          ...common,
          range: new RangeTransport(source, head, failed.reject),
          disableAutoFetch: true,
          disableStream: true,
          rangeChunkSize: 256 * 1024,
        });
  const close = () => end(task.destroy());
  const late = setTimeout(() => failed.reject(new AppError('invalid_input', tooSlow)), openLimit);
  try {
    const pdf = await Promise.race([task.promise, failed.promise]);
    const page = await Promise.race([pdf.getPage(1), failed.promise]);
    if (signal?.aborted) throw new AppError('cancelled', 'Abgebrochen.');
    return { pdf, first: sizeOf(page), failed: failed.promise, close };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    if ((error as { name?: string }).name === 'PasswordException') throw new AppError('needs_reason', 'Kennwort');
    throw new AppError('invalid_input', broken);
  } finally {
    clearTimeout(late);
  }
}

/** Size of a page in points, as it stands when opened. */
export function sizeOf(page: { getViewport(options: { scale: number }): PageSize }): PageSize {
  const { width, height } = page.getViewport({ scale: 1 });
  return { width, height };
}

/** Opens a PDF that will probably be read next, with its first page drawn. */
export async function openAhead(source: ByteSource, signal: AbortSignal): Promise<OpenPdf> {
  const opened = await openPdf(source, null, signal);
  void drawAhead(opened.pdf, opened.first, signal).catch(() => undefined); // told when it is drawn to be read
  return {
    ...opened,
    close() {
      dropDrawn(opened.pdf);
      opened.close();
    },
  };
}
