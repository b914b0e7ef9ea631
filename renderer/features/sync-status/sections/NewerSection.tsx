import { formatNumberOf } from '../../../shared/format.ts';
import classes from '../sync-view.module.css';
import { type Overview, Section } from './Section.tsx';

/** What a newer version of the program wrote and this one cannot show: kept, and what has to be done so that it is seen. */
export function NewerSection({ overview: { newer } }: { overview: Overview }) {
  if (newer.unread + newer.waiting === 0) return null;
  return (
    <Section title="Aus einer neueren Fassung von Aktenpult">
      {newer.unread > 0 ? (
        <p className={classes.quiet}>
          {formatNumberOf(newer.unread, 'Eintrag', 'Einträge')} in Ihren Akten und Postkörben kann diese Programmversion
          nicht anzeigen. Alles ist auf diesem Gerät aufbewahrt und erscheint, sobald Aktenpult hier aktualisiert ist.
          Bitte lassen Sie das Programm aktualisieren.
        </p>
      ) : null}
      {newer.waiting > 0 ? (
        <p className={classes.quiet}>
          {formatNumberOf(newer.waiting, 'wartende Änderung stammt', 'wartende Änderungen stammen')} aus einer neueren
          Fassung. Was die Zentrale davon noch nicht versteht, bleibt hier und wird gesendet, sobald sie aktualisiert
          ist; spätere Änderungen warten dahinter.
        </p>
      ) : null}
    </Section>
  );
}
