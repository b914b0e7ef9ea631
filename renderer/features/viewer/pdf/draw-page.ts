import type { PDFDocumentProxy, PDFPageProxy, RenderTask } from 'pdfjs-dist';
import { pixelsPerPoint } from './page-layout.ts';

/** Most pixels of one canvas; larger zoom is drawn coarser rather than taking the memory. */
const mostPixels = 16_777_216;

export type Drawing = { number: number; scale: number; quarterTurns: number; pixelRatio: number };
export type Drawn = { page: PDFPageProxy; canvas: HTMLCanvasElement };

/** The viewport of a page at a scale (1 is 100 %), turned further by quarter turns. */
export function viewportOf(page: PDFPageProxy, scale: number, quarterTurns: number) {
  return page.getViewport({ scale: scale * pixelsPerPoint, rotation: (page.rotate + 90 * quarterTurns) % 360 });
}

/** Draws a page on a new canvas. Throws when it cannot be drawn; ends quietly with null when aborted. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  { number, scale, quarterTurns, pixelRatio }: Drawing,
  signal: AbortSignal,
): Promise<Drawn | null> {
  const page = await pdf.getPage(number);
  if (signal.aborted) return null;
  const viewport = viewportOf(page, scale, quarterTurns);
  const crisp = Math.min(pixelRatio, Math.sqrt(mostPixels / Math.max(1, viewport.width * viewport.height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width * crisp));
  canvas.height = Math.max(1, Math.floor(viewport.height * crisp));
  let task: RenderTask | null = page.render({
    canvas,
    viewport,
    ...(crisp === 1 ? {} : { transform: [crisp, 0, 0, crisp, 0, 0] }),
  });
  const cancel = () => task?.cancel();
  signal.addEventListener('abort', cancel);
  try {
    await task.promise;
    return { page, canvas };
  } catch (error) {
    release(canvas);
    if (signal.aborted) return null;
    throw error;
  } finally {
    task = null;
    signal.removeEventListener('abort', cancel);
  }
}

/** Gives the memory of a canvas back at once instead of some time later. */
export function release(canvas: HTMLCanvasElement | null): void {
  if (canvas) canvas.width = canvas.height = 0;
}
