import type { PDFDocumentProxy, RenderTask } from 'pdfjs-dist';
import { TextLayer } from 'pdfjs-dist';
import { memo, useEffect, useRef, useState } from 'react';
import { foldGerman } from '../../../../core/domain/folding.ts';
import classes from './PdfPages.module.css';
import type { PagePlace } from './page-layout.ts';

/** Longest time a page may take to draw before the desk gives up on it, in ms. */
const drawLimit = 20_000;
/** Most pixels of one canvas; larger zoom is drawn coarser rather than taking the memory. */
const mostPixels = 16_777_216;

type PdfPageProps = {
  pdf: PDFDocumentProxy;
  place: PagePlace;
  scale: number;
  quarterTurns: number;
  highlight: string | null;
  onDrawn?: ((number: number) => void) | undefined;
};

/** One page: drawn on a canvas at the screen's resolution, with its text above it for selecting, finding and screen readers. */
export const PdfPage = memo(function PdfPage({ pdf, place, scale, quarterTurns, highlight, onDrawn }: PdfPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const textLayer = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing');

  useEffect(() => {
    let isGone = false;
    let task: RenderTask | null = null;
    const timer = setTimeout(() => {
      task?.cancel();
      if (!isGone) setState('failed');
    }, drawLimit);
    const draw = async () => {
      const page = await pdf.getPage(place.number);
      const surface = canvas.current;
      const words = textLayer.current;
      if (isGone || !surface || !words) return;
      const rotation = (page.rotate + 90 * quarterTurns) % 360;
      const viewport = page.getViewport({ scale: (scale * 96) / 72, rotation });
      const crisp = Math.min(window.devicePixelRatio || 1, Math.sqrt(mostPixels / (viewport.width * viewport.height)));
      surface.width = Math.floor(viewport.width * crisp);
      surface.height = Math.floor(viewport.height * crisp);
      task = page.render({
        canvas: surface,
        viewport,
        transform: crisp === 1 ? undefined : [crisp, 0, 0, crisp, 0, 0],
      });
      await task.promise;
      if (isGone) return;
      setState('drawn');
      onDrawn?.(place.number);
      words.replaceChildren();
      words.style.setProperty('--total-scale-factor', String((scale * 96) / 72));
      const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: words, viewport });
      await layer.render();
      if (!isGone && highlight) markHits(words, highlight);
    };
    draw()
      .catch((error: unknown) => {
        const isCancelled = (error as { name?: string } | null)?.name === 'RenderingCancelledException';
        if (!isGone && !isCancelled) setState('failed');
      })
      .finally(() => clearTimeout(timer));
    return () => {
      isGone = true;
      clearTimeout(timer);
      task?.cancel();
    };
  }, [pdf, place.number, scale, quarterTurns, highlight, onDrawn]);

  return (
    <section
      className={classes.page}
      style={{ top: place.top, left: place.left, width: place.width, height: place.height }}
      aria-label={`Seite ${place.number}`}
      data-page={place.number}
      data-state={state}
    >
      <canvas ref={canvas} className={classes.canvas} aria-hidden />
      <div ref={textLayer} className={classes.text} />
      {state === 'failed' ? (
        <p className={classes.failed}>Diese Seite lässt sich nicht darstellen. Die Datei ist unverändert abgelegt.</p>
      ) : null}
    </section>
  );
});

/** Marks the words looked for; a hit that runs over several pieces of text is marked by its pieces. */
function markHits(container: HTMLElement, words: string): void {
  const needles = foldGerman(words)
    .split(/\s+/)
    .filter((word) => word.length > 1);
  for (const piece of container.querySelectorAll('span')) {
    const text = foldGerman(piece.textContent ?? '');
    if (needles.some((needle) => text.includes(needle))) piece.classList.add(classes.hit ?? 'hit');
  }
}
