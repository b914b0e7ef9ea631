import { Button, Table } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatMoment } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import { clearedWords, type DeviceRow, lossWords, stateNames, waitingWords } from './device-words.ts';
import classes from './desk-stores.module.css';

type Props = { rows: DeviceRow[]; mayReport: boolean; onChanged: () => void };

/** One line for each store on a device, with the way to report it lost and to take that back. */
export function DeviceTable({ rows, mayReport, onChanged }: Props) {
  const [chosen, setChosen] = useState<DeviceRow | null>(null);
  return (
    <>
      <Table className={classes.table} aria-label="Geräte">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Person</Table.Th>
            <Table.Th>Gerät</Table.Th>
            <Table.Th>Zuletzt gemeldet</Table.Th>
            <Table.Th>Ohne Zentrale bis</Table.Th>
            <Table.Th>Wartet dort</Table.Th>
            <Table.Th>Stand</Table.Th>
            <Table.Th aria-label="Aktion" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.storeId}>
              <Table.Td>{row.workerName}</Table.Td>
              <Table.Td>
                {row.deviceName}
                {row.isThisDevice ? <span className={classes.quietPart}> (dieses Gerät)</span> : null}
              </Table.Td>
              <Table.Td>{formatMoment(row.seenAt)}</Table.Td>
              <Table.Td>{row.leaseUntil ? formatMoment(row.leaseUntil) : '–'}</Table.Td>
              <Table.Td>{waitingWords(row)}</Table.Td>
              <Table.Td data-lost={row.state === 'lost' || undefined}>
                {stateNames[row.state]}
                {clearedWords(row) ? <p className={classes.quiet}>{clearedWords(row)}</p> : null}
                {lossWords(row) ? <p className={classes.quiet}>{lossWords(row)}</p> : null}
              </Table.Td>
              <Table.Td>{mayReport ? <Action row={row} onChoose={() => setChosen(row)} /> : null}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {chosen ? <LossDialog row={chosen} onClose={() => setChosen(null)} onChanged={onChanged} /> : null}
    </>
  );
}

function Action({ row, onChoose }: { row: DeviceRow; onChoose: () => void }) {
  if (row.state === 'wiped' || row.isThisDevice) return null;
  const words = row.state === 'lost' ? 'Meldung zurücknehmen' : 'Als verloren melden';
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`${words}: ${row.workerName}, ${row.deviceName}`}
      onClick={onChoose}
    >
      {words} …
    </Button>
  );
}

type DialogProps = { row: DeviceRow; onClose: () => void; onChanged: () => void };

function LossDialog({ row, onClose, onChanged }: DialogProps) {
  const told = (words: string) => ({
    meta: { errorIsShown: true },
    onSuccess: () => {
      showMessage(words);
      onChanged();
    },
  });
  const report = useDeskMutation('deskStores', 'reportLost', told('Das Gerät ist als verloren gemeldet.'));
  const withdraw = useDeskMutation('deskStores', 'withdrawLost', told('Die Meldung ist zurückgenommen.'));
  const isLost = row.state === 'lost';
  const who = `${row.workerName}, ${row.deviceName}`;
  return (
    <ReasonDialog
      isOpen
      title={isLost ? 'Meldung zurücknehmen' : 'Gerät als verloren melden'}
      explanation={
        isLost
          ? `${who}: Das Gerät wird nicht gelöscht, und die Anmeldung dort ist wieder möglich.`
          : `${who}: Die Anmeldung dort endet sofort, und alles auf dem Gerät wird gelöscht, sobald es die Zentrale erreicht. Was dort noch auf das Senden wartet, wird vorher verschlossen übergeben.`
      }
      label="Grund"
      confirmLabel={isLost ? 'Zurücknehmen' : 'Als verloren melden'}
      onConfirm={(reason) => (isLost ? withdraw : report).mutateAsync({ storeId: row.storeId, reason })}
      onClose={onClose}
    />
  );
}
