import {
  IconArrowForwardUp,
  IconCheck,
  IconChecks,
  IconFileUpload,
  IconMail,
  IconQuestionMark,
  IconScan,
  IconServer,
} from '@tabler/icons-react';
import { memo } from 'react';
import type { OutputOf } from '../../shared/backend.tsx';
import { formatNumberOf, formatTime } from '../../shared/format.ts';
import classes from './inbox.module.css';

export type InboxRowData = OutputOf<'inbox', 'list'>['rows'][number];

const sources = {
  scan: { name: 'Scan', Icon: IconScan },
  mail: { name: 'E-Mail', Icon: IconMail },
  fachverfahren: { name: 'Aus dem Fachverfahren', Icon: IconServer },
  upload: { name: 'Hochgeladen', Icon: IconFileUpload },
  forwarded: { name: 'Weitergeleitet', Icon: IconArrowForwardUp },
} as const;

/** One letter in the list: what it is, where it belongs, how sure that is. */
export const InboxRow = memo(function InboxRow({ row }: { row: InboxRowData }) {
  const { name, Icon } = sources[row.source];
  const facts = [
    row.pageCount === null ? null : formatNumberOf(row.pageCount, 'Seite', 'Seiten'),
    row.pageCount !== null && !row.hasText ? 'ohne Text' : null,
    row.isPending ? 'wartet auf Abgleich' : null,
  ].filter((fact) => fact !== null);
  const isDone = row.state !== 'open';
  return (
    <div className={classes.row}>
      <span className={classes.source} title={name}>
        <Icon size={16} aria-label={name} />
      </span>
      <span className={classes.rowLine}>
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
        <span className={classes.rowCase}>{isDone ? doneWords(row) : (row.proposedCaseTitle ?? 'Akte unbekannt')}</span>
        <span className={classes.rowFacts}>{facts.join(' · ')}</span>
      </span>
      <span className={classes.rowLine}>
        <span className={classes.rowReason} title={row.explanation ?? undefined}>
          {isDone ? '' : (row.explanation ?? 'Kein Vorschlag')}
        </span>
        {row.hasDeadline && !isDone ? <span className={classes.rowFacts}>mit Frist</span> : null}
      </span>
    </div>
  );
});

/** Where a finished letter went. */
export function doneWords({ state, filedTo }: InboxRowData): string {
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
