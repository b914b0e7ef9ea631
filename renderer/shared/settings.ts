import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { z } from 'zod';
import { useDesk, useDeskQuery } from './backend.tsx';
import { showError } from './errors.ts';

/** A small setting kept with the worker on this desk: `[value, setValue, isLoaded]`. What does not fit the schema counts as absent. */
export function useSetting<Schema extends z.ZodType>(
  key: string | null,
  schema: Schema,
  absent: z.output<Schema>,
): [z.output<Schema>, (value: z.output<Schema>) => void, boolean] {
  const client = useDesk();
  const queries = useQueryClient();
  const { data, isSuccess } = useDeskQuery('desk', 'readSetting', key === null ? null : { key });
  const stored = data?.value ?? null;
  const value = useMemo(() => readSetting(stored, schema, absent), [stored, schema, absent]);
  const write = useCallback(
    (next: z.output<Schema>) => {
      if (key === null) return;
      const text = JSON.stringify(next);
      queries.setQueryData(['desk', 'readSetting', { key }], { value: text });
      client.desk.writeSetting({ key, value: text }).catch(showError);
    },
    [client, queries, key],
  );
  return [value, write, isSuccess];
}

/** The stored text as a value; `absent` when there is none or it does not fit. */
export function readSetting<Schema extends z.ZodType>(
  stored: string | null,
  schema: Schema,
  absent: z.output<Schema>,
): z.output<Schema> {
  if (stored === null) return absent;
  try {
    const parsed = schema.safeParse(JSON.parse(stored));
    return parsed.success ? parsed.data : absent;
  } catch {
    return absent;
  }
}
