import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconCheck, IconColumns3 } from '@tabler/icons-react';
import { type ComponentProps, memo, type ReactNode, useMemo } from 'react';
import { RowList } from '../ui/RowList.tsx';
import { type Column, fittingColumns, sortRows } from './columns.ts';
import classes from './RowTable.module.css';
import type { Table } from './useTable.ts';

type ListProps<Row> = ComponentProps<typeof RowList<Row>>;
type Props<Row> = Omit<ListProps<Row>, 'renderRow' | 'rows'> & {
  table: Table<Row>;
  rows: readonly Row[];
  /** Says more of a row: shown grey, struck through and so on, as `data-` attribute values. */
  toneOf?: (row: Row) => string | undefined;
};

const padding = 24;

/** Rows sorted as the table says. */
export function useSorted<Row>(table: Table<Row>, rows: readonly Row[]): Row[] {
  return useMemo(() => sortRows(rows, table.all, table.sort), [rows, table.all, table.sort]);
}

/** A long list with columns: a head to sort by, as many columns as fit. Rows come sorted (`useSorted`). */
export function RowTable<Row>({ table, rows, toneOf, ...list }: Props<Row>) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const columns = useMemo(() => fittingColumns(table.shown, width - padding), [table.shown, width]);
  const template = columns.map((column, index) => (index === 0 ? 'minmax(0, 1fr)' : `${column.width}px`)).join(' ');
  return (
    <div ref={ref} className={classes.table}>
      {/* The list scrolls below; its head keeps the same columns. */}
      <div className={classes.head} style={{ gridTemplateColumns: template }}>
        {columns.map(({ key, title, sortBy, isRight }) => {
          const isSorted = table.sort?.key === key;
          const Arrow = table.sort?.isDescending ? IconArrowDown : IconArrowUp;
          return sortBy ? (
            <button
              key={key}
              type="button"
              className={classes.sorter}
              data-right={isRight}
              aria-pressed={isSorted}
              aria-label={`Nach ${title} sortieren${isSorted ? (table.sort?.isDescending ? ', jetzt absteigend' : ', jetzt aufsteigend') : ''}`}
              onClick={() => table.sortBy(key)}
            >
              <span className={classes.cell}>{title}</span>
              {isSorted ? <Arrow size={12} aria-hidden /> : null}
            </button>
          ) : (
            <span key={key} className={classes.cell} data-right={isRight}>
              {title}
            </span>
          );
        })}
      </div>
      <div className={classes.body}>
        <RowList
          {...list}
          rows={rows}
          renderRow={(row) => <Cells row={row} columns={columns} template={template} tone={toneOf?.(row)} />}
        />
      </div>
    </div>
  );
}

type CellsProps<Row> = { row: Row; columns: Column<Row>[]; template: string; tone: string | undefined };

/** The cells of one row; choosing another row draws none of them anew. */
const Cells = memo(function Cells<Row>({ row, columns, template, tone }: CellsProps<Row>) {
  return (
    <div className={classes.row} style={{ gridTemplateColumns: template }} data-tone={tone}>
      {columns.map(({ key, render, isRight }) => (
        <span key={key} className={classes.cell} data-right={isRight}>
          {render(row)}
        </span>
      ))}
    </div>
  );
}) as <Row>(props: CellsProps<Row>) => ReactNode;

/** Chooses the columns of a table. */
export function ColumnMenu<Row>({ table, children }: { table: Table<Row>; children?: ReactNode }) {
  const shown = new Set(table.shown.map(({ key }) => key));
  return (
    <Menu closeOnItemClick={false} position="bottom-end" width={240}>
      <Menu.Target>
        <Tooltip label="Spalten wählen">
          <ActionIcon aria-label="Spalten wählen">
            <IconColumns3 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Spalten, soweit Platz ist</Menu.Label>
        {table.all.slice(1).map(({ key, title }) => (
          <Menu.Item
            key={key}
            role="menuitemcheckbox"
            aria-checked={shown.has(key)}
            leftSection={shown.has(key) ? <IconCheck size={16} aria-hidden /> : <span className={classes.noCheck} />}
            onClick={() => table.toggle(key)}
          >
            {title}
          </Menu.Item>
        ))}
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
