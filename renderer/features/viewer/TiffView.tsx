import { type CSSProperties, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useDesk } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { Explained } from './Explained.tsx';
import { PictureStage, type StageHandle } from './PictureStage.tsx';
import { pictureOf } from './pdf/print-pdf.ts';
import { PrintDialog } from './print/PrintDialog.tsx';
import { type PrintPicture, printPictures } from './print/print-frame.ts';
import { type RasterPage, readTiffPage } from './tiff-page.ts';
import { useTiffPage } from './useTiffPage.ts';
import { PageBox, ViewerBar, ZoomTools } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

/** A fax or scan as TIFF, page by page. */
export function TiffView(props: ViewProps) {
  const { scopeId, ownerId, content, source, title, sheetFrom, onPageChange, extraTools } = props;
  const { onNextDocument, onPreviousDocument } = props;
  const desk = useDesk();
  const stage = useRef<StageHandle>(null);
  const pageCount = content.pageCount ?? 1;
  const [number, setNumber] = useState(Math.min(props.page ?? 1, pageCount));
  const [percent, setPercent] = useState(100);
  const { raster, error } = useTiffPage({ scopeId, ownerId }, number, pageCount);
  const tell = useEffectEvent((page: number) => onPageChange?.(page));
  useEffect(() => tell(number), [number]);
  useEffect(() => {
    if (raster) performance.mark('document-first-page');
  }, [raster]);
  useCommand('document.forward', () => {
    if (stage.current?.turn(1)) return;
    if (number < pageCount) setNumber(number + 1);
    else onNextDocument?.();
  });
  useCommand('document.back', () => {
    if (stage.current?.turn(-1)) return;
    if (number > 1) setNumber(number - 1);
    else onPreviousDocument?.();
  });
  const print = async (pages: number[], signal: AbortSignal) => {
    const pictures: PrintPicture[] = [];
    for (const page of pages) {
      const canvas = document.createElement('canvas');
      paint(canvas, await readTiffPage(desk, { scopeId, ownerId, number: page }, signal));
      pictures.push(await pictureOf(canvas));
    }
    await printPictures(pictures, title);
    for (const { address } of pictures) URL.revokeObjectURL(address);
  };
  return (
    <div className={classes.viewer}>
      {error ? (
        <Explained source={source} message={errorText(error)} />
      ) : (
        <PictureStage
          ref={stage}
          size={raster}
          label={`Dokument: ${title}, Seite ${number} von ${pageCount}`}
          kind="tiff"
          onPercent={setPercent}
        >
          {(style) => (raster ? <Raster raster={raster} style={style} label={`${title}, Seite ${number}`} /> : null)}
        </PictureStage>
      )}
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
      <PrintDialog pageCount={pageCount} page={number} print={print} />
    </div>
  );
}

function Raster({ raster, style, label }: { raster: RasterPage; style: CSSProperties; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) paint(canvas.current, raster);
  }, [raster]);
  return (
    <canvas ref={canvas} className={classes.picture} role="img" aria-label={label} data-state="drawn" style={style} />
  );
}

function paint(canvas: HTMLCanvasElement, { width, height, rgba }: RasterPage): void {
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
}
