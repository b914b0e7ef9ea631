import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { runCommand } from '../../shared/commands.ts';
import { formatMoment } from '../../shared/format.ts';
import { NextTry } from './NextTry.tsx';
import classes from './sync-status.module.css';

/** One line under the head while the centre is away: what is, that work goes on, and the next try. */
export function OfflineBanner() {
  const state = useDeskQuery('sync', 'state', {}).data;
  const session = useDeskQuery('session', 'state', {}).data;
  const isShown = state?.connection === 'offline' || state?.connection === 'mustUpgrade';
  return (
    <div role="status">
      {state && isShown ? (
        <div className={classes.banner}>
          <IconCloudOff size={16} aria-hidden />
          <span>
            {state.words}
            {session?.offlineUntil
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
        </div>
      ) : null}
    </div>
  );
}
