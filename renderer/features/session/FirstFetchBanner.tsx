import { IconCloudDownload } from '@tabler/icons-react';
import { useDeskQuery } from '../../shared/backend.tsx';
import { formatCount } from '../../shared/format.ts';
import classes from './session.module.css';

/** One line under the head while files are still coming after the first log-in: what can be worked on, and what may be missing. */
export function FirstFetchBanner() {
  const progress = useDeskQuery('session', 'state', {}).data?.firstFetch;
  if (!progress?.isUsable || progress.total === null) return null;
  return (
    <div className={classes.banner}>
      <IconCloudDownload size={16} aria-hidden />
      <span>
        {`${formatCount(progress.done)} von ${formatCount(progress.total)} Akten und Postkörben sind auf diesem Gerät. `}
        Postkorb und Wiedervorlagen sind vollständig. In Akten, die noch geholt werden, können Schreiben fehlen.
      </span>
    </div>
  );
}
