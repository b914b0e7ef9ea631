import { IconArchive, IconPinned } from '@tabler/icons-react';
import { formatCount, today } from '../../../shared/format.ts';
import type { Column } from '../../../shared/table/columns.ts';
import { AgeText, DayText } from '../../../shared/ui/Moments.tsx';
import { type CaseRow, kindNames, stateNames } from '../case-words.ts';
import classes from './case-list.module.css';

/** The columns of a list of case files, the most needed ones first. */
export const caseColumns: Column<CaseRow>[] = [
  {
    key: 'title',
    title: 'Akte',
    width: 200,
    render: (row) => (
      <>
        <strong className={classes.title}>{row.title}</strong>
        {row.state === 'closed' ? <IconArchive size={14} aria-label="geschlossen" className={classes.pin} /> : null}
        {row.isPinned ? <IconPinned size={14} aria-label="mitgenommen" className={classes.pin} /> : null}
        {row.substitutedFor ? <span className={classes.substituted}>Vertretung {row.substitutedFor}</span> : null}
      </>
    ),
    sortBy: (row) => row.title,
  },
  { key: 'number', title: 'Nummer', width: 136, render: (row) => row.fileNumber, sortBy: (row) => row.fileNumber },
  {
    key: 'here',
    title: 'Mitgenommen',
    width: 104,
    isRight: true,
    render: (row) =>
      row.documentsHere === null ? '' : `${formatCount(row.documentsHere)} von ${formatCount(row.documentCount)}`,
    sortBy: (row) => row.documentsHere,
  },
  { key: 'kind', title: 'Art', width: 136, render: (row) => kindNames[row.kind], sortBy: (row) => kindNames[row.kind] },
  {
    key: 'approvedUntil',
    title: 'Bewilligt bis',
    width: 104,
    render: (row) => (
      <span className={row.approvedUntil && row.approvedUntil < today() ? classes.late : undefined}>
        <DayText day={row.approvedUntil} />
      </span>
    ),
    sortBy: (row) => row.approvedUntil,
  },
  {
    key: 'newest',
    title: 'Neueste Post',
    width: 112,
    render: (row) => (row.newestDocumentAt ? <AgeText moment={row.newestDocumentAt} /> : '–'),
    sortBy: (row) => row.newestDocumentAt,
  },
  { key: 'place', title: 'Ort', width: 120, render: (row) => row.place ?? '', sortBy: (row) => row.place },
  {
    key: 'followUps',
    title: 'Wiedervorl.',
    width: 92,
    isRight: true,
    render: (row) => (row.openFollowUps > 0 ? formatCount(row.openFollowUps) : ''),
    sortBy: (row) => row.openFollowUps,
  },
  {
    key: 'documents',
    title: 'Dokumente',
    width: 92,
    isRight: true,
    render: (row) => formatCount(row.documentCount),
    sortBy: (row) => row.documentCount,
  },
  { key: 'state', title: 'Stand', width: 96, render: (row) => stateNames[row.state], sortBy: (row) => row.state },
  { key: 'worker', title: 'Zuständig', width: 144, render: (row) => row.workerName, sortBy: (row) => row.workerName },
  {
    key: 'lastOpened',
    title: 'Zuletzt geöffnet',
    width: 120,
    isExtra: true,
    render: (row) => (row.lastOpenedAt ? <AgeText moment={row.lastOpenedAt} /> : '–'),
    sortBy: (row) => row.lastOpenedAt,
  },
];
