import { NativeSelect } from '@mantine/core';
import { z } from 'zod';
import { contentLimitSetting } from '../../../core/contract/desk-shapes.ts';
import { useDeskQuery } from '../../shared/backend.tsx';
import { formatSize } from '../../shared/format.ts';
import { useSetting } from '../../shared/settings.ts';
import classes from './settings.module.css';

const gigabytes = z.number().min(0).max(10_000);
const choices = [5, 10, 20, 50, 100, 200];

/** How much of this device documents may take up. */
export function ContentRoom() {
  const [limit, setLimit] = useSetting(contentLimitSetting, gigabytes, 0);
  const { data } = useDeskQuery('desk', 'storage', {});
  return (
    <>
      <NativeSelect
        label="Höchstens belegen"
        value={String(limit)}
        onChange={(event) => setLimit(Number(event.currentTarget.value))}
        data={[
          { value: '0', label: 'Passend zu diesem Gerät, höchstens 20 GB' },
          ...choices.map((size) => ({ value: String(size), label: `${size} GB` })),
        ]}
      />
      {data ? (
        <p className={classes.text}>
          Zurzeit belegt: {formatSize(data.usedBytes)}. Auf dem Gerät frei: {formatSize(data.freeBytes)}.
        </p>
      ) : null}
    </>
  );
}
