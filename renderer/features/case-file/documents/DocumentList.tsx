import { Button, Menu, Popover, TextInput } from '@mantine/core';
import { IconCheck, IconChevronDown, IconFilter } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import type { Id } from '../../../../core/domain/ids.ts';
import { useCommand } from '../../../shared/commands.ts';
import { useEscape } from '../../../shared/escape.ts';
import { formatNumberOf } from '../../../shared/format.ts';
import { ColumnMenu, RowTable } from '../../../shared/table/RowTable.tsx';
import type { Table } from '../../../shared/table/useTable.ts';
import type { RowListHandle } from '../../../shared/ui/RowList.tsx';
import { Empty, QueryView } from '../../../shared/ui/ViewState.tsx';
import type { DocumentRow } from '../case-words.ts';
import classes from './documents.module.css';

type Props = {
  list: { data: { rows: DocumentRow[] } | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  table: Table<DocumentRow>;
  rows: DocumentRow[];
  tree: ReactNode;
  placeName: string;
  chosenId: Id | null;
  onChoose: (id: Id) => void;
  onOpen: () => void;
  filter: string;
  onFilter: (text: string) => void;
  showRetracted: boolean;
  onShowRetracted: (isShown: boolean) => void;
};

/** What the place is called that shows the whole file. */
export const everythingName = 'Alle Dokumente';

/** The documents of a file as a list with a filter; in a narrow window the registers open from here. */
export function DocumentList(props: Props) {
  const { rows, filter, onFilter, placeName } = props;
  const listHandle = useRef<RowListHandle>(null);
  return (
    <>
      <div className={classes.tools}>
        <Popover position="bottom-start" width={280} trapFocus returnFocus>
          <Popover.Target>
            <Button
              variant="default"
              className={classes.treeButton ?? ''}
              classNames={{ label: classes.treeButtonLabel ?? '' }}
              aria-label={`Register: ${placeName}`}
              rightSection={<IconChevronDown size={16} aria-hidden />}
            >
              {placeName === everythingName ? 'Alle' : placeName}
            </Button>
          </Popover.Target>
          <Popover.Dropdown className={classes.treeDropdown ?? ''}>{props.tree}</Popover.Dropdown>
        </Popover>
        <Filter filter={filter} onFilter={onFilter} onLeave={() => listHandle.current?.focus()} />
        <span className={classes.count} role="status">
          {formatNumberOf(rows.length, 'Dokument', 'Dokumente')}
        </span>
        <ColumnMenu table={props.table}>
          <Menu.Divider />
          <Menu.Item
            role="menuitemcheckbox"
            aria-checked={props.showRetracted}
            leftSection={
              props.showRetracted ? <IconCheck size={16} aria-hidden /> : <span className={classes.noCheck} />
            }
            onClick={() => props.onShowRetracted(!props.showRetracted)}
          >
            Auch zurückgenommene zeigen
          </Menu.Item>
        </ColumnMenu>
      </div>
      <QueryView query={props.list}>
        {() =>
          rows.length === 0 ? (
            <NoRows {...props} />
          ) : (
            <RowTable
              ref={listHandle}
              table={props.table}
              rows={rows}
              keyOf={(row) => row.documentId}
              label="Dokumente"
              rowHeight={28}
              chosenKey={props.chosenId}
              onChoose={(row) => props.onChoose(row.documentId)}
              onOpen={props.onOpen}
              toneOf={(row) => (row.state === 'filed' ? (row.isUnread ? 'new' : undefined) : 'gone')}
              takesKeys
            />
          )
        }
      </QueryView>
    </>
  );
}

type FilterProps = { filter: string; onFilter: (text: string) => void; onLeave: () => void };

/** Enter and ↓ go on to the list. */
function Filter({ filter, onFilter, onLeave }: FilterProps) {
  const field = useRef<HTMLInputElement>(null);
  useCommand('caseFile.filter', () => field.current?.focus());
  useEscape('clear', () => onFilter(''), filter !== '');
  return (
    <TextInput
      ref={field}
      className={classes.filter ?? ''}
      aria-label="Dokumente der Akte filtern"
      placeholder="Filtern"
      leftSection={<IconFilter size={16} aria-hidden />}
      value={filter}
      onChange={(event) => onFilter(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onLeave();
      }}
    />
  );
}

function NoRows({ filter, placeName }: Props) {
  if (filter.trim() !== '') return <Empty title={`Kein Dokument zu „${filter.trim()}“ in dieser Akte.`} />;
  if (placeName !== everythingName) return <Empty title={`Unter „${placeName}“ ist nichts abgelegt.`} />;
  return (
    <Empty title="In dieser Akte ist noch nichts abgelegt.">
      Ziehen Sie Dateien hierher, oder wählen Sie „Ablegen“.
    </Empty>
  );
}
