import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useCallback } from 'react';
import type { Id } from '../../../core/domain/ids.ts';
import { dayOf } from '../../../core/domain/moments.ts';
import { formatCount, formatNumberOf, today } from '../../shared/format.ts';
import { useCommandState } from '../../shared/commands.ts';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import { RowList } from '../../shared/ui/RowList.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { SelectionBar } from './batch/SelectionBar.tsx';
import type { Selecting } from './batch/useSelection.ts';
import { InboxRow, type InboxRowData } from './InboxRow.tsx';
import type { Inbox, Show } from './InboxView.tsx';
import { dayHeading } from './inbox-days.ts';
import classes from './inbox-list.module.css';

type Props = {
  inbox: Inbox;
  list: { data: { rows: InboxRowData[] } | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  rows: InboxRowData[];
  show: Show;
  onShow: (show: Show) => void;
  chosenId: Id | null;
  onChoose: (id: Id) => void;
  selecting: Selecting;
  /** Narrows the list; for open letters. */
  filterRow: ReactNode;
  isFiltered: boolean;
};

/** The letters of a Postkorb, open ones or those finished today. */
export function InboxList({ inbox, list, rows, show, onShow, chosenId, onChoose, selecting, ...rest }: Props) {
  const { filterRow, isFiltered } = rest;
  const now = today();
  // The same function each time: the list then works out its headings once, not with every letter chosen.
  const headingOf = useCallback(
    (row: InboxRowData) => dayHeading(dayOf(show === 'open' ? row.deliveredAt : (row.doneAt ?? now)), now),
    [show, now],
  );
  const toggle = (row: InboxRowData) => selecting.toggle(row.itemId);
  const selection = {
    keys: selecting.keys,
    onToggle: toggle,
    onExtendTo: (row: InboxRowData) => selecting.extendTo(row.itemId),
  };
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
        {show === 'open' ? filterRow : null}
      </div>
      <SelectionBar count={selecting.ids.length} total={rows.length} onClear={selecting.clear} />
      <div className={classes.listBody}>
        <QueryView query={list}>
          {() =>
            rows.length === 0 ? (
              <Empty title={emptyWords(inbox, show, isFiltered)} />
            ) : (
              <RowList
                rows={rows}
                keyOf={(row) => row.itemId}
                label={show === 'open' ? 'Offene Schreiben' : 'Heute erledigte Schreiben'}
                rowHeight={86}
                groupOf={headingOf}
                chosenKey={chosenId}
                onChoose={(row) => onChoose(row.itemId)}
                takesKeys
                {...(show === 'open' ? { selection } : {})}
                renderRow={(row) => (
                  <InboxRow
                    row={row}
                    isSelected={selecting.keys.has(row.itemId)}
                    isSelecting={selecting.ids.length > 0}
                    onToggle={show === 'open' ? toggle : null}
                  />
                )}
              />
            )
          }
        </QueryView>
      </div>
      <UndoLine />
    </>
  );
}

function emptyWords({ doneTodayCount }: Inbox, show: Show, isFiltered: boolean): string {
  if (show === 'doneToday') return 'Heute ist noch nichts abgelegt.';
  if (isFiltered) return 'Kein Schreiben entspricht dem Filter.';
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
