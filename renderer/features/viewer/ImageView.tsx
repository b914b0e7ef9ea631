import { useEffect, useRef, useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { Loading } from '../../shared/ui/ViewState.tsx';
import { type ByteSource, readAll } from './content-source.ts';
import { Explained } from './Explained.tsx';
import { PictureStage, type StageHandle } from './PictureStage.tsx';
import type { Size } from './picture-layout.ts';
import { PrintDialog } from './print/PrintDialog.tsx';
import { printPictures } from './print/print-frame.ts';
import { ViewerBar, ZoomTools } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

const broken = 'Dieses Bild ist beschädigt. Es ist unverändert abgelegt und kann heruntergeladen werden.';
const tooLarge =
  'Dieses Bild hat so viele Bildpunkte, dass es hier nicht angezeigt wird. Es ist unverändert abgelegt und kann heruntergeladen werden.';
/** Most pixels shown; each takes 4 bytes of memory. */
const mostPixels = 150_000_000;

type Props = Pick<ViewProps, 'source' | 'title' | 'sheetFrom' | 'onNextDocument' | 'onPreviousDocument' | 'extraTools'>;

/** A photo or picture; upright as the camera noted it. */
export function ImageView({ source, title, sheetFrom, onNextDocument, onPreviousDocument, extraTools }: Props) {
  const stage = useRef<StageHandle>(null);
  const [percent, setPercent] = useState(100);
  const [size, setSize] = useState<Size | null>(null);
  const { address, problem, setProblem } = useAddress(source);
  useCommand('document.forward', () => stage.current?.turn(1) || onNextDocument?.());
  useCommand('document.back', () => stage.current?.turn(-1) || onPreviousDocument?.());
  if (problem) return <Explained source={source} message={problem} />;
  if (!address) return <Loading label="Bild wird geladen …" />;
  const measured = ({ naturalWidth: width, naturalHeight: height }: HTMLImageElement) => {
    if (width === 0 || height === 0) setProblem(broken);
    else if (width * height > mostPixels) setProblem(tooLarge);
    else setSize({ width, height });
  };
  return (
    <div className={classes.viewer}>
      {/* Known only once it is loaded, then shown by the stage from the same bytes. */}
      {size ? null : (
        <img
          hidden
          src={address}
          alt=""
          onLoad={({ currentTarget }) => measured(currentTarget)}
          onError={() => setProblem(broken)}
        />
      )}
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
        print={() => printPictures([{ address, isLandscape: size !== null && size.width > size.height }], title)}
      />
    </div>
  );
}

/** The bytes as an address within the page; it ends with the view. */
function useAddress(source: ByteSource) {
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    let made: string | null = null;
    readAll(source, abort.signal)
      .then((bytes) => {
        if (abort.signal.aborted) return;
        made = URL.createObjectURL(new Blob([bytes], { type: source.mediaType }));
        setAddress(made);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setProblem(errorText(error));
      });
    return () => {
      abort.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [source]);
  return { address, problem, setProblem };
}
