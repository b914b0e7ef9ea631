import { Anchor, Button } from '@mantine/core';
import { IconPhone, IconPinned } from '@tabler/icons-react';
import type { Id } from '../../../../core/domain/ids.ts';
import { formatMoment, formatNumberOf } from '../../../shared/format.ts';
import { navigate } from '../../../shared/navigation.ts';
import { caseFileRoute, formatRoute } from '../../../shared/routes.ts';
import type { NoteRow } from '../case-words.ts';
import classes from './notes.module.css';

type Props = {
  caseFileId: Id;
  note: NoteRow;
  mayWrite: boolean;
  onRevise: () => void;
  onJoin: () => void;
  onRetract: () => void;
};

/** One note: what was written, by whom, about what. */
export function NoteCard({ caseFileId, note, mayWrite, onRevise, onJoin, onRetract }: Props) {
  const { documentId, documentTitle, siblingIds, revisionCount } = note;
  return (
    <article className={classes.card} data-pinned={note.isPinned || undefined}>
      <header className={classes.head}>
        {note.isPinned ? <IconPinned size={14} aria-label="angeheftet" /> : null}
        {note.isPhoneCall ? (
          <span className={classes.call}>
            <IconPhone size={14} aria-hidden /> Telefonat
          </span>
        ) : null}
        <span>
          {note.createdByName}, {formatMoment(note.createdAt)}
          {revisionCount > 1 ? ` · ${formatNumberOf(revisionCount, 'Fassung', 'Fassungen')}` : ''}
          {note.writtenAfterClosing ? ' · nach Schließung der Akte' : ''}
          {note.isPending ? ' · wartet auf den Abgleich' : ''}
        </span>
        <span className={classes.actions}>
          {mayWrite ? (
            <Button size="compact-xs" variant="subtle" onClick={onRevise}>
              Ändern
            </Button>
          ) : null}
          {mayWrite && note.isOwn ? (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onRetract}>
              Zurücknehmen …
            </Button>
          ) : null}
        </span>
      </header>
      {siblingIds.length > 0 ? (
        <p className={classes.conflict}>
          {siblingIds.length + 1} Fassungen: Dieser Vermerk wurde gleichzeitig von mehreren geändert. Alle Fassungen
          bleiben stehen, bis jemand sie zusammenführt.{' '}
          {mayWrite ? (
            <Button size="compact-xs" variant="default" onClick={onJoin}>
              Zusammenführen …
            </Button>
          ) : null}
        </p>
      ) : null}
      <p className={classes.text}>{note.text}</p>
      {note.earlier.length > 0 ? (
        <details className={classes.earlier}>
          <summary>Frühere Fassungen</summary>
          {note.earlier.map(({ text, createdAt, createdByName }) => (
            <div key={`${createdAt}/${text}`}>
              {createdByName}, {formatMoment(createdAt)}
              <p className={classes.text}>{text}</p>
            </div>
          ))}
        </details>
      ) : null}
      {documentId ? (
        <Anchor
          size="sm"
          href={formatRoute(caseFileRoute(caseFileId, documentId))}
          onClick={(event) => {
            event.preventDefault();
            navigate(caseFileRoute(caseFileId, documentId));
          }}
        >
          Zu: {documentTitle ?? 'Dokument'}
        </Anchor>
      ) : null}
    </article>
  );
}
