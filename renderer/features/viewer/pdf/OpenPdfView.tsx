import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import { useCommand } from '../../../shared/commands.ts';
import { useSetting } from '../../../shared/settings.ts';
import { FindBar } from '../find/FindBar.tsx';
import { PageBox, ThumbnailTool, ViewerBar, ZoomTools } from '../ViewerBar.tsx';
import { PrintDialog } from '../print/PrintDialog.tsx';
import classes from '../viewer.module.css';
import type { Hit } from './find-in-pdf.ts';
import type { OpenPdf } from './open-pdf.ts';
import { PdfPages, type PdfPagesHandle } from './PdfPages.tsx';
import type { PdfViewProps } from './PdfView.tsx';
import { nextScale, type Zoom } from './page-layout.ts';
import { printPdf } from './print-pdf.ts';
import { Thumbnails } from './Thumbnails.tsx';
import { useFind } from './useFind.ts';
import { usePageSizes } from './usePageSizes.ts';

type Props = Omit<PdfViewProps, 'onUnlocked'> &
  Pick<OpenPdf, 'pdf' | 'first'> & { onUnlocked?: (() => void) | undefined; onFirstPage: () => void };
const isOnSchema = z.boolean();

/** A PDF that is open: its pages, the way to a page or word, and what can be done with the view. */
export function OpenPdfView({ pdf, first, onUnlocked, onFirstPage, ...props }: Props) {
  const { title, sheetFrom, highlight, onPageChange, onNextDocument, onPreviousDocument, extraTools } = props;
  const pages = useRef<PdfPagesHandle>(null);
  const { sizes, measure } = usePageSizes(pdf, first);
  const [zoom, setZoom] = useState<Zoom>({ kind: 'width' });
  const [turns, setTurns] = useState(0);
  const [scale, setScale] = useState(1);
  const [isDrawn, setIsDrawn] = useState(false);
  const [withoutText, setWithoutText] = useState<ReadonlySet<number>>(new Set());
  const [hasThumbnails, setHasThumbnails] = useSetting('viewer.thumbnails', isOnSchema, false);
  const { page, firstPage, changePage } = useReadPage(props.page, pages, onPageChange);
  const find = useFind(pdf, { highlight: highlight ?? null, readPage: () => page, isDrawn });
  const hits = useMemo(() => byPage(find.hits), [find.hits]);

  const tellUnlocked = useEffectEvent(() => onUnlocked?.());
  useEffect(() => tellUnlocked(), []);
  const step = useCallback(
    (direction: 1 | -1) => setZoom({ kind: 'scale', scale: nextScale(scale, direction) }),
    [scale],
  );
  const onDrawn = useCallback(() => {
    performance.mark('document-first-page');
    setIsDrawn(true);
    onFirstPage();
  }, [onFirstPage]);
  const onText = useCallback((number: number, hasText: boolean) => {
    if (!hasText) setWithoutText((before) => new Set(before).add(number));
  }, []);
  useCommand('document.forward', () => pages.current?.turn(1) || onNextDocument?.());
  useCommand('document.back', () => pages.current?.turn(-1) || onPreviousDocument?.());
  useCommand('document.zoomIn', () => step(1));
  useCommand('document.zoomOut', () => step(-1));
  useCommand('document.fit', () => setZoom(zoom.kind === 'width' ? { kind: 'page' } : { kind: 'width' }));
  useCommand('document.rotate', () => setTurns((before) => (before + 1) % 4));
  useCommand('document.thumbnails', () => setHasThumbnails(!hasThumbnails));

  const goTo = (number: number) => pages.current?.goTo(number);
  return (
    <div className={classes.viewer}>
      {find.bar.isOpen ? <FindBar {...find.bar} /> : null}
      <div className={classes.beside}>
        {hasThumbnails ? <Thumbnails pdf={pdf} sizes={sizes} turns={turns} page={page} onGoTo={goTo} /> : null}
        <PdfPages
          ref={pages}
          pdf={pdf}
          sizes={sizes}
          zoom={zoom}
          quarterTurns={turns}
          firstPage={firstPage}
          hits={hits}
          current={find.current}
          title={title}
          onPageChange={changePage}
          onScale={setScale}
          onNear={measure}
          onDrawn={onDrawn}
          onText={onText}
          onWheelZoom={step}
        />
      </div>
      <ViewerBar
        tools={
          <>
            <ZoomTools percent={Math.round(scale * 100)} />
            <ThumbnailTool isOn={hasThumbnails} />
            {extraTools}
          </>
        }
      >
        <PageBox page={page} pageCount={pdf.numPages} sheetFrom={sheetFrom ?? null} onGoTo={goTo} />
        {withoutText.has(page) ? <NoText /> : null}
      </ViewerBar>
      <PrintDialog
        pageCount={pdf.numPages}
        page={page}
        print={(numbers, signal) => printPdf(pdf, numbers, title, signal)}
      />
    </div>
  );
}

/** The page being read, kept in step with whoever asked for a page without being led back by her own report. */
function useReadPage(
  wanted: number | null,
  pages: React.RefObject<PdfPagesHandle | null>,
  onPageChange: ((page: number) => void) | undefined,
) {
  const [firstPage] = useState(wanted ?? 1);
  const [page, setPage] = useState(firstPage);
  const told = useRef(wanted);
  useEffect(() => {
    if (wanted === null || wanted === told.current) return;
    told.current = wanted;
    pages.current?.goTo(wanted);
  }, [wanted, pages]);
  const changePage = useCallback(
    (number: number) => {
      setPage(number);
      if (number === (told.current ?? 1)) return;
      told.current = number;
      onPageChange?.(number);
    },
    [onPageChange],
  );
  return { page, firstPage, changePage };
}

function NoText() {
  return (
    <span
      className={classes.quiet}
      title="Diese Seite ist ein Bild. Suchen und Markieren ist auf ihr nicht möglich; Text entsteht erst durch Texterkennung."
    >
      Seite ohne Text
    </span>
  );
}

function byPage(hits: readonly Hit[]): ReadonlyMap<number, readonly Hit[]> {
  const pages = new Map<number, Hit[]>();
  for (const hit of hits) pages.set(hit.page, [...(pages.get(hit.page) ?? []), hit]);
  return pages;
}
