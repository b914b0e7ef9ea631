import { useEffect, useState } from 'react';
import type { ByteSource } from '../content-source.ts';
import { type OpenPdf, openPdf } from './open-pdf.ts';
import { keepSpareWorker } from './pdf-worker.ts';
import { takePrepared } from './prepared.ts';

export type PdfState =
  | { state: 'opening' }
  | ({ state: 'open' } & Pick<OpenPdf, 'pdf' | 'first'>)
  | { state: 'failed'; error: unknown };

/** Opens a PDF, or takes it as it was opened ahead, and closes it when it is no longer shown. */
export function usePdf(source: ByteSource, password: string | null): PdfState {
  const [state, setState] = useState<PdfState>({ state: 'opening' });
  useEffect(() => {
    const abort = new AbortController();
    setState({ state: 'opening' });
    performance.mark('document-open');
    const opening = (password === null ? takePrepared(source.key) : null) ?? openPdf(source, password, abort.signal);
    const fail = (error: unknown) => {
      if (!abort.signal.aborted) setState({ state: 'failed', error });
    };
    opening.then(({ pdf, first, failed }) => {
      if (abort.signal.aborted) return;
      performance.mark('document-opened');
      setState({ state: 'open', pdf, first });
      failed.catch(fail);
      keepSpareWorker();
    }, fail);
    return () => {
      abort.abort();
      opening.then(({ close }) => close()).catch(() => undefined);
    };
  }, [source, password]);
  return state;
}
