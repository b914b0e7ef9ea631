import type { PDFDocumentProxy } from 'pdfjs-dist';
import { memo, useEffect, useRef } from 'react';
import type { Hit } from './find-in-pdf.ts';
import { mark, rangeOf } from '../find/hit-marks.ts';
import { PageLinks } from './PageLinks.tsx';
import classes from './PdfPages.module.css';
import type { PagePlace } from './page-layout.ts';
import { usePageCanvas } from './usePageCanvas.ts';
import { useTextLayer } from './useTextLayer.ts';

export type PageCallbacks = {
  onDrawn: (number: number) => void;
  /** Told once the text of a page is known. */
  onText: (number: number, hasText: boolean) => void;
  /** The current hit stands on the screen: its place in the window. */
  onHitPlaced: (place: DOMRect) => void;
  onGoTo: (page: number) => void;
};
type PdfPageProps = PageCallbacks & {
  pdf: PDFDocumentProxy;
  place: PagePlace;
  rank: number;
  quarterTurns: number;
  hits: readonly Hit[];
  current: Hit | null;
};
export const noHits: readonly Hit[] = [];

/** One page: its picture, its text above it, links that say where they lead, hits marked. */
export const PdfPage = memo(function PdfPage({
  pdf,
  place,
  rank,
  quarterTurns,
  hits,
  current,
  ...callbacks
}: PdfPageProps) {
  const { onDrawn, onText, onHitPlaced, onGoTo } = callbacks;
  const { number, scale } = place;
  const picture = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const state = usePageCanvas(picture, { pdf, number, scale, quarterTurns, rank }, onDrawn);
  const pieces = useTextLayer(text, { pdf, number, scale, quarterTurns, isDrawn: state === 'drawn' });

  useEffect(() => {
    if (pieces)
      onText(
        number,
        pieces.some((piece) => piece.textContent?.trim()),
      );
  }, [pieces, number, onText]);
  useEffect(() => {
    if (!pieces) return;
    const ranges = hits.flatMap(({ span }) => rangeOf(pieces, span) ?? []);
    return mark('document-hit', ranges);
  }, [pieces, hits]);
  useEffect(() => {
    const range = pieces && current ? rangeOf(pieces, current.span) : null;
    if (!range) return;
    onHitPlaced(range.getBoundingClientRect());
    return mark('document-hit-now', [range]);
  }, [pieces, current, onHitPlaced]);

  return (
    <section
      className={classes.page}
      style={{ top: place.top, left: place.left, width: place.width, height: place.height }}
      aria-label={`Seite ${number}`}
      data-page={number}
      data-state={state}
    >
      <div ref={picture} className={classes.picture} aria-hidden />
      <div ref={text} className={classes.text} />
      {state === 'drawn' ? (
        <PageLinks pdf={pdf} number={number} scale={scale} quarterTurns={quarterTurns} onGoTo={onGoTo} />
      ) : null}
      {state === 'failed' ? (
        <p className={classes.failed}>Diese Seite lässt sich nicht darstellen. Die Datei ist unverändert abgelegt.</p>
      ) : null}
    </section>
  );
});
