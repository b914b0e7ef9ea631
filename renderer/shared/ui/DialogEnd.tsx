import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DialogEnd.module.css';

/** The buttons at the end of a dialog, the one that does it last. They stay in sight. */
export function DialogEnd({ children }: { children: ReactNode }) {
  return (
    <Group className={classes.end} justify="flex-end" gap="sm">
      {children}
    </Group>
  );
}
