import { Button } from '@mantine/core';
import { IconCloudOff, IconCloudPause } from '@tabler/icons-react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { runCommand } from '../../shared/commands.ts';
import { formatMoment } from '../../shared/format.ts';
import { NextTry } from './NextTry.tsx';
import classes from './sync-status.module.css';

/** One line under the head while the centre is away or the sync is stopped: what is, that work goes on, and the next try. */
export function OfflineBanner() {
  const state = useDeskQuery('sync', 'state', {}).data;
  const session = useDeskQuery('session', 'state', {}).data;
  const isShown = state && ['offline', 'mustUpgrade', 'paused'].includes(state.connection);
  const isPaused = state?.connection === 'paused';
  return (
    <div role="status">
      {state && isShown ? (
        <div className={classes.banner}>
          {isPaused ? <IconCloudPause size={16} aria-hidden /> : <IconCloudOff size={16} aria-hidden />}
          <span>
            {state.words}
            {session?.offlineUntil && !isPaused
              ? ` Ohne Zentrale ist das bis ${formatMoment(session.offlineUntil)} Uhr möglich.`
              : ''}
            {session?.isOffline ? ' Ihre Anmeldung wurde auf diesem Gerät geprüft.' : ''}
          </span>
          {state.connection === 'offline' ? (
            <>
              <NextTry at={state.nextTryAt} />
              <Button size="compact-sm" variant="default" onClick={() => void runCommand('sync.now')}>
                Jetzt versuchen
              </Button>
            </>
          ) : null}
          {isPaused ? (
            <Button size="compact-sm" variant="default" onClick={() => void runCommand('sync.resume')}>
              Abgleich fortsetzen
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
