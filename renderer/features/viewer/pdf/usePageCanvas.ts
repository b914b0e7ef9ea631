import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type RefObject, useEffect, useState } from 'react';
import { drawPage, release } from './draw-page.ts';

/** Longest time a page may take to draw before the desk gives up on it, in ms. */
const drawLimit = 20_000;

type Wanted = { pdf: PDFDocumentProxy; number: number; scale: number; quarterTurns: number };

/** Keeps a page drawn within an element, at the screen's resolution; while it is drawn anew, the picture before is stretched. */
export function usePageCanvas(
  place: RefObject<HTMLElement | null>,
  { pdf, number, scale, quarterTurns }: Wanted,
  onDrawn?: (number: number) => void,
): 'drawing' | 'drawn' | 'failed' {
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing');

  useEffect(() => {
    const abort = new AbortController();
    const late = setTimeout(() => {
      abort.abort();
      setState('failed');
    }, drawLimit);
    drawPage(pdf, { number, scale, quarterTurns, pixelRatio: window.devicePixelRatio || 1 }, abort.signal)
      .then((drawn) => {
        if (!drawn) return;
        if (abort.signal.aborted || !place.current) return release(drawn.canvas);
        release(place.current.querySelector('canvas'));
        place.current.replaceChildren(drawn.canvas);
        setState('drawn');
        onDrawn?.(number);
      })
      .catch(() => {
        if (!abort.signal.aborted) setState('failed');
      })
      .finally(() => clearTimeout(late));
    return () => {
      clearTimeout(late);
      abort.abort();
    };
  }, [place, pdf, number, scale, quarterTurns, onDrawn]);

  // What has left the view gives its memory back.
  useEffect(() => {
    const element = place.current;
    return () => {
      release(element?.querySelector('canvas') ?? null);
      if (!pdf.loadingTask.destroyed)
        pdf.getPage(number).then(
          (page) => page.cleanup(),
          () => undefined,
        );
    };
  }, [place, pdf, number]);
  return state;
}
