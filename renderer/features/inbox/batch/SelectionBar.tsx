import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { formatCount } from '../../../shared/format.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import classes from './batch.module.css';

type Props = { count: number; total: number; onClear: () => void };

/** How many letters are chosen and what can be done with them; nothing while none is. */
export function SelectionBar({ count, total, onClear }: Props) {
  return (
    <>
      <span className={classes.told} role="status">
        {count > 0 ? `${formatCount(count)} von ${formatCount(total)} ausgewählt` : ''}
      </span>
      {count > 0 ? (
        <div className={classes.bar} role="toolbar" aria-label="Ausgewählte Schreiben">
          <span className={classes.count} aria-hidden>
            {formatCount(count)} von {formatCount(total)} ausgewählt
          </span>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label="Auswahl aufheben"
            title="Auswahl aufheben"
            onClick={onClear}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
          <span className={classes.acts}>
            <CommandButton command="inbox.fileSelected" label="Ablegen …" size="compact-sm" />
            <CommandButton command="inbox.forward" label="Weiterleiten …" size="compact-sm" />
            <CommandButton command="inbox.merge" label="Zusammenfügen …" size="compact-sm" />
            <CommandButton command="inbox.return" label="Scanstelle …" size="compact-sm" />
          </span>
        </div>
      ) : null}
    </>
  );
}
