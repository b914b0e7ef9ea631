// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
import { useEffect, useState } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { errorText } from '../../shared/errors.ts';
import { Loading } from '../../shared/ui/ViewState.tsx';
import { Explained } from './Explained.tsx';
import { useReadAll } from './useDownload.ts';
import { useZoom } from './useZoom.ts';
import { ViewerBar, ZoomTools } from './ViewerBar.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

const broken = 'Dieses Bild ist beschädigt. Es ist unverändert abgelegt und kann heruntergeladen werden.';

/** A photo or picture; upright as the camera noted it. */
export function ImageView(props: ViewProps) {
  const { content, title, sheetFrom, onNextDocument, onPreviousDocument, extraTools } = props;
  const readAll = useReadAll(props);
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { scale, turns, percent } = useZoom();
  useCommand('document.forward', () => onNextDocument?.());
  useCommand('document.back', () => onPreviousDocument?.());

  useEffect(() => {
    const abort = new AbortController();
    let made: string | null = null;
    readAll(abort.signal)
      .then((bytes) => {
        if (abort.signal.aborted) return;
        made = URL.createObjectURL(new Blob([bytes], { type: content.mediaType }));
        setAddress(made);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setProblem(errorText(error));
      });
    return () => {
      abort.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [props.scopeId, props.ownerId]);

  if (problem) return <Explained {...props} message={problem} />;
  if (!address) return <Loading label="Bild wird geladen …" />;
  const fit = { maxWidth: '100%', maxHeight: '100%' };
  return (
    <div className={classes.viewer}>
      <section className={classes.image} tabIndex={0} aria-label={`Dokument: ${title}`} data-viewer="image">
        <img
          src={address}
          alt={title}
          data-state="drawn"
          onError={() => setProblem(broken)}
          style={{ rotate: `${turns * 90}deg`, ...(scale === null ? fit : { width: `${scale * 100}%` }) }}
        />
      </section>
      <ViewerBar
        tools={
          <>
            <ZoomTools percent={percent} />
            {extraTools}
          </>
        }
      >
        {sheetFrom ? <span className={classes.sheet}>Blatt {sheetFrom}</span> : null}
      </ViewerBar>
    </div>
  );
}
