import { CloseButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeskQuery } from '../../shared/backend.tsx';
import classes from './session.module.css';

/** What happened to the worker's store and to what waited in it, until she has read it. */
export function StoreNotice() {
  const notice = useDeskQuery('session', 'state', {}).data?.notice ?? null;
  const [readNotice, setReadNotice] = useState<string | null>(null);
  return (
    <div role="status">
      {notice && notice !== readNotice ? (
        <div className={classes.banner}>
          <IconInfoCircle size={16} aria-hidden />
          <span>{notice}</span>
          <CloseButton size="sm" aria-label="Hinweis schließen" onClick={() => setReadNotice(notice)} />
        </div>
      ) : null}
    </div>
  );
}
