import { useEffect, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDesk } from '../../../shared/backend.tsx';
import type { PageSize } from './page-layout.ts';
import { type OpenPdf, openPdf } from './open-pdf.ts';

export type PdfState =
  | { state: 'opening' }
  | { state: 'open'; pdf: OpenPdf['pdf']; sizes: PageSize[] }
  | { state: 'failed'; error: unknown };

/** Opens the PDF of a document and closes it when it is no longer shown. All pages take the size of the first until they are known. */
export function usePdf(source: { scopeId: Id; ownerId: Id; size: number }, password: string | null): PdfState {
  const desk = useDesk();
  const [state, setState] = useState<PdfState>({ state: 'opening' });
  const { scopeId, ownerId, size } = source;
  useEffect(() => {
    let isGone = false;
    let opened: OpenPdf | null = null;
    setState({ state: 'opening' });
    const read = (from: number, to: number, signal: AbortSignal) =>
      desk.content.readRange({ scopeId, ownerId, from, to }, { signal });
    const open = async () => {
      performance.mark('document-open');
      opened = await openPdf(read, size, password);
      const { pdf } = opened;
      const first = sizeOf(await pdf.getPage(1));
      if (isGone) return;
      const sizes = Array.from({ length: pdf.numPages }, () => first);
      setState({ state: 'open', pdf, sizes });
      for (let from = 2; from <= pdf.numPages && !isGone; from += 50) {
        const numbers = Array.from({ length: Math.min(50, pdf.numPages - from + 1) }, (_, index) => from + index);
        const known = await Promise.all(numbers.map(async (number) => sizeOf(await pdf.getPage(number))));
        known.forEach((known, index) => {
          sizes[from - 1 + index] = known;
        });
      }
      const isMixed = sizes.some(({ width, height }) => width !== first.width || height !== first.height);
      if (!isGone && isMixed) setState({ state: 'open', pdf, sizes: [...sizes] });
    };
    open().catch((error: unknown) => {
      if (!isGone) setState({ state: 'failed', error });
    });
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [desk, scopeId, ownerId, size, password]);
  return state;
}

function sizeOf(page: { getViewport(options: { scale: number }): PageSize }): PageSize {
  const { width, height } = page.getViewport({ scale: 1 });
  return { width, height };
}
