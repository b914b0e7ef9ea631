import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { type Hit, hitsOnPage } from './find-in-pdf.ts';

type Marks = ReadonlyMap<number, readonly Hit[]>;
const none: Marks = new Map();

/** Marks the words of a search on the pages near the view; `first` is the hit to bring into view, on the page one came for. */
export function useHighlights(
  pdf: PDFDocumentProxy,
  words: string | null,
  near: readonly number[],
  wantedPage: number | null,
): { marks: Marks; first: Hit | null } {
  const [marks, setMarks] = useState(none);
  useEffect(() => {
    const single = (words ?? '').split(/\s+/).filter((word) => word.length > 1);
    if (single.length === 0) return setMarks(none);
    let isGone = false;
    const read = async () => {
      const found = new Map<number, readonly Hit[]>();
      for (const page of near) {
        const hits = await Promise.all(single.map((word) => hitsOnPage(pdf, page, word)));
        if (isGone) return;
        found.set(page, hits.flat());
      }
      setMarks(found);
    };
    void read();
    return () => {
      isGone = true;
    };
  }, [pdf, words, near]);
  return { marks, first: (wantedPage === null ? null : marks.get(wantedPage)?.[0]) ?? null };
}
