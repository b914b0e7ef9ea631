import {
  IconArrowForwardUp,
  IconCalendarCheck,
  IconCalendarDue,
  IconCheck,
  IconChecks,
  IconFileUpload,
  IconMail,
  IconQuestionMark,
  IconScan,
  IconServer,
  IconSquare,
  IconSquareCheckFilled,
  IconUser,
} from '@tabler/icons-react';
import { memo } from 'react';
import { dayOf } from '../../../core/domain/moments.ts';
import type { OutputOf } from '../../shared/backend.tsx';
import { formatAge, formatDay, formatMoment, formatNumberOf, formatTime, today } from '../../shared/format.ts';
import classes from './inbox-row.module.css';
import { letterWords, placeWords } from './row-words.ts';

export type InboxRowData = OutputOf<'inbox', 'list'>['rows'][number];

/** The ways letters come. */
export const sources = {
  scan: { name: 'Scan', Icon: IconScan },
  mail: { name: 'E-Mail', Icon: IconMail },
  fachverfahren: { name: 'Aus dem Fachverfahren', Icon: IconServer },
  upload: { name: 'Hochgeladen', Icon: IconFileUpload },
  forwarded: { name: 'Weitergeleitet', Icon: IconArrowForwardUp },
} as const;

type Props = {
  row: InboxRowData;
  isSelected: boolean;
  isSelecting: boolean;
  onToggle: ((row: InboxRowData) => void) | null;
};

/** One letter in the list: what it is, where it belongs, how sure that is; and whether it is chosen for an act with several. */
export const InboxRow = memo(function InboxRow({ row, isSelected, isSelecting, onToggle }: Props) {
  const isDone = row.state !== 'open';
  const facts = [
    row.pageCount === null ? null : formatNumberOf(row.pageCount, 'Seite', 'Seiten'),
    row.pageCount !== null && !row.hasText ? 'ohne Text' : null,
    row.isPending ? 'wartet auf Abgleich' : null,
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.row} data-selecting={isSelecting || undefined}>
      <SourceOrBox row={row} isSelected={isSelected} onToggle={onToggle} />
      <span className={classes.rowLine}>
        {row.isUnread && !isDone ? <span className={classes.unread} role="img" aria-label="neu" title="Neu" /> : null}
        <span className={classes.rowTitle} title={row.title}>
          {row.title || 'Ohne Titel'}
        </span>
        {isDone ? (
          <span className={classes.rowTime}>{row.doneAt ? formatTime(row.doneAt) : ''}</span>
        ) : (
          <Certainty row={row} />
        )}
      </span>
      <span className={classes.rowLine}>
        <span className={classes.rowCase} title={isDone ? undefined : placeWords(row)}>
          {isDone ? doneWords(row) : placeWords(row)}
        </span>
      </span>
      <span className={classes.rowLine}>
        <span className={classes.rowCase} title={letterWords(row)}>
          {letterWords(row)}
        </span>
        {isDone ? null : <Marks row={row} />}
      </span>
      <span className={classes.rowLine}>
        <span className={classes.rowReason} title={row.explanation ?? undefined}>
          {isDone ? '' : (row.explanation ?? 'Kein Vorschlag')}
        </span>
        <span className={classes.rowFacts}>
          {facts.join(' · ')}
          {isDone ? null : <Age moment={row.deliveredAt} isAfterFact={facts.length > 0} />}
        </span>
      </span>
    </div>
  );
});

/** How long it has been here: of today the time. */
function Age({ moment, isAfterFact }: { moment: string; isAfterFact: boolean }) {
  const day = dayOf(moment);
  return (
    <time dateTime={moment} title={formatMoment(moment)}>
      {isAfterFact ? ' · ' : ''}
      {day === today() ? formatTime(moment) : formatAge(day, today())}
    </time>
  );
}

/** What is special about an open letter: who works on it, a deadline, a follow-up that may have waited for it. */
function Marks({ row: { claimedByName, claimedAt, nextDeadline, isAfterFollowUp } }: { row: InboxRowData }) {
  const since = claimedAt ? ` seit ${formatMoment(claimedAt)}` : '';
  return (
    <span className={classes.rowMarks}>
      {isAfterFollowUp ? <RowMark Icon={IconCalendarCheck} words="Kam nach Anlage der Wiedervorlage" /> : null}
      {nextDeadline ? (
        <span className={classes.deadline} data-past={nextDeadline < today() || undefined} title="Mögliche Frist">
          <IconCalendarDue size={14} aria-label="Mit Frist" />
          {formatDay(nextDeadline)}
        </span>
      ) : null}
      {claimedByName ? (
        <span className={classes.claim} title={`In Bearbeitung bei ${claimedByName}${since}`}>
          <IconUser size={14} aria-label="In Bearbeitung bei" />
          {claimedByName}
        </span>
      ) : null}
    </span>
  );
}

function RowMark({ Icon, words }: { Icon: typeof IconCheck; words: string }) {
  return (
    <span className={classes.rowMark} title={words}>
      <Icon size={16} aria-label={words} />
    </span>
  );
}

/** The way it came; under the mouse, and while letters are chosen, a box for choosing it. */
function SourceOrBox({ row, isSelected, onToggle }: Omit<Props, 'isSelecting'>) {
  const { name, Icon } = sources[row.source];
  const Box = isSelected ? IconSquareCheckFilled : IconSquare;
  return (
    <>
      <span className={classes.source} title={name} data-boxed={onToggle !== null || undefined}>
        <Icon size={16} aria-label={name} />
      </span>
      {onToggle ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; keys are handled by the list, which tells the state too
        // biome-ignore lint/a11y/useKeyWithClickEvents: for the mouse; keys are handled by the list
        <span
          className={classes.box}
          data-on={isSelected || undefined}
          title="Auswählen"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(row);
          }}
        >
          <Box size={16} aria-hidden />
        </span>
      ) : null}
    </>
  );
}

const wentWords = {
  atStation: 'liegt bei der Scanstelle',
  answeredByStation: 'von der Scanstelle berichtigt',
  otherLetters: 'geteilt oder zusammengefügt',
} as const;

/** Where a finished letter went. */
export function doneWords({ state, filedTo, wentTo }: InboxRowData): string {
  if (wentTo) return wentWords[wentTo];
  if (state === 'forwarded') return 'weitergeleitet';
  return filedTo?.caseTitle ? `in Akte ${filedTo.caseTitle}` : 'abgelegt';
}

/** ✓✓ both proposals sure, ✓ one, ? none. */
function Certainty({ row }: { row: InboxRowData }) {
  const isCaseSure = row.caseConfidence === 'sure';
  const isKeywordSure = row.keywordConfidence === 'sure';
  if (isCaseSure && isKeywordSure) return <Mark Icon={IconChecks} words="Akte und Schlagwort sicher" kind="sure" />;
  if (isCaseSure) return <Mark Icon={IconCheck} words="Akte sicher, Schlagwort prüfen" kind="half" />;
  if (isKeywordSure) return <Mark Icon={IconCheck} words="Schlagwort sicher, Akte prüfen" kind="half" />;
  return <Mark Icon={IconQuestionMark} words="Akte und Schlagwort prüfen" kind="open" />;
}

function Mark({ Icon, words, kind }: { Icon: typeof IconCheck; words: string; kind: 'sure' | 'half' | 'open' }) {
  return (
    <span className={classes.mark} data-kind={kind} title={words}>
      <Icon size={16} aria-label={words} />
    </span>
  );
}
