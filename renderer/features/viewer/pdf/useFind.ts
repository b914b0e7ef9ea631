import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { useEscape } from '../../../shared/escape.ts';
import { findInPdf, type Hit } from './find-in-pdf.ts';

/** Finding in an open PDF: as one types, from the first page on; the first hit is gone to at once. */
export function useFind(pdf: PDFDocumentProxy, onHit: (hit: Hit) => void) {
  const [isOpen, setIsOpen] = useState(false);
  const [words, setWords] = useState('');
  const [hits, setHits] = useState<Hit[]>([]);
  const [at, setAt] = useState(0);
  const [isSearching, setIsSearching] = useState(false);

  useEffect(() => {
    setHits([]);
    setAt(0);
    if (!isOpen || words.trim() === '') return;
    const abort = new AbortController();
    let isFirst = true;
    setIsSearching(true);
    findInPdf(
      pdf,
      words,
      (found) => {
        setHits(found);
        if (isFirst && found[0]) {
          isFirst = false;
          onHit(found[0]);
        }
      },
      abort.signal,
    )
      .catch(() => undefined) // the document was closed meanwhile
      .finally(() => {
        if (!abort.signal.aborted) setIsSearching(false);
      });
    return () => abort.abort();
  }, [pdf, words, isOpen]);

  const close = () => setIsOpen(false);
  useEscape('close', close, isOpen);
  return {
    isOpen,
    words,
    hits,
    at,
    isSearching,
    setWords,
    open: () => setIsOpen(true),
    close,
    move: (direction: 1 | -1) => {
      if (hits.length === 0) return;
      const next = (at + direction + hits.length) % hits.length;
      setAt(next);
      onHit(hits[next] as Hit);
    },
  };
}
