import { Button, Menu, SegmentedControl } from '@mantine/core';
import { IconCheck, IconChevronDown, IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { type InputOf, type OutputOf, useDeskMutation, useDeskQuery } from '../../shared/backend.tsx';
import { useCommand, useCommandState } from '../../shared/commands.ts';
import { useShowDone } from '../../shared/done.ts';
import { formatNumberOf, today } from '../../shared/format.ts';
import { navigate } from '../../shared/navigation.ts';
import { caseFileRoute } from '../../shared/routes.ts';
import type { FollowUpChange } from '../../shared/slots.tsx';
import type { Sort } from '../../shared/table/columns.ts';
import { ColumnMenu, RowTable, useSorted } from '../../shared/table/RowTable.tsx';
import { useTable } from '../../shared/table/useTable.ts';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { dueGroup } from './due-group.ts';
import { FollowUpChangeDialog } from './FollowUpChangeDialog.tsx';
import { completedColumns, openColumns } from './follow-up-columns.tsx';
import classes from './follow-ups.module.css';

export type FollowUpRow = OutputOf<'followUps', 'list'>['rows'][number];
type Which = InputOf<'followUps', 'list'>['which'];

const choices: { value: Which; label: string }[] = [
  { value: 'due', label: 'Fällig' },
  { value: 'open', label: 'Alle offenen' },
  { value: 'completed', label: 'Erledigt' },
];
const emptyWords: Record<Which, string> = {
  due: 'Heute ist nichts fällig.',
  open: 'Keine Wiedervorlage offen.',
  completed: 'Noch keine Wiedervorlage erledigt.',
};
const noRows: FollowUpRow[] = [];

/** Follow-ups and deadlines over all files. */
export function FollowUpsView() {
  const [which, setWhich] = useState<Which>('due');
  return <FollowUps key={which} which={which} onWhich={setWhich} />;
}

const soonest: Sort = { key: 'dueOn', isDescending: false };
const latest: Sort = { key: 'completedAt', isDescending: true };

function FollowUps({ which, onWhich }: { which: Which; onWhich: (which: Which) => void }) {
  const list = useDeskQuery('followUps', 'list', { which, caseFileId: null });
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const isCompleted = which === 'completed';
  const table = useTable(
    isCompleted ? 'followUps.completed' : 'followUps',
    isCompleted ? completedColumns : openColumns,
    isCompleted ? latest : soonest,
  );
  const rows = useSorted(table, list.data?.rows ?? noRows);
  const at = Math.max(
    0,
    rows.findIndex(({ followUpId }) => followUpId === chosenKey),
  );
  const chosen = rows[at];
  const showDone = useShowDone();
  const { mutate: complete, isPending } = useDeskMutation('followUps', 'complete', { onSuccess: showDone });
  const open = ({ caseFileId, documentId }: FollowUpRow) => navigate(caseFileRoute(caseFileId, documentId));
  const finish = () => {
    if (!chosen) return;
    // The next one takes its place in the list.
    setChosenKey((rows[at + 1] ?? rows[at - 1])?.followUpId ?? null);
    complete({ caseFileId: chosen.caseFileId, followUpId: chosen.followUpId });
  };
  const isOpen = chosen !== undefined && !isCompleted;
  useCommand('followUp.complete', finish, { isEnabled: isOpen && !isPending });
  const now = today();
  const isByDay = table.sort?.key === 'dueOn' && !table.sort.isDescending && !isCompleted;
  return (
    <>
      <ViewHead
        title="Wiedervorlagen"
        fact={<span role="status">{formatNumberOf(rows.length, 'Eintrag', 'Einträge')}</span>}
      >
        <SegmentedControl
          size="xs"
          aria-label="Welche Wiedervorlagen"
          data={choices}
          value={which}
          onChange={(value) => onWhich(value as Which)}
        />
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} aria-hidden />}
          disabled={!chosen}
          onClick={() => chosen && open(chosen)}
        >
          Akte öffnen
        </Button>
        {isCompleted ? null : (
          <>
            <ChangeMenu />
            <Button
              leftSection={<IconCheck size={16} aria-hidden />}
              rightSection={<KeyHint command="followUp.complete" />}
              disabled={!chosen}
              loading={isPending}
              onClick={finish}
            >
              Erledigt
            </Button>
          </>
        )}
        <ColumnMenu table={table} />
      </ViewHead>
      <Pane name="Wiedervorlagen" className={classes.body}>
        <QueryView query={list}>
          {() =>
            rows.length === 0 ? (
              <Empty title={emptyWords[which]} />
            ) : (
              <RowTable
                table={table}
                rows={rows}
                keyOf={(row) => row.followUpId}
                label="Wiedervorlagen"
                rowHeight={32}
                {...(isByDay ? { groupOf: (row: FollowUpRow) => dueGroup(row.dueOn, now) } : {})}
                chosenKey={chosen?.followUpId ?? null}
                onChoose={(row) => setChosenKey(row.followUpId)}
                onOpen={open}
                takesKeys
              />
            )
          }
        </QueryView>
      </Pane>
      <Changes followUp={isOpen ? chosen : null} />
    </>
  );
}

/** Another day, another worker, calling off: by key, menu and palette. */
function Changes({ followUp }: { followUp: FollowUpRow | null }) {
  // The row as it was when the dialog was opened: what others change meanwhile she has not seen.
  const [open, setOpen] = useState<{ followUp: FollowUpRow; change: FollowUpChange } | null>(null);
  const begin = (change: FollowUpChange) => followUp && setOpen({ followUp, change });
  const isEnabled = followUp !== null;
  useCommand('followUp.reschedule', () => begin('reschedule'), { isEnabled });
  useCommand('followUp.assign', () => begin('assign'), { isEnabled });
  useCommand('followUp.cancel', () => begin('cancel'), { isEnabled });
  return open ? <FollowUpChangeDialog {...open} onClose={() => setOpen(null)} /> : null;
}

function ChangeMenu() {
  const commands = [
    useCommandState('followUp.reschedule'),
    useCommandState('followUp.assign'),
    useCommandState('followUp.cancel'),
  ];
  const labels = ['Verlegen …', 'Übergeben …', 'Aufheben …'];
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="default"
          rightSection={<IconChevronDown size={16} aria-hidden />}
          disabled={commands.every((command) => !command.isEnabled)}
        >
          Ändern
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {commands.map((command, index) => (
          <Menu.Item
            key={command.id}
            rightSection={<KeyHint command={command.id} />}
            disabled={!command.isEnabled}
            onClick={command.run}
          >
            {labels[index]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
