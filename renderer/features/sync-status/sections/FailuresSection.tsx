import { formatMoment, formatNumberOf } from '../../../shared/format.ts';
import classes from '../sync-view.module.css';
import { type Overview, Section } from './Section.tsx';

/** What went wrong since the log-in, and why, each in a sentence. */
export function FailuresSection({ overview: { failures, scopes, isDamaged } }: { overview: Overview }) {
  return (
    <Section title="Störungen">
      {isDamaged ? (
        <p className={classes.quiet}>
          Ein Teil des Speichers auf diesem Gerät ist schadhaft und lässt sich nicht mehr lesen. Mit Ihrer nächsten
          Anmeldung an der Zentrale wird der Speicher von selbst erneuert: Ihre Akten werden neu geholt, und was noch
          nicht übertragen ist, geht dabei mit. Sie müssen nichts tun. Steht diese Zeile danach noch einmal hier, melden
          Sie es bitte Ihrer Verwaltung; der Datenträger sollte dann geprüft werden.
        </p>
      ) : null}
      {scopes.differing > 0 ? (
        <p className={classes.quiet}>
          {formatNumberOf(scopes.differing, 'Akte oder Postkorb stimmt', 'Akten oder Postkörbe stimmen')} auch nach
          zweimaligem Laden nicht mit der Zentrale überein. Angezeigt wird der Stand, der auf diesem Gerät liegt;
          stündlich und mit „Jetzt abgleichen“ wird neu geladen. Steht diese Zeile morgen noch hier, melden Sie es bitte
          Ihrer Verwaltung.
        </p>
      ) : null}
      {failures.length === 0 && scopes.differing === 0 && !isDamaged ? (
        <p className={classes.quiet}>Seit der Anmeldung keine.</p>
      ) : null}
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
