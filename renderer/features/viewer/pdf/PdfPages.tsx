// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import { useElementSize } from '@mantine/hooks';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Ref,
} from 'react';
import { PdfPage } from './PdfPage.tsx';
import classes from './PdfPages.module.css';
import { currentPage, layOut, type PageSize, pagesAround, type Zoom } from './page-layout.ts';

export type PdfPagesHandle = {
  goTo(page: number): void;
  /** Scrolls a screen on or back; false when it was at the end already. */
  turn(direction: 1 | -1): boolean;
  scale(): number;
};
type PdfPagesProps = {
  pdf: PDFDocumentProxy;
  sizes: PageSize[];
  zoom: Zoom;
  quarterTurns: number;
  firstPage: number;
  highlight: string | null;
  title: string;
  onPageChange: (page: number) => void;
  onDrawn?: (page: number) => void;
  onWheelZoom: (direction: 1 | -1) => void;
  ref: Ref<PdfPagesHandle>;
};

/** All pages of a PDF as one scroll; only those near the view are drawn. */
export function PdfPages({
  pdf,
  sizes,
  zoom,
  quarterTurns,
  firstPage,
  highlight,
  title,
  onPageChange,
  onDrawn,
  onWheelZoom,
  ref,
}: PdfPagesProps) {
  const { ref: measure, width, height } = useElementSize<HTMLElement>();
  const scroll = useRef<HTMLElement | null>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const view = useMemo(() => ({ width: Math.max(width, 120), height: Math.max(height, 120) }), [width, height]);
  const layout = useMemo(() => layOut(sizes, quarterTurns, zoom, view), [sizes, quarterTurns, zoom, view]);
  const reading = useRef({ page: firstPage, share: 0 });
  const hasSize = width > 0;

  const goTo = useCallback(
    (page: number, share = 0) => {
      const place = layout.places[Math.min(Math.max(page, 1), layout.places.length) - 1];
      if (place && scroll.current) scroll.current.scrollTop = place.top - 12 + share * place.height;
    },
    [layout],
  );
  useImperativeHandle(ref, () => ({
    goTo: (page) => goTo(page),
    turn: (direction) => turn(scroll.current, direction),
    scale: () => layout.scale,
  }));

  // Zoom, turning and a new width keep the place that is being read.
  useLayoutEffect(() => {
    if (hasSize) goTo(reading.current.page, reading.current.share);
  }, [goTo, hasSize]);
  useLayoutEffect(() => {
    reading.current = { page: firstPage, share: 0 };
    if (hasSize) goTo(firstPage);
  }, [firstPage, pdf]);

  const page = currentPage(layout, scrollTop, view.height);
  useEffect(() => onPageChange(page), [page, onPageChange]);

  useEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      onWheelZoom(event.deltaY < 0 ? 1 : -1);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [onWheelZoom]);

  return (
    <section
      ref={(element) => {
        scroll.current = element;
        return measure(element as HTMLElement);
      }}
      className={classes.scroll}
      onScroll={(event) => {
        const { scrollTop: top } = event.currentTarget;
        setScrollTop(top);
        const number = currentPage(layout, top, 0);
        const place = layout.places[number - 1];
        if (place) reading.current = { page: number, share: (top + 12 - place.top) / place.height };
      }}
      tabIndex={0}
      aria-label={`Dokument: ${title}`}
      data-viewer="pdf"
    >
      <div className={classes.sheet} style={{ height: layout.height, width: layout.width }}>
        {hasSize
          ? pagesAround(layout, scrollTop, view.height).map((place) => (
              <PdfPage
                key={place.number}
                pdf={pdf}
                place={place}
                scale={layout.scale}
                quarterTurns={quarterTurns}
                highlight={highlight}
                onDrawn={onDrawn}
              />
            ))
          : null}
      </div>
    </section>
  );
}

function turn(element: HTMLElement | null, direction: 1 | -1): boolean {
  if (!element) return false;
  const before = element.scrollTop;
  const end = element.scrollHeight - element.clientHeight;
  if (direction === 1 ? before >= end - 2 : before <= 2) return false;
  element.scrollTop = Math.min(end, Math.max(0, before + direction * element.clientHeight * 0.9));
  return true;
}
