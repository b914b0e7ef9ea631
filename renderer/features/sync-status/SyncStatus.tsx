import { Button, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudPause, IconCloudUp } from '@tabler/icons-react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { useCommandState } from '../../shared/commands.ts';
import { ariaShortcut, shortcutWords } from '../../shared/shortcuts.ts';
import classes from './sync-status.module.css';
import { headWords, type Mood } from './words.ts';

const icons: Record<Mood, typeof IconCloudCheck> = {
  good: IconCloudCheck,
  waiting: IconCloudUp,
  away: IconCloudOff,
  paused: IconCloudPause,
  bad: IconAlertTriangle,
};

/** The state of the sync in words, always to be seen; a click opens the page that tells all about it. */
export function SyncStatus() {
  const state = useDeskQuery('sync', 'state', {}).data;
  const { run, shortcuts } = useCommandState('go.sync');
  if (!state) return null;
  const { words, mood } = headWords(state);
  const Icon = icons[mood];
  const key = shortcuts[0] ? ` (${shortcutWords(shortcuts[0])})` : '';
  return (
    <Tooltip label={`Stand des Abgleichs${key}`}>
      <Button
        variant="subtle"
        color="gray"
        className={classes.button}
        data-mood={mood}
        leftSection={<Icon size={18} aria-hidden />}
        aria-keyshortcuts={shortcuts.map(ariaShortcut).join(' ') || undefined}
        onClick={run}
      >
        {words}
      </Button>
    </Tooltip>
  );
}
