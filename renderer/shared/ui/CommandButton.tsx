import { ActionIcon, Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CommandId } from '../command-catalogue.ts';
import { useCommandState } from '../commands.ts';
import { ariaShortcut, shortcutWords } from '../shortcuts.ts';

type Props = {
  command: CommandId;
  label?: string;
  icon?: ReactNode;
  /** Set while it cannot be done now: told in the tooltip, and where `describedBy` names the place also there. */
  whyNot?: string | null;
  describedBy?: string;
} & Pick<ButtonProps, 'variant' | 'color' | 'size' | 'fullWidth'>;

/** A button for a command: its title, its key in the tooltip, disabled when it has no effect now. */
export function CommandButton({ command, label, icon, whyNot = null, describedBy, ...rest }: Props) {
  const { title, shortcuts, isEnabled, run } = useCommandState(command);
  return (
    <Tooltip label={whyNot ?? tooltip(title, shortcuts)}>
      <Button
        variant="default"
        leftSection={icon}
        {...availability(isEnabled && whyNot === null)}
        {...(whyNot !== null && describedBy ? { 'aria-describedby': describedBy } : {})}
        onClick={run}
        aria-keyshortcuts={shortcuts.map(ariaShortcut).join(' ') || undefined}
        {...rest}
      >
        {label ?? title}
      </Button>
    </Tooltip>
  );
}

/** The same as an icon; the tooltip and the accessible name say the word. */
export function CommandIcon({ command, label, icon }: { command: CommandId; label?: string; icon: ReactNode }) {
  const { title, shortcuts, isEnabled, run } = useCommandState(command);
  return (
    <Tooltip label={tooltip(label ?? title, shortcuts)}>
      <ActionIcon
        aria-label={label ?? title}
        {...availability(isEnabled)}
        onClick={run}
        aria-keyshortcuts={shortcuts.map(ariaShortcut).join(' ') || undefined}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function tooltip(title: string, shortcuts: readonly string[]): string {
  return shortcuts[0] === undefined ? title : `${title} (${shortcutWords(shortcuts[0])})`;
}

/** Not `disabled`: a button that loses its effect while it has the focus would swallow all keys. */
function availability(isEnabled: boolean) {
  return isEnabled ? {} : { 'data-disabled': true, 'aria-disabled': true };
}
