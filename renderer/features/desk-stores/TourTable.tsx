import { Button, Select, Table } from '@mantine/core';
import { useState } from 'react';
import { leastTourDays, mostTourDays } from '../../../core/contract/desk-stores.ts';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatEnd } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { ReasonDialog } from '../../shared/ui/ReasonDialog.tsx';
import classes from './desk-stores.module.css';
import type { DeviceList } from './DeskStoresView.tsx';

type Props = { list: DeviceList; onChanged: () => void };

/** Who is away on a tour and until when, with the way to end it; administration says how long one may be. */
export function TourTable({ list, onChanged }: Props) {
  const [ending, setEnding] = useState<DeviceList['tours'][number] | null>(null);
  const { mutateAsync: end } = useDeskMutation('deskStores', 'endTour', {
    meta: { errorIsShown: true },
    onSuccess: () => {
      showMessage('Der Außendienst ist beendet.');
      onChanged();
    },
  });
  return (
    <section className={classes.section} aria-label="Außendienst">
      <h2 className={classes.title}>Außendienst</h2>
      <LongestTour list={list} onChanged={onChanged} />
      {list.tours.length === 0 ? <p className={classes.quiet}>Zurzeit ist niemand im Außendienst.</p> : null}
      {list.tours.length > 0 ? (
        <Table className={classes.table} aria-label="Außendienst">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Person</Table.Th>
              <Table.Th>Ohne Zentrale bis</Table.Th>
              <Table.Th>Grund</Table.Th>
              <Table.Th aria-label="Aktion" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.tours.map((tour) => (
              <Table.Tr key={tour.workerId}>
                <Table.Td>{tour.workerName}</Table.Td>
                <Table.Td>{formatEnd(tour.until)}</Table.Td>
                <Table.Td>{tour.reason}</Table.Td>
                <Table.Td>
                  {list.mayReport ? (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Außendienst beenden: ${tour.workerName}`}
                      onClick={() => setEnding(tour)}
                    >
                      Beenden …
                    </Button>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      <ReasonDialog
        isOpen={ending !== null}
        title="Außendienst beenden"
        explanation={`${ending?.workerName ?? ''}: Ihre Geräte erfahren es, sobald sie die Zentrale erreichen; bis dahin öffnen sie sich weiter ohne Zentrale.`}
        label="Grund"
        confirmLabel="Beenden"
        onConfirm={async (reason) => ending && end({ workerId: ending.workerId, reason })}
        onClose={() => setEnding(null)}
      />
    </section>
  );
}

function LongestTour({ list, onChanged }: Props) {
  const { mutate } = useDeskMutation('deskStores', 'setLongestTour', { onSuccess: onChanged });
  if (!list.maySetLongest) {
    return <p className={classes.quiet}>In Ihrem Amt höchstens {list.longestDays} Tage.</p>;
  }
  const days = Array.from({ length: mostTourDays - leastTourDays + 1 }, (_, index) => String(leastTourDays + index));
  return (
    <Select
      label="Höchstens"
      className={classes.filter}
      allowDeselect={false}
      data={days.map((value) => ({ value, label: `${value} Tage` }))}
      value={String(list.longestDays)}
      onChange={(value) => value && mutate({ days: Number(value) })}
    />
  );
}
