import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { drawPage, release } from './draw-page.ts';
import { inTurn } from './draw-queue.ts';
import { takeDrawn } from './drawn-ahead.ts';

/** Longest time a page may take to draw before the desk gives up on it, in ms. */
const drawLimit = 20_000;

type Wanted = {
  pdf: PDFDocumentProxy;
  number: number;
  scale: number;
  quarterTurns: number;
  /** How far it is from what is being read; 0 is drawn first. */
  rank: number;
};

/** Keeps a page drawn within an element, at the screen's resolution; while it is drawn anew, the picture before is stretched. */
export function usePageCanvas(
  place: RefObject<HTMLElement | null>,
  { pdf, number, scale, quarterTurns, rank }: Wanted,
  onDrawn?: (number: number) => void,
): 'drawing' | 'drawn' | 'failed' {
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing');

  const rankNow = useRef(rank);
  rankNow.current = rank;

  // Before the frame is painted, so that a page drawn ahead is never seen white.
  useLayoutEffect(() => {
    const drawing = { number, scale, quarterTurns, pixelRatio: window.devicePixelRatio || 1 };
    const show = (canvas: HTMLCanvasElement) => {
      if (!place.current) return release(canvas);
      release(place.current.querySelector('canvas'));
      place.current.replaceChildren(canvas);
      setState('drawn');
      onDrawn?.(number);
    };
    const ahead = takeDrawn(pdf, drawing);
    if (ahead) show(ahead.canvas);
    if (ahead?.isExact) return;
    const abort = new AbortController();
    let late: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      late = setTimeout(() => {
        abort.abort();
        setState('failed');
      }, drawLimit);
      return drawPage(pdf, drawing, abort.signal);
    };
    inTurn(() => rankNow.current, abort.signal, draw)
      .then((drawn) => {
        if (!drawn) return;
        if (abort.signal.aborted) return release(drawn.canvas);
        show(drawn.canvas);
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
