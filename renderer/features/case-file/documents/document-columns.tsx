import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCloud,
  IconClockPause,
  IconLock,
  IconNote,
  IconPaperclip,
} from '@tabler/icons-react';
import { DateText, DayText } from '../../../shared/ui/Moments.tsx';
import { formatNumberOf } from '../../../shared/format.ts';
import type { Column } from '../../../shared/table/columns.ts';
import { type DocumentRow, sheetWords } from '../case-words.ts';
import classes from './documents.module.css';

/** The columns of a file's documents, the most needed ones first; beside an open Fachverfahren there is room for four of them. */
export function documentColumns(keywordName: (id: string) => string): Column<DocumentRow>[] {
  return [
    {
      key: 'title',
      title: 'Dokument',
      width: 152,
      render: (row) => (
        <>
          <span className={classes.dot} data-unread={row.isUnread || undefined}>
            {row.isUnread ? <span className={classes.hidden}>ungelesen: </span> : null}
          </span>
          <span title={row.title}>{row.title}</span>
        </>
      ),
      sortBy: (row) => row.title,
    },
    {
      key: 'letterDate',
      title: 'Datum',
      width: 84,
      render: (row) => <DayText day={row.letterDate} />,
      // Whatever bears no date stands where its arrival puts it, not after everything that is five years old.
      sortBy: (row) => row.letterDate ?? row.receivedDate ?? row.filedAt.slice(0, 10),
    },
    {
      key: 'sheets',
      title: 'Blatt',
      width: 60,
      render: (row) =>
        row.isSheetProvisional ? (
          <i title="Vorläufige Blattzahl, bis die Zentrale sie bestätigt">({sheetWords(row)})</i>
        ) : (
          sheetWords(row)
        ),
      sortBy: (row) => row.sheetFrom,
    },
    {
      key: 'marks',
      title: 'Zeichen',
      width: 64,
      render: (row) => <Marks row={row} />,
    },
    {
      key: 'keywords',
      title: 'Schlagwort',
      width: 144,
      render: (row) =>
        row.keywordIds.map((id) => (
          <span key={id} className={classes.chip}>
            {keywordName(id)}
          </span>
        )),
      sortBy: (row) => (row.keywordIds[0] ? keywordName(row.keywordIds[0]) : null),
    },
    { key: 'sender', title: 'Absender', width: 168, render: (row) => row.sender ?? '', sortBy: (row) => row.sender },
    {
      key: 'pages',
      title: 'Seiten',
      width: 68,
      isRight: true,
      render: (row) => row.pageCount ?? '',
      sortBy: (row) => row.pageCount,
    },
    {
      key: 'receivedDate',
      title: 'Eingang',
      width: 92,
      render: (row) => <DayText day={row.receivedDate} />,
      sortBy: (row) => row.receivedDate,
    },
    {
      key: 'filedBy',
      title: 'Abgelegt von',
      width: 140,
      isExtra: true,
      render: (row) => row.filedByName,
      sortBy: (row) => row.filedByName,
    },
    {
      key: 'filedAt',
      title: 'Abgelegt am',
      width: 100,
      isExtra: true,
      render: (row) => <DateText moment={row.filedAt} />,
      sortBy: (row) => row.filedAt,
    },
  ];
}

/** Direction, what hangs together by a mail, protection, notes, and whether it is here and at the centre. */
function Marks({ row }: { row: DocumentRow }) {
  const size = 14;
  return (
    <span className={classes.marks}>
      {row.direction === 'incoming' ? <IconArrowDownLeft size={size} aria-label="eingegangen" /> : null}
      {row.direction === 'outgoing' ? <IconArrowUpRight size={size} aria-label="ausgegangen" /> : null}
      {row.isMailPart ? <IconPaperclip size={size} aria-label="Anlage einer E-Mail" /> : null}
      {row.mailPartCount > 0 ? (
        <IconPaperclip
          size={size}
          aria-label={`mit ${formatNumberOf(row.mailPartCount, 'Anlage', 'Anlagen')} als Dokument`}
        />
      ) : null}
      {row.isProtected ? <IconLock size={size} aria-label="geschützt" /> : null}
      {row.noteCount > 0 ? <IconNote size={size} aria-label="mit Vermerk" /> : null}
      {row.isPending ? <IconClockPause size={size} aria-label="wartet auf den Abgleich" /> : null}
      {row.isOnDesk ? null : <IconCloud size={size} aria-label="nur bei der Zentrale" />}
    </span>
  );
}
