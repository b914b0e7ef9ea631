import { useCallback, useEffect, useState } from 'react';
import { mark } from './hit-marks.ts';
import { findInElement } from './text-in-element.ts';
import { useSought } from './useSought.ts';

/** Most hits marked; who looks for a single letter needs no more. */
const mostHits = 5000;

/**
 * Finding in text that stands in the page as it is: plain text, mails, Office files. `root` is the element that holds it, null until it
 * is there; `text` is anything that changes with what stands in it. The first hit is gone to at once.
 */
export function useTextFind(root: Element | null, text: unknown, highlight: string | null) {
  const { sought, bar } = useSought(highlight);
  const [hits, setHits] = useState<readonly Range[]>([]);
  const [at, setAt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: text stands in root and is read from there
  useEffect(() => {
    if (!root || !sought) return setHits([]);
    const found = findInElement(root, sought).slice(0, mostHits);
    setHits(found);
    setAt(0);
    return mark('document-hit', found);
  }, [root, sought, text]);
  const current = hits[at];
  useEffect(() => {
    if (!current) return;
    bringIntoView(current);
    return mark('document-hit-now', [current]);
  }, [current]);
  const move = useCallback(
    (direction: 1 | -1) =>
      setAt((before) => (hits.length === 0 ? 0 : (before + direction + hits.length) % hits.length)),
    [hits],
  );
  return { ...bar, at: hits.length === 0 ? -1 : at, total: hits.length, isSearching: false, move };
}

function bringIntoView(range: Range): void {
  const element = range.startContainer.parentElement;
  if (!element) return;
  // The element may be a whole page of text: what counts is where the hit stands in it.
  const scroller = scrollerOf(element);
  const place = range.getBoundingClientRect();
  const isPage = scroller === scroller.ownerDocument.scrollingElement;
  const box = isPage ? { top: 0, bottom: scroller.clientHeight } : scroller.getBoundingClientRect();
  if (place.top >= box.top && place.bottom <= box.bottom) return;
  scroller.scrollTop += place.top - box.top - scroller.clientHeight / 3;
}

function scrollerOf(element: Element): Element {
  const view = element.ownerDocument.defaultView;
  for (let outer: Element | null = element; outer; outer = outer.parentElement) {
    if (/auto|scroll/.test(view?.getComputedStyle(outer).overflowY ?? '')) return outer;
  }
  return element.ownerDocument.scrollingElement ?? element.ownerDocument.documentElement;
}
