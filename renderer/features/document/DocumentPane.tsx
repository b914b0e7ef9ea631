import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import type { OutputOf } from '../../shared/backend.tsx';
import { deskQuery, useDesk, useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { type AttachedFile, type DocumentPaneProps, useSlots } from '../../shared/slots.tsx';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { type DetailsFocus, DocumentDetails } from './DocumentDetails.tsx';
import { DocumentHead } from './DocumentHead.tsx';
import classes from './document.module.css';
import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

export type DocumentDetail = OutputOf<'documents', 'get'>;

/** A document of a case file: its head, its content, and its details beside it when asked for. */
export function DocumentPane(props: DocumentPaneProps) {
  const { caseFileId, documentId } = props;
  const query = useDeskQuery('documents', 'get', { caseFileId, documentId });
  return (
    <QueryView query={query}>
      {(document) => <OpenDocument key={documentId} {...props} document={document} />}
    </QueryView>
  );
}

function OpenDocument({ document, ...props }: DocumentPaneProps & { document: DocumentDetail }) {
  const { caseFileId, documentId } = props;
  const { Viewer, UploadDialog } = useSlots();
  const [details, setDetails] = useState<DetailsFocus | null>(null);
  const [attached, setAttached] = useState<readonly File[] | null>(null);
  const { mutate: mark } = useDeskMutation('documents', 'mark');
  const isReadable = document.mayRead;

  // Opening a document is reading it, once; who wants it unread again says so with M.
  const read = useEffectEvent(() => {
    if (document.isUnread) mark({ caseFileId, documentId, isRead: true });
  });
  useEffect(() => {
    if (isReadable) read();
  }, [documentId, isReadable]);
  const onFileAttachment = ({ name, bytes }: AttachedFile) =>
    setAttached([new File([bytes as Uint8Array<ArrayBuffer>], name)]);
  usePrefetchedDetails(caseFileId, props.nextDocumentId ?? null);
  useCommand('document.mark', () => mark({ caseFileId, documentId, isRead: document.isUnread }), {
    title: document.isUnread ? 'Als gelesen markieren' : 'Als ungelesen markieren',
  });
  useCommand('document.details', () => setDetails(details === null ? 'title' : null));
  useCommand('document.keywords', () => setDetails('keywords'));

  return (
    <div className={classes.pane}>
      <DocumentHead document={document} areDetailsOpen={details !== null} />
      <div className={classes.body}>
        <div className={classes.content}>
          {isReadable ? (
            <Viewer
              {...props}
              scopeId={caseFileId}
              ownerId={documentId}
              title={document.title}
              sheetFrom={document.sheetFrom}
              next={props.nextDocumentId ? { scopeId: caseFileId, ownerId: props.nextDocumentId } : null}
              {...(document.mayWrite ? { onFileAttachment } : {})}
            />
          ) : (
            <Protected document={document} />
          )}
        </div>
        {attached ? <UploadDialog caseFileId={caseFileId} files={attached} onClose={() => setAttached(null)} /> : null}
        {details ? <DocumentDetails document={document} focus={details} onClose={() => setDetails(null)} /> : null}
      </div>
    </div>
  );
}

/** Reads what is known of the next document ahead. */
function usePrefetchedDetails(caseFileId: Id, documentId: Id | null): void {
  const desk = useDesk();
  const queries = useQueryClient();
  useEffect(() => {
    if (documentId) void queries.prefetchQuery(deskQuery(desk, 'documents', 'get', { caseFileId, documentId }));
  }, [desk, queries, caseFileId, documentId]);
}

/** In the place of a protected document until a reason is given; who reads it and why goes into the journal. */
function Protected({ document }: { document: DocumentDetail }) {
  const [isAsking, setIsAsking] = useState(false);
  const open = useDeskMutation('documents', 'openProtected', { meta: { errorIsShown: true } });
  const { caseFileId, documentId } = document;
  return (
    <Empty title="Dieses Dokument ist besonders geschützt." icon={<IconLock size={28} aria-hidden />}>
      <p>Wer es liest, gibt einen Grund an. Name, Zeit und Grund werden protokolliert.</p>
      <Button onClick={() => setIsAsking(true)}>Grund angeben und öffnen</Button>
      <ReasonDialog
        isOpen={isAsking}
        title="Geschütztes Dokument öffnen"
        label="Grund"
        confirmLabel="Öffnen"
        onClose={() => setIsAsking(false)}
        onConfirm={(reason) => open.mutateAsync({ caseFileId, documentId, reason })}
      />
    </Empty>
  );
}
