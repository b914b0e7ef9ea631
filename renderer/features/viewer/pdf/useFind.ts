import { useDebouncedValue } from '@mantine/hooks';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useEffectEvent, useState } from 'react';
import { useEscape } from '../../../shared/escape.ts';
import { compareHits, findInPdf, type Hit } from './find-in-pdf.ts';

/** Most hits counted; who looks for a single letter needs no more. */
const mostHits = 5000;
type Found = { hits: Hit[]; current: Hit | null; isSearching: boolean };
const nothing: Found = { hits: [], current: null, isSearching: false };

/** Finding in an open PDF: as one types, from the page being read on; the first hit is gone to at once. */
export function useFind(pdf: PDFDocumentProxy, readPage: () => number) {
  const [isOpen, setIsOpen] = useState(false);
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words, 120);
  const [found, setFound] = useState(nothing);
  const wanted = isOpen && settled.trim() !== '' ? settled : null;

  const startPage = useEffectEvent(readPage);
  useEffect(() => {
    setFound({ ...nothing, isSearching: wanted !== null });
    if (wanted === null) return;
    const abort = new AbortController();
    const add = (more: Hit[]) =>
      setFound((before) => ({
        ...before,
        hits: [...before.hits, ...more].toSorted(compareHits).slice(0, mostHits),
        current: before.current ?? more[0] ?? null,
      }));
    void findInPdf(pdf, wanted, startPage(), add, abort.signal).finally(() => {
      if (!abort.signal.aborted) setFound((before) => ({ ...before, isSearching: false }));
    });
    return () => abort.abort();
  }, [pdf, wanted]);

  const close = () => setIsOpen(false);
  useEscape('close', close, isOpen);
  const { hits, current } = found;
  const at = current ? hits.indexOf(current) : -1;
  return {
    ...found,
    isOpen,
    words,
    at,
    setWords,
    open: () => setIsOpen(true),
    close,
    move(direction: 1 | -1) {
      if (hits.length > 0) setFound({ ...found, current: hits[(at + direction + hits.length) % hits.length] ?? null });
    },
  };
}
