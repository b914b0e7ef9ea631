import { formatMoment } from '../../../shared/format.ts';
import classes from '../sync-view.module.css';
import { type Overview, Section } from './Section.tsx';

/** What went wrong since the log-in, and why, each in a sentence. */
export function FailuresSection({ overview: { failures } }: { overview: Overview }) {
  return (
    <Section title="Störungen">
      {failures.length === 0 ? <p className={classes.quiet}>Seit der Anmeldung keine.</p> : null}
      <ul className={classes.list}>
        {failures.map(({ at, words, count }) => (
          <li key={`${at} ${words}`}>
            <span className={classes.time}>{formatMoment(at)}</span>
            {words}
            {count > 1 ? ` (${count}-mal)` : ''}
          </li>
        ))}
      </ul>
    </Section>
  );
}
