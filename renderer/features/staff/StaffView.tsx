import { Button, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type OutputOf, useDeskQuery } from '../../shared/backend.tsx';
import { roleWords } from '../../../core/domain/role-words.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { AccountDialog } from './AccountDialog.tsx';
import { PostDialog } from './PostDialog.tsx';
import classes from './staff.module.css';

export type Directory = OutputOf<'office', 'directory'>;
export type StaffRow = Directory['workers'][number];

/** Everybody in the house with role and team, for administration, which changes both here. */
export function StaffView() {
  const query = useDeskQuery('office', 'directory', {});
  return (
    <>
      <ViewHead title="Personen" fact={null} />
      <Pane name="Personen" className={classes.page} isScrolled>
        <QueryView query={query}>{(directory) => <Staff directory={directory} />}</QueryView>
      </Pane>
    </>
  );
}

const nameOf = ({ familyName, givenName }: StaffRow) => `${familyName}, ${givenName}`;

function Staff({ directory }: { directory: Directory }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<StaffRow | null>(null);
  const [leaving, setLeaving] = useState<StaffRow | null>(null);
  const wanted = text.trim().toLocaleLowerCase('de');
  const rows = directory.workers.filter((worker) =>
    `${nameOf(worker)} ${worker.signature} ${roleWords[worker.role]} ${worker.teamName ?? ''}`
      .toLocaleLowerCase('de')
      .includes(wanted),
  );
  return (
    <>
      <TextInput
        label="Name, Rolle oder Team"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        className={classes.filter}
      />
      {rows.length === 0 ? (
        <Empty title="Niemand gefunden." />
      ) : (
        <StaffTable rows={rows} onChoose={setChosen} onLeave={setLeaving} />
      )}
      {chosen ? <PostDialog worker={chosen} teams={directory.teams} onClose={() => setChosen(null)} /> : null}
      {leaving ? <AccountDialog worker={leaving} onClose={() => setLeaving(null)} /> : null}
    </>
  );
}

type Choose = (row: StaffRow) => void;

function StaffTable({ rows, onChoose, onLeave }: { rows: StaffRow[]; onChoose: Choose; onLeave: Choose }) {
  return (
    <Table className={classes.table} aria-label="Personen">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Person</Table.Th>
          <Table.Th>Zeichen</Table.Th>
          <Table.Th>Rolle</Table.Th>
          <Table.Th>Team</Table.Th>
          <Table.Th aria-label="Aktion" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id} data-closed={!row.isActive || undefined}>
            <Table.Td>{nameOf(row)}</Table.Td>
            <Table.Td>{row.signature}</Table.Td>
            <Table.Td>{roleWords[row.role]}</Table.Td>
            <Table.Td>{row.teamName ?? '–'}</Table.Td>
            <Table.Td className={classes.action}>
              <Actions row={row} onChoose={onChoose} onLeave={onLeave} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Actions({ row, onChoose, onLeave }: { row: StaffRow; onChoose: Choose; onLeave: Choose }) {
  const words = row.isActive ? 'Konto schließen' : 'Konto öffnen';
  return (
    <>
      {row.isActive ? (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Rolle und Team ändern: ${nameOf(row)}`}
          onClick={() => onChoose(row)}
        >
          Rolle und Team …
        </Button>
      ) : (
        'geschlossen'
      )}
      <Button size="compact-xs" variant="default" aria-label={`${words}: ${nameOf(row)}`} onClick={() => onLeave(row)}>
        {words} …
      </Button>
    </>
  );
}
