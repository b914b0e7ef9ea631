import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDownload, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import type { OutputOf } from '../../shared/backend.tsx';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import type { ViewerProps } from '../../shared/slots.tsx';
import { CommandIcon } from '../../shared/ui/CommandButton.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { Explained } from './Explained.tsx';
import { ImageView } from './ImageView.tsx';
import { MailView } from './mail/MailView.tsx';
import { OfficeView } from './OfficeView.tsx';
import { PdfView } from './pdf/PdfView.tsx';
import { TextView } from './TextView.tsx';
import { TiffView } from './TiffView.tsx';
import { useDownload } from './useDownload.ts';
import { ViewerBoundary } from './ViewerBoundary.tsx';

type Description = OutputOf<'content', 'describe'>;

/** Shows any document: what it is decides the backend; nothing it contains can take the desk down. */
export function Viewer(props: ViewerProps) {
  const query = useDeskQuery('content', 'describe', { scopeId: props.scopeId, ownerId: props.ownerId });
  return (
    <QueryView query={query}>
      {(description) => (
        <ViewerBoundary key={`${props.scopeId}/${props.ownerId}`} content={description.content} {...props}>
          <Described {...props} description={description} />
        </ViewerBoundary>
      )}
    </QueryView>
  );
}

function Described({ description, ...props }: ViewerProps & { description: Description }) {
  const { content } = description;
  const [isText, setIsText] = useState(false);
  const download = useDownload({ scopeId: props.scopeId, ownerId: props.ownerId, content });
  useCommand('document.save', () => void download());
  const tools = (
    <>
      {content.pageCount ? (
        <Tooltip label={isText ? 'Seitenansicht' : 'Textansicht'}>
          <ActionIcon aria-label="Textansicht" aria-pressed={isText} onClick={() => setIsText(!isText)}>
            <IconFileText size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <CommandIcon command="document.save" icon={<IconDownload size={18} aria-hidden />} />
    </>
  );
  const needsPassword = content.kind === 'pdf' && content.encrypted === 'password';
  if (!description.canShow && !needsPassword) {
    const message = description.explanation?.message ?? 'Diese Datei lässt sich hier nicht anzeigen.';
    return <Explained scopeId={props.scopeId} ownerId={props.ownerId} content={content} message={message} />;
  }
  if (isText) return <TextView {...props} content={content} extraTools={tools} />;
  const view = { ...props, content, extraTools: tools };
  switch (content.kind) {
    case 'pdf':
      return <PdfView {...view} />;
    case 'image':
      return <ImageView {...view} />;
    case 'tiff':
      return <TiffView {...view} />;
    case 'mail':
      return <MailView {...view} />;
    case 'office':
      return <OfficeView {...view} />;
    case 'text':
    case 'html':
      return <TextView {...view} />;
    case 'archive':
    case 'unknown':
    case 'empty':
      return (
        <Explained
          {...view}
          message="Diese Datei lässt sich hier nicht anzeigen. Sie ist unverändert abgelegt und kann heruntergeladen werden."
        />
      );
    default:
      return content.kind satisfies never;
  }
}
