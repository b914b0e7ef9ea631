import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useEffectEvent, useState } from 'react';
import { useSought } from '../find/useSought.ts';
import { compareHits, findInPdf, type Hit } from './find-in-pdf.ts';

/** Most hits counted; who looks for a single letter needs no more. */
const mostHits = 5000;
type Found = { hits: Hit[]; current: Hit | null; isSearching: boolean };
const nothing: Found = { hits: [], current: null, isSearching: false };
type Options = {
  /** Words with which the search of the desk led here. */
  highlight: string | null;
  /** The page being read: from there on is looked first. */
  readPage: () => number;
  /** Whether something stands on the screen already; reading comes before looking through the rest of the document. */
  isDrawn: boolean;
};

/** Finding in an open PDF, from the page being read on; the first hit is gone to at once. */
export function useFind(pdf: PDFDocumentProxy, { highlight, readPage, isDrawn }: Options) {
  const { sought, bar } = useSought(highlight);
  const [found, setFound] = useState(nothing);
  const startPage = useEffectEvent(readPage);
  useEffect(() => {
    setFound({ ...nothing, isSearching: sought !== null });
    if (sought === null || !isDrawn) return;
    const abort = new AbortController();
    const add = (more: Hit[]) =>
      setFound((before) => ({
        ...before,
        hits: [...before.hits, ...more].toSorted(compareHits).slice(0, mostHits),
        current: before.current ?? more[0] ?? null,
      }));
    void findInPdf(pdf, sought, startPage(), add, abort.signal).finally(() => {
      if (!abort.signal.aborted) setFound((before) => ({ ...before, isSearching: false }));
    });
    return () => abort.abort();
  }, [pdf, sought, isDrawn]);

  const { hits, current, isSearching } = found;
  const at = current ? hits.indexOf(current) : -1;
  return {
    hits,
    current,
    bar: {
      ...bar,
      at,
      total: hits.length,
      isSearching,
      move(direction: 1 | -1) {
        if (hits.length > 0)
          setFound({ ...found, current: hits[(at + direction + hits.length) % hits.length] ?? null });
      },
    },
  };
}
