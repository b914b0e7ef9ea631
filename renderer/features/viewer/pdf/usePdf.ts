import { useLayoutEffect, useState } from 'react';
import type { ByteSource } from '../content-source.ts';
import { type OpenPdf, openPdf } from './open-pdf.ts';
import { keepSpareWorker } from './pdf-worker.ts';
import { takePrepared } from '../prepared.ts';

export type PdfState =
  | { state: 'opening' }
  | ({ state: 'open' } & Pick<OpenPdf, 'pdf' | 'first'>)
  | { state: 'failed'; error: unknown };

/** Opens a PDF, or takes it as it was opened ahead, and closes it when it is no longer shown. */
export function usePdf(source: ByteSource, password: string | null): PdfState {
  const [state, setState] = useState<PdfState>({ state: 'opening' });
  // Before the frame is painted: what was opened ahead then stands there at once.
  useLayoutEffect(() => {
    const abort = new AbortController();
    performance.mark('document-open');
    const prepared = password === null ? takePrepared<OpenPdf>(source.key) : null;
    const opening = prepared?.opening ?? openPdf(source, password, abort.signal);
    const fail = (error: unknown) => {
      if (!abort.signal.aborted) setState({ state: 'failed', error });
    };
    const show = ({ pdf, first, failed }: OpenPdf) => {
      performance.mark('document-opened');
      setState({ state: 'open', pdf, first });
      failed.catch(fail);
      keepSpareWorker();
    };
    if (prepared?.ready) show(prepared.ready);
    else {
      setState({ state: 'opening' });
      opening.then((opened) => {
        if (!abort.signal.aborted) show(opened);
      }, fail);
    }
    return () => {
      abort.abort();
      opening.then(({ close }) => close()).catch(() => undefined);
    };
  }, [source, password]);
  return state;
}
