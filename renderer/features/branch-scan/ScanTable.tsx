import { Anchor, Button, Table } from '@mantine/core';
import { useState } from 'react';
import { useDeskMutation } from '../../shared/backend.tsx';
import { formatCount, formatMoment } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { navigate } from '../../shared/navigation.ts';
import { formatRoute, type Route } from '../../shared/routes.ts';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import classes from './branch-scan.module.css';
import { type ScanRow, sourceWords, stateWords } from './scan-words.ts';
import { DialogEnd } from '../../shared/ui/DialogEnd.tsx';

/** What was scanned at this desk: how far each file is, what was made of it, what to do where it cannot be read. */
export function ScanTable({ rows }: { rows: ScanRow[] }) {
  return (
    <Table className={classes.table} aria-label="Eingescannte Dateien">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Datei</Table.Th>
          <Table.Th>Übernommen</Table.Th>
          <Table.Th className={classes.number}>Seiten</Table.Th>
          <Table.Th>Stand</Table.Th>
          <Table.Th>Schreiben</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.scanId}>
            <Table.Td>
              {row.fileName}
              <p className={classes.quiet}>{sourceWords[row.source]}</p>
            </Table.Td>
            <Table.Td className={classes.short}>{formatMoment(row.takenAt)}</Table.Td>
            <Table.Td className={classes.number}>{row.pageCount ? formatCount(row.pageCount) : '–'}</Table.Td>
            <Table.Td className={classes.short} data-look={row.state === 'needsLook' || undefined}>
              {stateWords(row)}
            </Table.Td>
            <Table.Td>{row.state === 'needsLook' ? <NeedsLook row={row} /> : <Letters row={row} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Letters({ row }: { row: ScanRow }) {
  return (
    <ul className={classes.letters}>
      {row.documents.map(({ itemId, inboxId, title, inboxName, isReadable }) => {
        const route: Route = { view: 'inbox', inboxId, itemId };
        return (
          <li key={itemId}>
            {isReadable ? (
              <Anchor
                href={formatRoute(route)}
                onClick={(event) => {
                  event.preventDefault();
                  navigate(route);
                }}
              >
                {title}
              </Anchor>
            ) : (
              title
            )}
            <span className={classes.quietPart}> · {inboxName}</span>
          </li>
        );
      })}
    </ul>
  );
}

function NeedsLook({ row: { scanId, fileName, reason } }: { row: ScanRow }) {
  const told = (words: string) => ({ onSuccess: () => showMessage(words) });
  const retry = useDeskMutation('branchScans', 'retry');
  const deliver = useDeskMutation('branchScans', 'deliverAsItCame', told('Die Datei liegt ungelesen im Postkorb.'));
  const remove = useDeskMutation('branchScans', 'remove', told('Die Datei ist verworfen.'));
  const isBusy = retry.isPending || deliver.isPending || remove.isPending;
  const [isDiscarding, setDiscarding] = useState(false);
  const actions = [
    { words: 'Noch einmal lesen', run: retry.mutate },
    { words: 'Ungelesen in den Postkorb', run: deliver.mutate },
    { words: 'Verwerfen …', run: () => setDiscarding(true) },
  ];
  return (
    <>
      <p className={classes.reason}>{reason}</p>
      <div className={classes.actions}>
        {actions.map(({ words, run }) => (
          <Button
            key={words}
            size="compact-xs"
            variant="default"
            disabled={isBusy}
            aria-label={`${words.replace(' …', '')}: ${fileName}`}
            onClick={() => run({ scanId })}
          >
            {words}
          </Button>
        ))}
      </div>
      <Dialog isOpen={isDiscarding} onClose={() => setDiscarding(false)} title="Datei verwerfen" size={480}>
        <p className={classes.reason}>
          „{fileName}“ wird von diesem Gerät gelöscht und lässt sich nicht zurückholen. Bitte verwerfen Sie nur, was Sie
          noch auf Papier haben.
        </p>
        <DialogEnd>
          <Button variant="default" onClick={() => setDiscarding(false)}>
            Abbrechen
          </Button>
          <Button loading={remove.isPending} onClick={() => remove.mutate({ scanId })}>
            Verwerfen
          </Button>
        </DialogEnd>
      </Dialog>
    </>
  );
}
