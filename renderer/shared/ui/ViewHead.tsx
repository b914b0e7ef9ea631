import type { ReactNode } from 'react';
import classes from './ViewHead.module.css';

/** The head of a view: its name (the page's h1), a short fact, and what can be done. */
export function ViewHead({ title, fact, children }: { title: string; fact?: ReactNode; children?: ReactNode }) {
  return (
    <div className={classes.head}>
      <h1 className={classes.title}>{title}</h1>
      {fact ? <span className={classes.fact}>{fact}</span> : null}
      <div className={classes.actions}>{children}</div>
    </div>
  );
}
