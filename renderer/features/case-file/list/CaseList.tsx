import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilter } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { type InputOf, useDeskMutation, useDeskQuery } from '../../../shared/backend.tsx';
import { useCommand } from '../../../shared/commands.ts';
import { useEscape } from '../../../shared/escape.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { showMessage } from '../../../shared/messages.ts';
import { navigate } from '../../../shared/navigation.ts';
import { caseFileRoute } from '../../../shared/routes.ts';
import type { Sort } from '../../../shared/table/columns.ts';
import { ColumnMenu, RowTable, useSorted } from '../../../shared/table/RowTable.tsx';
import { useTable } from '../../../shared/table/useTable.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import { Pane } from '../../../shared/ui/Pane.tsx';
import { useWaitingEnter } from '../../../shared/waiting-enter.ts';
import { ViewHead } from '../../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../../shared/ui/ViewState.tsx';
import type { CaseRow } from '../case-words.ts';
import { caseColumns } from './case-columns.tsx';
import classes from './case-list.module.css';

export type Which = InputOf<'caseFiles', 'list'>['which'];

const noRows: CaseRow[] = [];
/** Most files taken along by one act; more would fill a device without anybody meaning it. */
const mostAtOnce = 500;
const byTitle: Sort = { key: 'title', isDescending: false };
const byVisit: Sort = { key: 'lastOpened', isDescending: true };

const emptyWords: Record<Which, string> = {
  mine: 'Ihnen ist zurzeit keine Akte zugeordnet.',
  substituted: 'Sie vertreten zurzeit niemanden.',
  recent: 'Sie haben noch keine Akte geöffnet.',
  pinned: 'Sie haben keine Akte mitgenommen.',
  all: 'Auf diesem Gerät liegt noch keine Akte.',
};

/** A list of case files with filter, columns and order; Enter opens. */
export function CaseList({ which, title, choice }: { which: Which; title: string; choice?: ReactNode }) {
  const [filter, setFilter] = useState('');
  const [settled] = useDebouncedValue(filter.trim(), 60);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useDeskQuery(
    'caseFiles',
    'list',
    { which, ...(settled === '' ? {} : { filter: settled }) },
    { keepsPrevious: true },
  );
  const table = useTable(`cases.${which}`, caseColumns, which === 'recent' ? byVisit : byTitle);
  const rows = useSorted(table, list.data?.rows ?? noRows);
  const chosen = rows.find(({ caseFileId }) => caseFileId === chosenKey) ?? rows[0];
  const open = (row: CaseRow) => navigate(caseFileRoute(row.caseFileId));
  const isCurrent = settled === filter.trim() && !list.isPlaceholderData && !list.isPending;
  const enter = useWaitingEnter(isCurrent, () => {
    if (chosen) open(chosen);
  });
  useCommand('caseFile.filter', () => field.current?.focus(), { title: 'Akten filtern' });
  const notTaken = rows.filter((row) => !row.isPinned).map(({ caseFileId }) => caseFileId);
  const { mutate: takeAlong } = useDeskMutation('caseFiles', 'takeAlong', {
    onSuccess: ({ added }) => showMessage(`${formatNumberOf(added, 'Akte wird', 'Akten werden')} mitgenommen.`),
  });
  useCommand('caseFile.takeAlong', () => takeAlong({ caseFileIds: notTaken.slice(0, mostAtOnce) }), {
    isEnabled: notTaken.length > 0,
  });
  useEscape('clear', () => setFilter(''), filter !== '');
  return (
    <>
      <ViewHead title={title} fact={<span role="status">{formatNumberOf(rows.length, 'Akte', 'Akten')}</span>}>
        {choice}
        <TextInput
          ref={field}
          className={classes.filter ?? ''}
          aria-label="Akten filtern"
          placeholder="Name, Nummer oder Stand"
          leftSection={<IconFilter size={16} aria-hidden />}
          value={filter}
          onChange={(event) => {
            setFilter(event.currentTarget.value);
            enter.forget();
          }}
          onBlur={enter.forget}
          onKeyDown={(event) => {
            if (event.key === 'Enter') enter.press();
          }}
        />
        <CommandButton command="caseFile.takeAlong" label="Alle mitnehmen" size="xs" />
        <ColumnMenu table={table} />
      </ViewHead>
      <Pane name="Akten" className={classes.body}>
        <QueryView query={list}>
          {() =>
            rows.length === 0 ? (
              <Empty title={settled === '' ? emptyWords[which] : `Keine Akte zu „${settled}“.`} />
            ) : (
              <RowTable
                table={table}
                rows={rows}
                keyOf={(row) => row.caseFileId}
                label={title}
                rowHeight={32}
                chosenKey={chosen?.caseFileId ?? null}
                onChoose={(row) => setChosenKey(row.caseFileId)}
                onOpen={open}
                toneOf={(row) => (row.state === 'closed' ? 'quiet' : undefined)}
                takesKeys
              />
            )
          }
        </QueryView>
      </Pane>
    </>
  );
}
