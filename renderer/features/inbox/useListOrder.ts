import { useState } from 'react';
import { z } from 'zod';
import { today } from '../../shared/format.ts';
import { useSetting } from '../../shared/settings.ts';
import { type Filters, noFilters } from './filters.ts';

const keptSchema = z.object({
  isOldestFirst: z.boolean(),
  olderThan: z.union([z.literal(3), z.literal(7), z.literal(14)]).nullable(),
});
const absent: z.output<typeof keptSchema> = { isOldestFirst: false, olderThan: null };

/** How the open letters are narrowed and in which order they stand. What concerns their age is kept with the worker. */
export function useListOrder(workerId: string | null) {
  const [kept, keep] = useSetting('inbox.age', keptSchema, absent);
  const [passing, setPassing] = useState(noFilters);
  return {
    filters: { ...passing, olderThan: kept.olderThan },
    isOldestFirst: kept.isOldestFirst,
    viewer: { workerId, today: today() },
    setFilters: (filters: Filters) => {
      setPassing(filters);
      if (filters.olderThan !== kept.olderThan) keep({ ...kept, olderThan: filters.olderThan });
    },
    setOldestFirst: (isOldestFirst: boolean) => keep({ ...kept, isOldestFirst }),
  };
}
