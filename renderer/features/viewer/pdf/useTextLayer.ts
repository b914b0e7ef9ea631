import type { PDFDocumentProxy } from 'pdfjs-dist';
import { TextLayer } from 'pdfjs-dist';
import { type RefObject, useEffect, useState } from 'react';
import { viewportOf } from './draw-page.ts';
import { pixelsPerPoint } from './page-layout.ts';

type Wanted = { pdf: PDFDocumentProxy; number: number; scale: number; quarterTurns: number; isDrawn: boolean };

/** Lays a page's text over its picture, for selecting, finding and screen readers; gives the pieces once they stand there. */
export function useTextLayer(
  place: RefObject<HTMLElement | null>,
  { pdf, number, scale, quarterTurns, isDrawn }: Wanted,
): readonly HTMLElement[] | null {
  const [pieces, setPieces] = useState<readonly HTMLElement[] | null>(null);

  useEffect(() => {
    const element = place.current;
    // The picture comes first; its text can wait for it.
    if (!isDrawn || !element) return;
    let layer: TextLayer | null = null;
    let isGone = false;
    const lay = async () => {
      const page = await pdf.getPage(number);
      if (isGone) return;
      const viewport = viewportOf(page, 1 / pixelsPerPoint, quarterTurns);
      element.replaceChildren();
      layer = new TextLayer({ textContentSource: page.streamTextContent(), container: element, viewport });
      await layer.render();
      if (!isGone) setPieces([...layer.textDivs]);
    };
    lay().catch(() => {
      if (!isGone) setPieces([]); // a page whose text cannot be read is still a picture
    });
    return () => {
      isGone = true;
      layer?.cancel();
      setPieces(null);
    };
  }, [place, pdf, number, quarterTurns, isDrawn]);

  // The layer is laid out in points; zoom only changes this factor.
  useEffect(() => {
    place.current?.style.setProperty('--total-scale-factor', String(scale * pixelsPerPoint));
  }, [place, scale]);
  return pieces;
}
