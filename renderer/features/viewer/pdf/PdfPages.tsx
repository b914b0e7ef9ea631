// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import type { PDFDocumentProxy } from 'pdfjs-dist';
import {
  type Ref,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { turnScreen } from '../turn-screen.ts';
import { useViewSize } from '../useViewSize.ts';
import { rememberView } from './drawn-ahead.ts';
import type { Hit } from './find-in-pdf.ts';
import { noHits, type PageCallbacks, PdfPage } from './PdfPage.tsx';
import classes from './PdfPages.module.css';
import {
  type Anchor,
  anchorAt,
  currentPage,
  layOut,
  pageGap,
  type PageSize,
  pagesAround,
  scrollTo,
  topOf,
  type Zoom,
} from './page-layout.ts';

export type PdfPagesHandle = {
  goTo(page: number): void;
  /** Scrolls a screen on or back; false when it was at the end already. */
  turn(direction: 1 | -1): boolean;
};
type PdfPagesProps = Pick<PageCallbacks, 'onDrawn' | 'onText'> & {
  pdf: PDFDocumentProxy;
  sizes: PageSize[];
  zoom: Zoom;
  quarterTurns: number;
  firstPage: number;
  hits: ReadonlyMap<number, readonly Hit[]>;
  current: Hit | null;
  title: string;
  onPageChange: (page: number) => void;
  onScale: (scale: number) => void;
  onNear: (pages: number[]) => void;
  onWheelZoom: (direction: 1 | -1) => void;
  ref: Ref<PdfPagesHandle>;
};

/** All pages of a PDF as one scroll; only those near the view are drawn. */
export function PdfPages(props: PdfPagesProps) {
  const { pdf, sizes, zoom, quarterTurns, firstPage, hits, current, title, onDrawn, onText, ref } = props;
  const { onPageChange, onScale, onNear, onWheelZoom } = props;
  const scroll = useRef<HTMLElement | null>(null);
  const { width, height } = useViewSize(scroll);
  const [scrollTop, setScrollTop] = useState(0);
  const view = useMemo(() => ({ width: Math.max(width, 120), height: Math.max(height, 120) }), [width, height]);
  const layout = useMemo(() => layOut(sizes, quarterTurns, zoom, view), [sizes, quarterTurns, zoom, view]);
  const anchor = useRef<Anchor>(topOf(firstPage, view));
  const hasSize = width > 0;

  const stand = useCallback(() => {
    if (!scroll.current) return;
    const { left, top } = scrollTo(layout, anchor.current);
    scroll.current.scrollTo({ left, top, behavior: 'instant' });
    setScrollTop(scroll.current.scrollTop);
  }, [layout]);
  const goTo = useCallback(
    (page: number) => {
      anchor.current = topOf(page, view);
      stand();
    },
    [stand, view],
  );
  useImperativeHandle(ref, () => ({ goTo, turn: (direction) => turnScreen(scroll.current, direction) }));

  // Zoom, turning, a new width and sizes learnt later keep the place that is being read.
  useLayoutEffect(() => {
    if (hasSize) stand();
  }, [stand, hasSize]);
  useEffect(() => {
    if (!hasSize) return;
    onScale(layout.scale);
    rememberView(view);
  }, [layout.scale, view, hasSize, onScale]);
  const page = currentPage(layout, scrollTop, view.height);
  useEffect(() => {
    if (hasSize) onPageChange(page);
  }, [page, hasSize, onPageChange]);
  const pageOfHit = current?.page;
  const comeTo = useEffectEvent((number: number) => {
    // A hit on a page that stands there is brought into view by its own place.
    if (!isDrawn(scroll.current, number)) goTo(number);
  });
  useEffect(() => {
    if (pageOfHit !== undefined) comeTo(pageOfHit);
  }, [pageOfHit]);

  const near = hasSize ? pagesAround(layout, scrollTop, view.height) : [];
  const nearFrom = near[0]?.number ?? 1;
  const nearTo = near.at(-1)?.number ?? 0;
  useEffect(() => {
    onNear(Array.from({ length: nearTo - nearFrom + 1 }, (_, index) => nearFrom + index));
  }, [nearFrom, nearTo, onNear]);

  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      anchor.current = anchorAt(layout, { left: element.scrollLeft, top: element.scrollTop }, at);
      onWheelZoom(event.deltaY < 0 ? 1 : -1);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [layout, onWheelZoom]);

  const showHit = useCallback((place: DOMRect) => {
    const element = scroll.current;
    if (!element) return;
    const box = element.getBoundingClientRect();
    const isSeen =
      place.top >= box.top && place.bottom <= box.bottom && place.left >= box.left && place.right <= box.right;
    if (isSeen) return;
    element.scrollTop += place.top - box.top - box.height / 3;
    if (place.left < box.left || place.right > box.right) element.scrollLeft += place.left - box.left - box.width / 3;
  }, []);

  return (
    <section
      ref={scroll}
      className={classes.scroll}
      onScroll={({ currentTarget: { scrollLeft: left, scrollTop: top } }) => {
        setScrollTop(top);
        anchor.current =
          top <= pageGap ? topOf(1, view) : anchorAt(layout, { left, top }, { x: view.width / 2, y: view.height / 3 });
      }}
      tabIndex={0}
      aria-label={`Dokument: ${title}`}
      data-viewer="pdf"
    >
      <div className={classes.sheet} style={{ height: layout.height, width: layout.width }}>
        {near.map((place) => (
          <PdfPage
            key={place.number}
            pdf={pdf}
            place={place}
            rank={Math.abs(place.number - page)}
            quarterTurns={quarterTurns}
            hits={hits.get(place.number) ?? noHits}
            current={current?.page === place.number ? current : null}
            onDrawn={onDrawn}
            onText={onText}
            onHitPlaced={showHit}
            onGoTo={goTo}
          />
        ))}
      </div>
    </section>
  );
}

const isDrawn = (element: HTMLElement | null, page: number): boolean =>
  element?.querySelector(`[data-page="${page}"][data-state="drawn"]`) != null;
