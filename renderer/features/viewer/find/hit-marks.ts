import type { TextSpan } from '../../../shared/find/page-words.ts';

// Hits are marked by the browser's highlights: no element is added to the page, exactly the letters are coloured.

/** Names the style sheet gives their colours. */
export type MarkName = 'document-hit' | 'document-hit-now';

/** The place of a hit among the elements that show the text, piece by piece; null when it is not shown. */
export function rangeOf(elements: readonly HTMLElement[], { from, to }: TextSpan): Range | null {
  const first = elements[from.piece]?.firstChild;
  const last = elements[to.piece]?.firstChild;
  if (!first || !last) return null;
  const range = document.createRange();
  try {
    range.setStart(first, Math.min(from.offset, first.nodeValue?.length ?? 0));
    range.setEnd(last, Math.min(to.offset, last.nodeValue?.length ?? 0));
  } catch {
    return null; // the text on the screen is another one by now
  }
  return range;
}

/** Colours ranges of one document (the page, or that of a frame); gives how to take the colour away. */
export function mark(name: MarkName, ranges: readonly Range[]): () => void {
  const view = (ranges[0]?.startContainer.ownerDocument?.defaultView ?? window) as Window & typeof globalThis;
  const all = view.CSS.highlights.get(name) ?? new view.Highlight();
  if (name === 'document-hit-now') all.priority = 1;
  view.CSS.highlights.set(name, all);
  for (const range of ranges) all.add(range);
  return () => {
    for (const range of ranges) all.delete(range);
  };
}
