import type { ReactNode } from 'react';

/** A column of a list. The first one takes the room that is left and is always there. */
export type Column<Row> = {
  key: string;
  title: string;
  /** Width in px; the least width for the first column. */
  width: number;
  render: (row: Row) => ReactNode;
  /** What the list is sorted by; null comes last. Without it the column cannot be sorted. */
  sortBy?: (row: Row) => string | number | null;
  isRight?: true;
  /** Not shown unless chosen. */
  isExtra?: true;
};
export type Sort = { key: string; isDescending: boolean };

/** The columns that fit into a width (px), in their order; those of the front of `columns` are kept before those of the back. */
export function fittingColumns<Row>(columns: readonly Column<Row>[], width: number): Column<Row>[] {
  let left = width - (columns[0]?.width ?? 0);
  const fitting = columns.slice(0, 1);
  for (const column of columns.slice(1)) {
    left -= column.width;
    if (left < 0) break;
    fitting.push(column);
  }
  return fitting;
}

const collator = new Intl.Collator('de', { numeric: true, sensitivity: 'base' });

/** Rows sorted by a column; without a sort, or for a column that has none, in the order they came. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | null): Row[] {
  const sortBy = columns.find(({ key }) => key === sort?.key)?.sortBy;
  if (!sort || !sortBy) return [...rows];
  const sign = sort.isDescending ? -1 : 1;
  return rows
    .map((row, index) => ({ row, index, value: sortBy(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null)
        return a.value === b.value ? a.index - b.index : a.value === null ? 1 : -1;
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : collator.compare(String(a.value), String(b.value));
      return order === 0 ? a.index - b.index : order * sign;
    })
    .map(({ row }) => row);
}
