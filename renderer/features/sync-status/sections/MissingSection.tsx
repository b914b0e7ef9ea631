import { formatCount, formatNumberOf, formatSize } from '../../../shared/format.ts';
import classes from '../sync-view.module.css';
import { Facts, type Overview, Progress, Section } from './Section.tsx';

type Amount = Overview['missing']['all'];

/** What is not on this device: files that are not complete, contents of files taken along and of letters, and the rest. */
export function MissingSection({ overview, isFetching }: { overview: Overview; isFetching: boolean }) {
  const { scopes, missing, fetching } = overview;
  const isAllHere = scopes.complete === scopes.total && scopes.behind === 0 && missing.all.count === 0;
  const rows: [string, string][] = [
    [
      'Akten und Postkörbe vollständig',
      `${formatCount(scopes.complete)} von ${formatCount(scopes.total)}${
        scopes.behind > 0 ? `, in ${formatCount(scopes.behind)} fehlt das Neueste` : ''
      }`,
    ],
    ['Mitgenommene Akten', stillToCome(missing.takenAlong)],
    ['Offene Schreiben in Postkörben', stillToCome(missing.letters)],
    [
      'Alle Inhalte',
      `${formatNumberOf(missing.onDesk.count, 'ist', 'sind')} hier (${formatSize(missing.onDesk.bytes)}), ${
        missing.all.count === 0 ? 'keiner fehlt' : `${amountWords(missing.all)} nur in der Zentrale`
      }`,
    ],
  ];
  const done = fetching.most - fetching.count;
  return (
    <Section title="Noch nicht auf diesem Gerät">
      <Facts rows={rows} />
      {isFetching && fetching.count > 0 ? (
        <p className={classes.sentence}>
          Es wird geholt: {formatCount(done)} von {formatCount(fetching.most)} Inhalten sind da.
          <Progress done={done} of={fetching.most} label="Geholte Inhalte" />
        </p>
      ) : null}
      <p className={classes.quiet}>
        {isAllHere
          ? 'Alles, was Sie sehen dürfen, ist auch ohne Verbindung lesbar.'
          : 'Was nur in der Zentrale liegt, wird beim Öffnen geholt, solange die Verbindung besteht. Mit „Akte mitnehmen“ liegt eine Akte vollständig hier.'}
      </p>
    </Section>
  );
}

const amountWords = ({ count, bytes }: Amount) =>
  `${formatNumberOf(count, 'Inhalt', 'Inhalte')} (${formatSize(bytes)})`;
const stillToCome = (amount: Amount) =>
  amount.count === 0 ? 'vollständig hier' : `${amountWords(amount)} fehlen noch`;
