import type { ReactNode } from 'react';
import type { OutputOf } from '../../../shared/backend.tsx';
import classes from '../sync-view.module.css';

export type Overview = OutputOf<'sync', 'overview'>;

/** A part of the page with its heading and, beside it, how much there is. */
export function Section({ title, fact, children }: { title: string; fact?: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.title}>
        {title}
        {fact ? <span className={classes.fact}> · {fact}</span> : null}
      </h2>
      {children}
    </section>
  );
}

/** Facts in two columns: what, how much. */
export function Facts({ rows }: { rows: [what: string, howMuch: ReactNode][] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([what, howMuch]) => (
        <div key={what} className={classes.row}>
          <dt>{what}</dt>
          <dd>{howMuch}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How far something is, as a bar; the words beside it say the same. */
export function Progress({ done, of, label }: { done: number; of: number; label: string }) {
  return <progress className={classes.progress} value={done} max={of} aria-label={label} />;
}
