import { formatAge, formatDate, formatDay, today } from '../../shared/format.ts';
import type { Column } from '../../shared/table/columns.ts';
import { DateText, DayText } from '../../shared/ui/Moments.tsx';
import type { FollowUpRow } from './FollowUpsView.tsx';
import classes from './follow-ups.module.css';

function ClosedMark({ since, isSetAfter }: NonNullable<FollowUpRow['closedFile']>) {
  const isSince = since ? ` seit ${formatDate(since)}` : '';
  return (
    <span className={classes.closed} title={`Die Akte ist geschlossen (zdA${isSince}).`}>
      {isSetAfter ? 'nach Schließung gesetzt' : 'Akte geschlossen'}
    </span>
  );
}

const subject: Column<FollowUpRow> = {
  key: 'subject',
  title: 'Worum es geht',
  width: 200,
  render: (row) => (
    <>
      {row.closedFile ? <ClosedMark {...row.closedFile} /> : null} {row.subject}{' '}
      {row.laterDueOn ? (
        <span
          className={classes.post}
          title={`Zur gleichen Zeit verlegt von ${row.laterDueOn.byName}. Der frühere Tag gilt.`}
        >
          auch {formatDay(row.laterDueOn.dueOn)}
        </span>
      ) : null}
      {row.cancelReason ? (
        <span className={classes.post} title={`Grund: ${row.cancelReason}`}>
          aufgehoben: {row.cancelReason}
        </span>
      ) : null}
      {row.hasNewPostSince ? <span className={classes.post}>neue Post</span> : null}
      {row.isPending ? <span className={classes.pending}>wartet auf den Abgleich</span> : null}
    </>
  ),
  sortBy: (row) => row.subject,
};
const dueOn: Column<FollowUpRow> = {
  key: 'dueOn',
  title: 'Fällig',
  width: 100,
  render: (row) => (
    <span
      className={row.completedAt === null && row.dueOn < today() ? classes.late : undefined}
      title={formatAge(row.dueOn, today())}
    >
      <DayText day={row.dueOn} />
    </span>
  ),
  sortBy: (row) => row.dueOn,
};
const caseTitle: Column<FollowUpRow> = {
  key: 'case',
  title: 'Akte',
  width: 176,
  render: (row) => row.caseTitle,
  sortBy: (row) => row.caseTitle,
};
const assigned: Column<FollowUpRow> = {
  key: 'worker',
  title: 'Zu erledigen von',
  width: 144,
  render: (row) => row.workerName ?? 'zuständige Person',
  sortBy: (row) => row.workerName,
};
const rest: Column<FollowUpRow>[] = [
  { key: 'number', title: 'Nummer', width: 136, render: (row) => row.fileNumber, sortBy: (row) => row.fileNumber },
  {
    key: 'document',
    title: 'Zum Dokument',
    width: 176,
    render: (row) => row.documentTitle ?? '',
    sortBy: (row) => row.documentTitle,
  },
  {
    key: 'createdBy',
    title: 'Gesetzt von',
    width: 144,
    render: (row) => row.createdByName,
    sortBy: (row) => row.createdByName,
  },
  {
    key: 'createdAt',
    title: 'Gesetzt am',
    width: 100,
    render: (row) => <DateText moment={row.createdAt} />,
    sortBy: (row) => row.createdAt,
  },
];

export const openColumns: Column<FollowUpRow>[] = [subject, dueOn, caseTitle, ...rest, assigned];

export const completedColumns: Column<FollowUpRow>[] = [
  subject,
  {
    key: 'completedAt',
    title: 'Erledigt am',
    width: 100,
    render: (row) => (row.completedAt ? <DateText moment={row.completedAt} /> : '–'),
    sortBy: (row) => row.completedAt,
  },
  caseTitle,
  {
    key: 'completedBy',
    title: 'Erledigt von',
    width: 144,
    render: (row) => row.completedByName ?? '',
    sortBy: (row) => row.completedByName,
  },
  dueOn,
  ...rest,
];
