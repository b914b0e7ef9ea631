import { Button, CloseButton, Group, Stack } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { useShowDone } from '../../shared/done.ts';
import { useEscape } from '../../shared/escape.ts';
import { formatMoment, formatNumberOf, formatSize } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { DetailsForm } from './DetailsForm.tsx';
import type { DocumentDetail } from './DocumentPane.tsx';
import classes from './document.module.css';
import { KeywordsForm } from './KeywordsForm.tsx';
import { MailLinks } from './MailLinks.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { TransferNote } from './TransferNote.tsx';

/** Which field gets the focus when the details are opened. */
export type DetailsFocus = 'title' | 'keywords';
type DetailsProps = { document: DocumentDetail; focus: DetailsFocus; onClose: () => void };

/** Beside the content: what can be changed, what is known of the file, and everything that was changed before. */
export function DocumentDetails({ document, focus, onClose }: DetailsProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
  }, [focus]);
  const { caseFileId, documentId, content } = document;
  const showDone = useShowDone();
  const [dialog, setDialog] = useState<'retract' | 'move' | null>(null);
  const retract = useDeskMutation('documents', 'retract', { meta: { errorIsShown: true }, onSuccess: showDone });
  useEscape('close', onClose, dialog === null);
  return (
    <aside ref={panel} className={classes.details} aria-label="Angaben zum Dokument">
      <Group justify="space-between">
        <h3 className={classes.section}>Angaben</h3>
        <CloseButton aria-label="Angaben schließen" onClick={onClose} />
      </Group>
      {document.stateReason ? <p className={classes.quiet}>Grund: {document.stateReason}</p> : null}
      {document.mayWrite ? null : <p className={classes.quiet}>Sie dürfen diese Akte nur lesen.</p>}
      <fieldset className={classes.forms} disabled={!document.mayWrite}>
        <DetailsForm document={document} />
        <h3 className={classes.section}>Schlagwörter</h3>
        <KeywordsForm document={document} />
      </fieldset>
      {document.mayWrite ? (
        <Stack gap={4}>
          <Button variant="default" onClick={() => setDialog('move')} disabled={document.state !== 'filed'}>
            In andere Akte verschieben
          </Button>
          <Button variant="default" onClick={() => setDialog('retract')} disabled={document.state !== 'filed'}>
            Dokument zurücknehmen
          </Button>
        </Stack>
      ) : null}
      <MailLinks document={document} />
      <h3 className={classes.section}>Datei</h3>
      <dl className={classes.list}>
        <dt>Name</dt>
        <dd>{content.fileName}</dd>
        <dt>Größe</dt>
        <dd>{formatSize(content.size)}</dd>
        <dt>Umfang</dt>
        <dd>{document.pageCount === null ? 'unbekannt' : formatNumberOf(document.pageCount, 'Seite', 'Seiten')}</dd>
        <dt>Abgelegt</dt>
        <dd>
          {formatMoment(document.filedAt)}, {document.filedByName}
        </dd>
        <dt>Prüfsumme</dt>
        <dd title={content.sha256}>{content.sha256.slice(0, 12)} …</dd>
      </dl>
      <TransferNote scopeId={caseFileId} ownerId={documentId} />
      <h3 className={classes.section}>Verlauf</h3>
      {document.history.length === 0 ? <p className={classes.quiet}>Keine Änderungen.</p> : null}
      <ol className={classes.history}>
        {document.history.map((entry) => (
          <li key={`${entry.at}/${entry.field}/${entry.newValue}`}>
            <strong>{entry.field}</strong>: {entry.oldValue || '–'} → {entry.newValue || '–'}
            <span className={classes.quiet}>
              {formatMoment(entry.at)}, {entry.byName}
            </span>
          </li>
        ))}
      </ol>
      <Button
        variant="default"
        onClick={() => navigate({ view: 'caseFile', caseFileId, documentId, page: null, section: 'journal' })}
      >
        Protokoll der Akte
      </Button>
      <ReasonDialog
        isOpen={dialog === 'retract'}
        title="Dokument zurücknehmen"
        explanation="Das Dokument wird in der Akte als zurückgenommen geführt. Datei und Blattzahlen bleiben erhalten."
        label="Grund"
        confirmLabel="Zurücknehmen"
        onClose={() => setDialog(null)}
        onConfirm={(reason) => retract.mutateAsync({ caseFileId, documentId, reason })}
      />
      {dialog === 'move' ? <MoveDialog document={document} onClose={() => setDialog(null)} /> : null}
    </aside>
  );
}
