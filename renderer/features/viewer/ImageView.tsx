import { useLayoutEffect, useRef, useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { Loading } from '../../shared/ui/ViewState.tsx';
import type { ByteSource } from './content-source.ts';
import { Explained } from './Explained.tsx';
import { PictureStage, type StageHandle } from './PictureStage.tsx';
import { type OpenPicture, openPicture } from './open-picture.ts';
import { takePrepared } from './prepared.ts';
import { PrintDialog } from './print/PrintDialog.tsx';
import { printPictures } from './print/print-frame.ts';
import { ViewerBar, ZoomTools } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

type Props = Pick<ViewProps, 'source' | 'title' | 'sheetFrom' | 'onNextDocument' | 'onPreviousDocument' | 'extraTools'>;

/** A photo or picture; upright as the camera noted it. */
export function ImageView({ source, title, sheetFrom, onNextDocument, onPreviousDocument, extraTools }: Props) {
  const stage = useRef<StageHandle>(null);
  const [percent, setPercent] = useState(100);
  const { picture, error } = usePicture(source);
  useCommand('document.forward', () => stage.current?.turn(1) || onNextDocument?.());
  useCommand('document.back', () => stage.current?.turn(-1) || onPreviousDocument?.());
  if (error) return <Explained source={source} message={errorText(error)} />;
  if (!picture) return <Loading label="Bild wird geladen …" />;
  const { address, size } = picture;
  return (
    <div className={classes.viewer}>
      <PictureStage ref={stage} size={size} label={`Dokument: ${title}`} kind="image" onPercent={setPercent}>
        {(style) => <img src={address} alt={title} data-state="drawn" className={classes.picture} style={style} />}
      </PictureStage>
      <ViewerBar
        tools={
          <>
            <ZoomTools percent={percent} />
            {extraTools}
          </>
        }
      >
        {sheetFrom ? <span className={classes.quiet}>Blatt {sheetFrom}</span> : null}
      </ViewerBar>
      <PrintDialog
        pageCount={1}
        page={1}
        print={() => printPictures([{ address, isLandscape: size.width > size.height }], title)}
      />
    </div>
  );
}

type PictureState = { picture: OpenPicture | null; error: unknown };

/** Opens a picture, or takes it as it was opened ahead; it is closed with the view. */
function usePicture(source: ByteSource): PictureState {
  const [state, setState] = useState<PictureState>({ picture: null, error: null });
  // Before the frame is painted: what was opened ahead then stands there at once.
  useLayoutEffect(() => {
    const abort = new AbortController();
    const prepared = takePrepared<OpenPicture>(source.key);
    const opening = prepared?.opening ?? openPicture(source, abort.signal);
    setState({ picture: prepared?.ready ?? null, error: null });
    opening.then(
      (picture) => {
        if (!abort.signal.aborted) setState({ picture, error: null });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ picture: null, error });
      },
    );
    return () => {
      abort.abort();
      opening.then(({ close }) => close()).catch(() => undefined);
    };
  }, [source]);
  return state;
}
