import { Button } from '@mantine/core';
import { IconArrowLeft, IconDownload, IconFilePlus } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useDesk } from '../../../shared/backend.tsx';
import { errorText } from '../../../shared/errors.ts';
import { useEscape } from '../../../shared/escape.ts';
import type { ViewerProps } from '../../../shared/slots.tsx';
import { Empty, Loading } from '../../../shared/ui/ViewState.tsx';
import { memorySource } from '../content-source.ts';
import { Explained } from '../Explained.tsx';
import { ImageView } from '../ImageView.tsx';
import { PdfView } from '../pdf/PdfView.tsx';
import { useDownload } from '../useDownload.ts';
import viewerClasses from '../viewer.module.css';
import type { ListedAttachment } from './AttachmentList.tsx';
import { attachmentKind, attachmentText } from './attachment-kind.ts';
import classes from './attachments.module.css';

const notHere =
  'Diese Anlage lässt sich innerhalb des Dokuments nicht anzeigen. Sie kann heruntergeladen oder als eigenes Dokument abgelegt und dann geöffnet werden.';

type Place = { scopeId: Id; ownerId: Id; password?: string | undefined };
type Props = {
  place: Place;
  attachment: ListedAttachment;
  backLabel: string;
  onBack: () => void;
  onFileAttachment: ViewerProps['onFileAttachment'];
};

/** A file within a document, opened in its place: to read, to take out, to file as a document of its own. Esc leads back. */
export function AttachmentView({ place, attachment, backLabel, onBack, onFileAttachment }: Props) {
  const { bytes, error } = useAttachment(place, attachment.index);
  useEscape('back', onBack);
  return (
    <div className={viewerClasses.viewer}>
      <div className={classes.head}>
        <Button
          size="compact-sm"
          variant="default"
          data-autofocus
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          {backLabel}
        </Button>
        <h3 className={classes.title} title={attachment.name}>
          {attachment.name}
        </h3>
        {bytes && onFileAttachment ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFilePlus size={14} aria-hidden />}
            onClick={() => onFileAttachment({ name: attachment.name, bytes })}
          >
            Als eigenes Dokument ablegen
          </Button>
        ) : null}
      </div>
      {error ? (
        <Empty title={errorText(error)} />
      ) : bytes ? (
        <OpenAttachment {...{ place, attachment, bytes }} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

type OpenProps = { place: Place; attachment: ListedAttachment; bytes: Uint8Array };

function OpenAttachment({ place, attachment, bytes }: OpenProps) {
  const { index, name, mediaType } = attachment;
  const shown = attachmentKind(bytes, name, mediaType);
  const source = useMemo(
    () => memorySource(`${place.scopeId}/${place.ownerId}/${index}`, name, shown?.mediaType ?? mediaType, bytes),
    [place.scopeId, place.ownerId, index, name, mediaType, shown?.mediaType, bytes],
  );
  const download = useDownload(source);
  const tools = (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconDownload size={14} aria-hidden />}
      onClick={() => void download()}
    >
      Anlage speichern
    </Button>
  );
  if (shown?.kind === 'pdf') return <PdfView source={source} title={name} page={1} extraTools={tools} />;
  if (shown?.kind === 'image') return <ImageView source={source} title={name} extraTools={tools} />;
  if (shown?.kind === 'text') {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by key (WCAG 2.1.1)
      <section className={viewerClasses.textView} tabIndex={0} aria-label={`Anlage: ${name}`} data-viewer="text">
        {attachmentText(bytes)}
        <div>{tools}</div>
      </section>
    );
  }
  return <Explained source={source} message={notHere} />;
}

function useAttachment({ scopeId, ownerId, password }: Place, index: number) {
  const desk = useDesk();
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const abort = new AbortController();
    const place = { scopeId, ownerId, index, ...(password === undefined ? {} : { password }) };
    desk.content.mailAttachment(place, { signal: abort.signal }).then(setBytes, (reason: unknown) => {
      if (!abort.signal.aborted) setError(reason);
    });
    return () => abort.abort();
  }, [desk, scopeId, ownerId, index, password]);
  return { bytes, error };
}
