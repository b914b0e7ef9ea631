import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { ByteSource } from '../content-source.ts';
import { expectFirstPage, whenNothingIsComing } from '../first-page.ts';
import { type OpenPdf, openPdf } from './open-pdf.ts';
import { keepSpareWorker } from './pdf-worker.ts';
import { takePrepared } from '../prepared.ts';

export type PdfState =
  | { state: 'opening' }
  | ({ state: 'open' } & Pick<OpenPdf, 'pdf' | 'first'>)
  | { state: 'failed'; error: unknown };

/** Opens a PDF, or takes it as it was opened ahead, and closes it when it is no longer shown. `onFirstPage` is to be called once a page is drawn. */
export function usePdf(source: ByteSource, password: string | null): { pdf: PdfState; onFirstPage: () => void } {
  const leaveOff = useRef<() => void>(() => undefined);
  const [state, setState] = useState<PdfState>({ state: 'opening' });
  // Before the frame is painted: what was opened ahead then stands there at once.
  useLayoutEffect(() => {
    const abort = new AbortController();
    const arrived = expectFirstPage();
    leaveOff.current = arrived;
    performance.mark('document-open');
    const prepared = password === null ? takePrepared<OpenPdf>(source.key) : null;
    const opening = prepared?.opening ?? openPdf(source, password, abort.signal);
    const fail = (error: unknown) => {
      arrived();
      if (!abort.signal.aborted) setState({ state: 'failed', error });
    };
    const show = ({ pdf, first, failed }: OpenPdf) => {
      performance.mark('document-opened');
      setState({ state: 'open', pdf, first });
      failed.catch(fail);
    };
    if (prepared?.ready) show(prepared.ready);
    else {
      setState({ state: 'opening' });
      opening.then((opened) => {
        if (!abort.signal.aborted) show(opened);
      }, fail);
    }
    return () => {
      arrived();
      abort.abort();
      opening.then(({ close }) => close()).catch(() => undefined);
    };
  }, [source, password]);
  const onFirstPage = useCallback(() => {
    leaveOff.current();
    void whenNothingIsComing().then(keepSpareWorker);
  }, []);
  return { pdf: state, onFirstPage };
}
