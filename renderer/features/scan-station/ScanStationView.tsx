import { IconPrinter, IconUpload } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { useDeskQuery } from '../../shared/backend.tsx';
import { errorText } from '../../shared/errors.ts';
import { formatTime } from '../../shared/format.ts';
import { useSetting } from '../../shared/settings.ts';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { RowList } from '../../shared/ui/RowList.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { DropArea } from '../../shared/upload/DropArea.tsx';
import classes from './scan-station.module.css';
import { SheetsDialog } from './SheetsDialog.tsx';
import { StackLine } from './StackLine.tsx';
import { StackPane } from './StackPane.tsx';
import { StationTable } from './StationTable.tsx';
import { useStackUploads } from './useStackUploads.ts';
import { UploadStation } from './UploadStation.tsx';
import { headWords, inOrder, type Overview, ownStation, stateTitle } from './words.ts';

const stationSchema = z.string().trim().min(1).max(200);
const lookAgain = 2_000; // milliseconds

/** The scan station: what came in, what became of it, and what somebody should look at. */
export function ScanStationView() {
  const overview = useDeskQuery('station', 'overview', {}, { everyMilliseconds: lookAgain });
  const [station, setStation] = useSetting('scanStation.uploadStation', stationSchema, ownStation);
  const uploads = useStackUploads(station);
  const [isPrinting, setIsPrinting] = useState(false);
  return (
    <DropArea
      command="scanStation.handIn"
      isEnabled
      takesPaste={false}
      className={classes.view}
      label="Zum Einreichen hier ablegen"
      onFiles={uploads.add}
    >
      <ViewHead title="Scanstelle" fact={overview.data ? <span role="status">{headWords(overview.data)}</span> : null}>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => setIsPrinting(true)}
        >
          Deckblatt drucken
        </Button>
        <UploadStation stations={overview.data?.stations ?? []} station={station} onStation={setStation} />
        <CommandButton command="scanStation.handIn" icon={<IconUpload size={16} aria-hidden />} />
      </ViewHead>
      {overview.error && overview.data ? (
        <p className={classes.problem} role="alert">
          {errorText(overview.error)} Angezeigt ist der Stand von{' '}
          {formatTime(new Date(overview.dataUpdatedAt).toISOString())} Uhr.
        </p>
      ) : null}
      {uploads.words ? (
        <p className={classes.uploads} role="status">
          {uploads.words}
        </p>
      ) : null}
      {isPrinting ? <SheetsDialog onClose={() => setIsPrinting(false)} /> : null}
      <QueryView query={overview}>{(data) => <Station overview={data} />}</QueryView>
    </DropArea>
  );
}

function Station({ overview }: { overview: Overview }) {
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const stacks = inOrder(overview.stacks);
  const chosen = stacks.find(({ stackId }) => stackId === chosenKey) ?? stacks[0];
  return (
    <>
      <StationTable stations={overview.stations} />
      <div className={classes.work}>
        <Pane name="Stapel" className={classes.list}>
          {stacks.length === 0 ? (
            <Empty title="Heute ist noch nichts eingegangen.">
              Was ein Scanner in seinen Ordner legt, erscheint hier von selbst. Sie können auch Dateien hierher ziehen.
            </Empty>
          ) : (
            <RowList
              rows={stacks}
              keyOf={({ stackId }) => stackId}
              label="Stapel"
              rowHeight={44}
              groupOf={stateTitle}
              chosenKey={chosen?.stackId ?? null}
              onChoose={({ stackId }) => setChosenKey(stackId)}
              renderRow={(stack) => <StackLine stack={stack} />}
              takesKeys
            />
          )}
        </Pane>
        {chosen ? <StackPane key={chosen.stackId} stack={chosen} /> : null}
      </div>
    </>
  );
}
