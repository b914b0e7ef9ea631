// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import { useEffect, useRef, useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { useZoom } from './useZoom.ts';
import { PageBox, ViewerBar, ZoomTools } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

/** A fax or scan as TIFF, page by page. */
export function TiffView(props: ViewProps) {
  const { scopeId, ownerId, content, title, sheetFrom, onNextDocument, onPreviousDocument, onPageChange, extraTools } =
    props;
  const pageCount = content.pageCount ?? 1;
  const [number, setNumber] = useState(Math.min(props.page ?? 1, pageCount));
  const query = useDeskQuery('content', 'tiffPage', { scopeId, ownerId, number });
  const { scale, turns, percent } = useZoom();
  useEffect(() => onPageChange?.(number), [number, onPageChange]);
  useCommand('document.forward', () => (number < pageCount ? setNumber(number + 1) : onNextDocument?.()));
  useCommand('document.back', () => (number > 1 ? setNumber(number - 1) : onPreviousDocument?.()));
  return (
    <div className={classes.viewer}>
      <section className={classes.image} tabIndex={0} aria-label={`Dokument: ${title}`} data-viewer="tiff">
        <QueryView query={query}>
          {(raster) => <Raster {...raster} turns={turns} scale={scale} label={`${title}, Seite ${number}`} />}
        </QueryView>
      </section>
      <ViewerBar
        tools={
          <>
            <ZoomTools percent={percent} />
            {extraTools}
          </>
        }
      >
        <PageBox page={number} pageCount={pageCount} sheetFrom={sheetFrom ?? null} onGoTo={setNumber} />
      </ViewerBar>
    </div>
  );
}

type RasterProps = {
  width: number;
  height: number;
  rgba: Uint8Array;
  turns: number;
  scale: number | null;
  label: string;
};

function Raster({ width, height, rgba, turns, scale, label }: RasterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const picture = new ImageData(new Uint8ClampedArray(rgba), width, height);
    canvas.current?.getContext('2d')?.putImageData(picture, 0, 0);
  }, [width, height, rgba]);
  const size = scale === null ? { maxWidth: '100%', maxHeight: '100%' } : { width: `${scale * 100}%` };
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      data-state="drawn"
      style={{ rotate: `${turns * 90}deg`, ...size }}
    />
  );
}
