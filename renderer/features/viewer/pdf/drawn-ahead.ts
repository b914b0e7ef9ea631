import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type Drawing, drawPage, release } from './draw-page.ts';
import { inTurn } from './draw-queue.ts';
import { layOut, type PageSize } from './page-layout.ts';

// The first page of the document that comes next is drawn before it is asked for, in the size in which the one on the screen stands.

type Ahead = { drawing: Drawing; canvas: HTMLCanvasElement };
const ahead = new WeakMap<PDFDocumentProxy, Ahead>();
let lastView: PageSize | null = null;

/** Tells the size of the view documents are read in; the next one will most likely stand in the same. */
export function rememberView(view: PageSize): void {
  lastView = view;
}

/** Draws the first page as it will stand there; very small when no document has been shown yet, which at least reads its letters and pictures. */
export async function drawAhead(pdf: PDFDocumentProxy, first: PageSize, signal: AbortSignal): Promise<void> {
  const scale = lastView ? (layOut([first], 0, { kind: 'width' }, lastView).places[0]?.scale ?? 0.1) : 0.1;
  const drawing = { number: 1, scale, quarterTurns: 0, pixelRatio: window.devicePixelRatio || 1 };
  // After everything that is on the screen.
  const drawn = await inTurn(
    () => Number.POSITIVE_INFINITY,
    signal,
    () => drawPage(pdf, drawing, signal),
  );
  if (!drawn) return;
  if (signal.aborted || pdf.loadingTask.destroyed) release(drawn.canvas);
  else ahead.set(pdf, { drawing, canvas: drawn.canvas });
}

/** The page drawn ahead, if it is this one; `isExact` when it need not be drawn anew. It is the caller's from now on. */
export function takeDrawn(
  pdf: PDFDocumentProxy,
  { number, scale, quarterTurns, pixelRatio }: Drawing,
): { canvas: HTMLCanvasElement; isExact: boolean } | null {
  const found = ahead.get(pdf);
  if (found?.drawing.number !== number || found.drawing.quarterTurns !== quarterTurns) return null;
  ahead.delete(pdf);
  const isExact = found.drawing.scale === scale && found.drawing.pixelRatio === pixelRatio;
  return { canvas: found.canvas, isExact };
}

/** Gives back the memory of a page that was drawn ahead and never shown. */
export function dropDrawn(pdf: PDFDocumentProxy): void {
  release(ahead.get(pdf)?.canvas ?? null);
  ahead.delete(pdf);
}
