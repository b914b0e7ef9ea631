import type { PDFDocumentProxy } from 'pdfjs-dist';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { layOut, type PagePlace, type PageSize, pagesAround } from './page-layout.ts';
import classes from './PdfPages.module.css';
import { usePageCanvas } from './usePageCanvas.ts';

type Props = { pdf: PDFDocumentProxy; sizes: PageSize[]; turns: number; page: number; onGoTo: (page: number) => void };
/** Width and usual height of the column's view, in CSS pixels. */
const column = { width: 128, height: 600 };

/** All pages small, beside the large ones; only those near the view are drawn. */
export function Thumbnails({ pdf, sizes, turns, page, onGoTo }: Props) {
  const scroll = useRef<HTMLElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const layout = useMemo(() => layOut(sizes, turns, { kind: 'width' }, column), [sizes, turns]);
  useEffect(() => {
    const place = layout.places[page - 1];
    const element = scroll.current;
    if (!place || !element) return;
    const isSeen =
      place.top >= element.scrollTop && place.top + place.height <= element.scrollTop + element.clientHeight;
    if (!isSeen) element.scrollTop = place.top - element.clientHeight / 3;
  }, [layout, page]);
  return (
    <nav
      ref={scroll}
      className={classes.thumbnails}
      aria-label="Seitenübersicht"
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div className={classes.sheet} style={{ height: layout.height }}>
        {pagesAround(layout, scrollTop, column.height).map((place) => (
          <Thumbnail
            key={place.number}
            pdf={pdf}
            place={place}
            turns={turns}
            isCurrent={place.number === page}
            onGoTo={onGoTo}
          />
        ))}
      </div>
    </nav>
  );
}

type ThumbnailProps = {
  pdf: PDFDocumentProxy;
  place: PagePlace;
  turns: number;
  isCurrent: boolean;
  onGoTo: (page: number) => void;
};

const Thumbnail = memo(function Thumbnail({ pdf, place, turns, isCurrent, onGoTo }: ThumbnailProps) {
  const picture = useRef<HTMLSpanElement>(null);
  usePageCanvas(picture, { pdf, number: place.number, scale: place.scale, quarterTurns: turns, rank: 100 });
  return (
    <button
      type="button"
      className={classes.thumbnail}
      style={{ top: place.top, left: place.left, width: place.width, height: place.height }}
      aria-label={`Seite ${place.number}`}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={() => onGoTo(place.number)}
    >
      <span ref={picture} className={classes.picture} aria-hidden />
      <span className={classes.thumbnailNumber} aria-hidden>
        {place.number}
      </span>
    </button>
  );
});
