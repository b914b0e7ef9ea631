import { IconDownload, IconFileText, IconPrinter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { OutputOf } from '../../shared/backend.tsx';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import type { ViewerProps } from '../../shared/slots.tsx';
import { CommandIcon } from '../../shared/ui/CommandButton.tsx';
import { QueryView } from '../../shared/ui/ViewState.tsx';
import { NotedAccess } from './access-note.tsx';
import { AttachmentList, type ListedAttachment } from './attachments/AttachmentList.tsx';
import { AttachmentView } from './attachments/AttachmentView.tsx';
import { useContentSource } from './content-source.ts';
import { ExplainedDocument } from './ExplainedDocument.tsx';
import { ImageView } from './ImageView.tsx';
import { MailView } from './mail/MailView.tsx';
import { OfficeView } from './OfficeView.tsx';
import { whenNothingIsComing } from './first-page.ts';
import { keepSpareWorker } from './pdf/pdf-worker.ts';
import { PdfView } from './pdf/PdfView.tsx';
import { TextView } from './TextView.tsx';
import { TiffView } from './TiffView.tsx';
import { useDownload } from './useDownload.ts';
import { usePrepareNext } from './usePrepareNext.ts';
import { ViewerBoundary } from './ViewerBoundary.tsx';
import type { ViewProps } from './view-props.ts';
import classes from './viewer.module.css';

type Description = OutputOf<'content', 'describe'>;

/** Shows any document: what it is decides the backend; nothing it contains can take the desk down. */
export function Viewer(props: ViewerProps) {
  const query = useDeskQuery('content', 'describe', { scopeId: props.scopeId, ownerId: props.ownerId });
  usePrepareNext(props.next ?? null);
  // From the first document on, whatever kind it is.
  useEffect(() => void whenNothingIsComing().then(keepSpareWorker), []);
  return (
    <QueryView query={query}>
      {(description) => (
        <NotedAccess key={`${props.scopeId}/${props.ownerId}`} scopeId={props.scopeId} ownerId={props.ownerId}>
          <Described {...props} description={description} />
        </NotedAccess>
      )}
    </QueryView>
  );
}

function Described({ description, ...props }: ViewerProps & { description: Description }) {
  const { content, canShow, warnings } = description;
  const source = useContentSource(props, content);
  const [isText, setIsText] = useState(false);
  const [opened, setOpened] = useState<ListedAttachment | null>(null);
  const [unlocked, setUnlocked] = useState<{ password: string; pageCount: number } | null>(null);
  // Kept here, so that text and picture of a document show the same page.
  const [page, setPage] = useState(props.page);
  const download = useDownload(source);
  useCommand('document.save', () => void download());
  const isPdf = content.kind === 'pdf';
  const mayBeText = isPdf || content.kind === 'tiff';
  const isReadable = canShow || unlocked !== null;
  useCommand('document.text', () => setIsText(!isText), {
    isEnabled: mayBeText && isReadable,
    title: isText ? 'Seitenansicht' : 'Textansicht',
  });
  const extraTools = (
    <>
      {mayBeText ? <CommandIcon command="document.text" icon={<IconFileText size={18} aria-hidden />} /> : null}
      <CommandIcon command="document.print" icon={<IconPrinter size={18} aria-hidden />} />
      <CommandIcon command="document.save" icon={<IconDownload size={18} aria-hidden />} />
    </>
  );
  const view: ViewProps = {
    ...props,
    content: unlocked ? { ...content, pageCount: unlocked.pageCount } : content,
    source,
    extraTools,
    page: isText ? page : (props.page ?? page),
    onPageChange: (number) => {
      setPage(number);
      props.onPageChange?.(number);
    },
  };
  if (opened) {
    return (
      <AttachmentView
        place={{ scopeId: props.scopeId, ownerId: props.ownerId, password: unlocked?.password }}
        attachment={opened}
        backLabel="Zurück zum Dokument"
        onBack={() => setOpened(null)}
        onFileAttachment={props.onFileAttachment}
      />
    );
  }
  const isLocked = isPdf && content.encrypted === 'password';
  if (!canShow && !isLocked) return <ExplainedDocument {...view} description={description} />;
  const attachments = isPdf ? content.attachments.map((attachment, index) => ({ ...attachment, index })) : [];
  return (
    <ViewerBoundary source={source}>
      <div className={classes.viewer}>
        {warnings.length > 0 ? <p className={classes.notice}>{warnings.join(' ')}</p> : null}
        {attachments.length > 0 ? (
          <div className={classes.notice}>
            <AttachmentList attachments={attachments} onOpen={setOpened} />
          </div>
        ) : null}
        {isText ? (
          <TextView {...view} password={unlocked?.password} />
        ) : (
          <ByKind {...view} onUnlocked={(password, pageCount) => setUnlocked({ password, pageCount })} />
        )}
      </div>
    </ViewerBoundary>
  );
}

function ByKind(props: ViewProps & { onUnlocked: (password: string, pageCount: number) => void }) {
  switch (props.content.kind) {
    case 'pdf':
      return <PdfView {...props} />;
    case 'image':
      return <ImageView {...props} />;
    case 'tiff':
      return <TiffView {...props} />;
    case 'mail':
      return <MailView {...props} />;
    case 'office':
      return <OfficeView {...props} />;
    default:
      return <TextView {...props} />;
  }
}
