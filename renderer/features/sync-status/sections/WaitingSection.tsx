import { Table } from '@mantine/core';
import { formatCount, formatMoment, formatNumberOf, formatSize } from '../../../shared/format.ts';
import { navigate } from '../../../shared/navigation.ts';
import { caseFileRoute, formatRoute } from '../../../shared/routes.ts';
import classes from '../sync-view.module.css';
import { type Overview, Progress, Section } from './Section.tsx';

type Waiting = Overview['waiting'][number];

/** What waits here to be sent, each in words: what, where, since when. */
export function WaitingSection({ overview }: { overview: Overview }) {
  const { waiting, waitingCount, unsent } = overview;
  if (waitingCount === 0 && unsent.count === 0) {
    return (
      <Section title="Wartet hier auf das Senden">
        <p className={classes.quiet}>Nichts. Alles ist bei der Zentrale angekommen.</p>
      </Section>
    );
  }
  return (
    <Section title="Wartet hier auf das Senden" fact={formatNumberOf(waitingCount, 'Änderung', 'Änderungen')}>
      {unsent.count > 0 ? <Unsent unsent={unsent} /> : null}
      {waiting.length > 0 ? (
        <Table className={classes.table} verticalSpacing={4} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Was</Table.Th>
              <Table.Th scope="col">Wo</Table.Th>
              <Table.Th scope="col" className={classes.since}>
                Seit
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {waiting.map((row) => (
              <WaitingRow key={row.commandId} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      {waitingCount > waiting.length ? (
        <p className={classes.quiet}>und {formatCount(waitingCount - waiting.length)} weitere</p>
      ) : null}
    </Section>
  );
}

function Unsent({ unsent: { count, bytes, most } }: { unsent: Overview['unsent'] }) {
  return (
    <p className={classes.sentence}>
      Noch zu senden: {formatNumberOf(count, 'Inhalt', 'Inhalte')}, {formatSize(bytes)}.
      {most > count ? ` ${formatCount(most - count)} von ${formatCount(most)} sind gesendet.` : ''}
      {most > 1 ? <Progress done={most - count} of={most} label="Gesendete Inhalte" /> : null}
    </p>
  );
}

function WaitingRow({ row }: { row: Waiting }) {
  const { caseFileId } = row;
  return (
    <Table.Tr>
      <Table.Td>
        {row.label}
        {row.contents.count > 0 ? (
          <span className={classes.quietPart}>
            {' '}
            · {row.contents.count === 1 ? 'Inhalt' : formatNumberOf(row.contents.count, 'Inhalt', 'Inhalte')} noch zu
            senden ({formatSize(row.contents.bytes)})
          </span>
        ) : null}
        {row.isOrphan ? (
          <span className={classes.quietPart}>
            {' '}
            · Ihr Zugriff ist beendet; die zuständige Person entscheidet darüber
          </span>
        ) : null}
      </Table.Td>
      <Table.Td>
        {caseFileId ? (
          <a
            href={formatRoute(caseFileRoute(caseFileId))}
            onClick={(event) => {
              event.preventDefault();
              navigate(caseFileRoute(caseFileId));
            }}
          >
            {row.place}
          </a>
        ) : (
          (row.place ?? '–')
        )}
      </Table.Td>
      <Table.Td className={classes.since}>{formatMoment(row.at)}</Table.Td>
    </Table.Tr>
  );
}
