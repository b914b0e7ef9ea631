import { Progress } from '@mantine/core';
import { formatCount } from '../../shared/format.ts';
import classes from './session.module.css';

/** The first log-in on a device: how many of the worker's files are here already. */
export function FirstFetchPage({ progress }: { progress: { done: number; total: number | null } }) {
  const { done, total } = progress;
  const words =
    total === null ? `${formatCount(done)} Einträge` : `${formatCount(done)} von ${formatCount(total)} Einträgen`;
  const percent = total ? Math.min(100, (done / total) * 100) : 0;
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <h1 className={classes.title}>Ihre Akten werden auf dieses Gerät geholt</h1>
        <Progress value={percent} animated={total === null} aria-label="Stand der ersten Übernahme" />
        <p className={classes.text} role="status">
          {words} übernommen. Das geschieht nur bei der ersten Anmeldung auf diesem Gerät.
        </p>
      </div>
    </main>
  );
}
