import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconLock } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { errorCode, errorText } from '../errors.ts';
import classes from './ViewState.module.css';

/** A view's quiet sentence: what is, then what can be done. */
export function Empty({ title, children, icon }: { title: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <div className={classes.place}>
      {icon}
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.text}>{children}</div> : null}
    </div>
  );
}

/** Says that something is being read, but only when it takes longer than 150 ms. */
export function Loading({ label = 'Wird geladen …' }: { label?: string }) {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.place} role="status">
      {isLate ? <p className={classes.text}>{label}</p> : null}
    </div>
  );
}

/** An error in the place of a view: offline, not allowed or broken, with a way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const code = errorCode(error);
  const icon =
    code === 'offline' ? (
      <IconCloudOff size={28} aria-hidden />
    ) : code === 'forbidden' || code === 'needs_reason' ? (
      <IconLock size={28} aria-hidden />
    ) : (
      <IconAlertTriangle size={28} aria-hidden />
    );
  return (
    <Empty title={errorText(error)} icon={icon}>
      {onRetry && code !== 'forbidden' ? (
        <Button variant="default" onClick={onRetry}>
          Erneut versuchen
        </Button>
      ) : null}
    </Empty>
  );
}

type QueryLike<Data> = { data: Data | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** Shows a query: loading, failed, or its data. Data that are there stay visible while they are read anew. */
export function QueryView<Data>({ query, children }: { query: QueryLike<Data>; children: (data: Data) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
