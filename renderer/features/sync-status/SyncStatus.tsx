import { Button, Popover, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import type { SyncState } from '../../shared/changes.ts';
import { runCommand } from '../../shared/commands.ts';
import { formatMoment } from '../../shared/format.ts';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import { NextTry } from './NextTry.tsx';
import classes from './sync-status.module.css';
import { headWords, type Mood, waitingLines } from './words.ts';

const icons: Record<Mood, typeof IconCloudCheck> = {
  good: IconCloudCheck,
  waiting: IconCloudUp,
  away: IconCloudOff,
  bad: IconAlertTriangle,
};

/** The state of the sync in words, always to be seen; a click tells what waits and since when. */
export function SyncStatus() {
  const state = useDeskQuery('sync', 'state', {}).data;
  const [isOpen, setIsOpen] = useState(false);
  if (!state) return null;
  const { words, mood } = headWords(state);
  const Icon = icons[mood];
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-end"
      width={320}
      trapFocus
      returnFocus
      withRoles={false}
    >
      <Popover.Target>
        <Tooltip label="Stand des Abgleichs" disabled={isOpen}>
          <Button
            variant="subtle"
            color="gray"
            className={classes.button}
            data-mood={mood}
            leftSection={<Icon size={18} aria-hidden />}
            aria-expanded={isOpen}
            aria-haspopup="dialog"
            onClick={() => setIsOpen(!isOpen)}
          >
            {words}
          </Button>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Stand des Abgleichs">
        <SyncDetails state={state} onLeave={() => setIsOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function SyncDetails({ state, onLeave }: { state: SyncState; onLeave: () => void }) {
  const lines = waitingLines(state);
  return (
    <div className={classes.details}>
      <p className={classes.sentence}>{state.words}</p>
      {state.problem ? <p className={classes.problem}>{state.problem}</p> : null}
      <dl className={classes.facts}>
        {lines.map(([what, howMuch]) => (
          <div key={what} className={classes.fact}>
            <dt>{what}</dt>
            <dd>{howMuch}</dd>
          </div>
        ))}
        <div className={classes.fact}>
          <dt>Zuletzt abgeglichen</dt>
          <dd>{state.lastSyncedAt ? formatMoment(state.lastSyncedAt) : 'noch nicht'}</dd>
        </div>
      </dl>
      {lines.length === 0 ? <p className={classes.quiet}>Alles ist bei der Zentrale angekommen.</p> : null}
      {state.clarifications > 0 ? (
        <Button
          variant="default"
          fullWidth
          onClick={() => {
            onLeave();
            runCommand('go.clarification');
          }}
        >
          Zur Klärung ({state.clarifications})
        </Button>
      ) : null}
      <div className={classes.foot}>
        <NextTry at={state.connection === 'offline' ? state.nextTryAt : null} />
        <CommandButton command="sync.now" variant="filled" />
      </div>
    </div>
  );
}
