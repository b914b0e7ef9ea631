import { Anchor, Button } from '@mantine/core';
import { IconPhone, IconPinned } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { formatMoment, formatNumberOf } from '../../../shared/format.ts';
import { findOnPage, pageWords } from '../../../shared/find/page-words.ts';
import { navigate, type SearchHit } from '../../../shared/navigation.ts';
import { caseFileRoute, formatRoute } from '../../../shared/routes.ts';
import { MarkedText } from '../../../shared/ui/MarkedText.tsx';
import type { NoteRow } from '../case-words.ts';
import classes from './notes.module.css';

type Props = {
  caseFileId: Id;
  note: NoteRow;
  /** What a search found in it. */
  hit: SearchHit | null;
  mayWrite: boolean;
  onRevise: () => void;
  onJoin: () => void;
  onRetract: () => void;
};

/** One note: what was written, by whom, about what. */
export function NoteCard({ caseFileId, note, hit, mayWrite, onRevise, onJoin, onRetract }: Props) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (hit) card.current?.scrollIntoView({ block: 'center' });
  }, [hit]);
  const { documentId, documentTitle, siblingIds, revisionCount } = note;
  return (
    <article
      ref={card}
      className={classes.card}
      data-pinned={note.isPinned || undefined}
      aria-current={hit ? true : undefined}
    >
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
      <p className={classes.text}>
        {hit ? <MarkedText text={note.text} hits={hitsIn(note.text, hit.words)} /> : note.text}
      </p>
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

/** Where the words a search was asked for stand in a note. */
function hitsIn(text: string, words: string): [number, number][] {
  const found = findOnPage(pageWords([{ str: text, hasEOL: false }]), { words, isPhrase: false });
  return found.map(({ from, to }) => [from.offset, to.offset]);
}
