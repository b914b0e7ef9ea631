import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, PDFDataRangeTransport } from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { AppError } from '../../../../core/domain/errors.ts';

GlobalWorkerOptions.workerSrc = workerAddress;

/** Reads bytes from..to (exclusive) of the file shown. */
export type ReadRange = (from: number, to: number, signal: AbortSignal) => Promise<Uint8Array>;

/** Largest piece asked of the backend at once, in bytes. */
const pieceSize = 1024 * 1024;
/** First piece: a small file comes whole, a large one with its head. */
const headSize = 256 * 1024;

class BackendTransport extends PDFDataRangeTransport {
  readonly #read: ReadRange;
  readonly #onError: (error: unknown) => void;
  readonly #abort = new AbortController();

  constructor(size: number, head: Uint8Array, read: ReadRange, onError: (error: unknown) => void) {
    super(size, head);
    this.#read = read;
    this.#onError = onError;
  }

  override requestDataRange(begin: number, end: number): void {
    const pieces = Array.from(
      { length: Math.ceil((end - begin) / pieceSize) },
      (_, index) => begin + index * pieceSize,
    );
    Promise.all(pieces.map((from) => this.#read(from, Math.min(end, from + pieceSize), this.#abort.signal)))
      .then((parts) => {
        const whole = new Uint8Array(end - begin);
        let at = 0;
        for (const part of parts) {
          whole.set(part, at);
          at += part.byteLength;
        }
        this.onDataRange(begin, whole);
      })
      .catch((error: unknown) => {
        if (!this.#abort.signal.aborted) this.#onError(error);
      });
  }

  override abort(): void {
    this.#abort.abort();
  }
}

export type OpenPdf = { pdf: PDFDocumentProxy; close(): void };

/**
 * Opens a PDF from byte ranges. Scripts, XFA and loads from elsewhere stay off. Throws AppError 'needs_reason' when a password is
 * missing or wrong (details.isWrong), 'invalid_input' when it cannot be read.
 */
export async function openPdf(read: ReadRange, size: number, password: string | null): Promise<OpenPdf> {
  const abort = new AbortController();
  const head = await read(0, Math.min(size, headSize), abort.signal);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const common = {
    password: password ?? '',
    cMapUrl: './pdfjs/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: './pdfjs/standard_fonts/',
    wasmUrl: './pdfjs/wasm/',
    iccUrl: './pdfjs/iccs/',
    enableXfa: false,
    isEvalSupported: false,
    maxImageSize: 64 * 1024 * 1024, // pixels: larger ones are left blank rather than taking the memory
    verbosity: 0,
  };
  const task =
    head.byteLength >= size
      ? getDocument({ ...common, data: head })
      : getDocument({
          ...common,
          range: new BackendTransport(size, head, read, failed.reject),
          disableAutoFetch: true,
          disableStream: true,
          rangeChunkSize: 256 * 1024,
        });
  const close = () => {
    abort.abort();
    void task.destroy();
  };
  try {
    const pdf = await Promise.race([task.promise, failed.promise]);
    return { pdf, close };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    const { name, code } = error as { name?: string; code?: number };
    if (name === 'PasswordException') throw new AppError('needs_reason', 'Kennwort', { isWrong: code === 2 });
    throw new AppError(
      'invalid_input',
      'Diese Datei ist beschädigt (kein gültiges PDF). Sie ist unverändert abgelegt und kann heruntergeladen werden.',
    );
  }
}
