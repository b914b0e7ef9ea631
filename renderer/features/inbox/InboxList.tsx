import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { dayOf } from '../../../core/domain/moments.ts';
import { formatCount, formatNumberOf, today } from '../../shared/format.ts';
import { useCommandState } from '../../shared/commands.ts';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import { RowList } from '../../shared/ui/RowList.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { InboxRow, type InboxRowData } from './InboxRow.tsx';
import type { Inbox, Show } from './InboxView.tsx';
import { dayHeading } from './inbox-days.ts';
import classes from './inbox.module.css';

type Props = {
  inbox: Inbox;
  list: { data: { rows: InboxRowData[] } | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  rows: InboxRowData[];
  show: Show;
  onShow: (show: Show) => void;
  chosenId: Id | null;
  onChoose: (id: Id) => void;
};

/** The letters of a Postkorb, open ones or those finished today. */
export function InboxList({ inbox, list, rows, show, onShow, chosenId, onChoose }: Props) {
  const now = today();
  // The same function each time: the list then works out its headings once, not with every letter chosen.
  const headingOf = useCallback(
    (row: InboxRowData) => dayHeading(dayOf(show === 'open' ? row.deliveredAt : (row.doneAt ?? now)), now),
    [show, now],
  );
  return (
    <>
      <div className={classes.listHead}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="Welche Schreiben"
          value={show}
          onChange={(value) => onShow(value as Show)}
          data={[
            { value: 'open', label: `Offen ${formatCount(inbox.openCount)}` },
            { value: 'doneToday', label: `Heute erledigt ${formatCount(inbox.doneTodayCount)}` },
          ]}
        />
      </div>
      <div className={classes.listBody}>
        <QueryView query={list}>
          {() =>
            rows.length === 0 ? (
              <Empty title={show === 'open' ? emptyWords(inbox) : 'Heute ist noch nichts abgelegt.'} />
            ) : (
              <RowList
                rows={rows}
                keyOf={(row) => row.itemId}
                label={show === 'open' ? 'Offene Schreiben' : 'Heute erledigte Schreiben'}
                rowHeight={68}
                groupOf={headingOf}
                chosenKey={chosenId}
                onChoose={(row) => onChoose(row.itemId)}
                takesKeys
                renderRow={(row) => <InboxRow row={row} />}
              />
            )
          }
        </QueryView>
      </div>
      <UndoLine />
    </>
  );
}

function emptyWords({ doneTodayCount }: Inbox): string {
  return doneTodayCount === 0
    ? 'Keine Schreiben im Postkorb.'
    : `Alles abgelegt. ${formatNumberOf(doneTodayCount, 'Schreiben', 'Schreiben')} heute.`;
}

/** What the undo key would take back now. */
function UndoLine() {
  const { title, isEnabled, run } = useCommandState('undo.take');
  return isEnabled ? (
    <button aria-live="polite" type="button" className={classes.undo} onClick={run} title={title}>
      <KeyHint command="undo.take" />
      <span className={classes.undoWords}>{title}</span>
    </button>
  ) : null;
}
