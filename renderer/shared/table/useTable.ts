import { useMemo } from 'react';
import { z } from 'zod';
import { useSetting } from '../settings.ts';
import type { Column, Sort } from './columns.ts';

const tableSchema = z.object({
  columns: z.array(z.string()).nullable(),
  sort: z.object({ key: z.string(), isDescending: z.boolean() }).nullable(),
});
const usual: z.output<typeof tableSchema> = { columns: null, sort: null };

/** Which columns a list shows and how it is sorted. */
export type Table<Row> = {
  all: readonly Column<Row>[];
  shown: Column<Row>[];
  sort: Sort | null;
  /** Sorts by a column, the other way round when it was, then as it came. */
  sortBy: (key: string) => void;
  toggle: (key: string) => void;
};

/** The worker's choice of columns and order for a list, kept under a key. `usualSort` is how the rows come. Pass the same `all` each time: rows are drawn anew when it changes. */
export function useTable<Row>(settingKey: string, all: readonly Column<Row>[], usualSort: Sort | null): Table<Row> {
  const [kept, keep] = useSetting(`table.${settingKey}`, tableSchema, usual);
  const chosen = useMemo(
    () => kept.columns ?? all.filter(({ isExtra }) => !isExtra).map(({ key }) => key),
    [kept.columns, all],
  );
  const shown = useMemo(() => all.filter(({ key }, index) => index === 0 || chosen.includes(key)), [all, chosen]);
  const sort = kept.sort ?? usualSort;
  return {
    all,
    shown,
    sort,
    sortBy(key) {
      const startsDescending = usualSort?.key === key && usualSort.isDescending;
      const isSame = sort?.key === key;
      keep({ ...kept, sort: { key, isDescending: isSame ? !sort.isDescending : startsDescending } });
    },
    toggle(key) {
      keep({ ...kept, columns: chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key] });
    },
  };
}
