import { Button } from '@mantine/core';
import { IconCamera, IconFileUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useDesk, useDeskQuery } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { formatNumberOf } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { CommandButton } from '../../shared/ui/CommandButton.tsx';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { DropArea } from '../../shared/upload/DropArea.tsx';
import classes from './branch-scan.module.css';
import { CameraDialog } from './CameraDialog.tsx';
import { handInFile } from './hand-in.ts';
import { ScanFolderLine } from './ScanFolderLine.tsx';
import { ScanTable } from './ScanTable.tsx';
import { factWords } from './scan-words.ts';

/** Paper that comes in at this desk, with or without a line to the centre: handed in, read here, put into the Postkorb. */
export function ScanView() {
  const query = useDeskQuery('branchScans', 'overview', {});
  const take = useTaking();
  const [hasCamera, setHasCamera] = useState(false);
  return (
    <>
      <ViewHead title="Einscannen" fact={factWords(query.data?.scans ?? [])}>
        <CommandButton
          command="branchScan.choose"
          label="Dateien wählen …"
          icon={<IconFileUpload size={16} aria-hidden />}
          variant="filled"
        />
        <Button variant="default" leftSection={<IconCamera size={16} aria-hidden />} onClick={() => setHasCamera(true)}>
          Mit der Kamera aufnehmen …
        </Button>
      </ViewHead>
      <Pane name="Einscannen" className={classes.page} isScrolled>
        <DropArea
          command="branchScan.choose"
          isEnabled
          takesPaste={!hasCamera}
          className={classes.drop}
          label="Zum Übernehmen hier ablegen"
          onFiles={(files) => void take(files)}
        >
          <QueryView query={query}>
            {({ problem, folder, scans }) => (
              <>
                {problem ? (
                  <p className={classes.problem} role="alert">
                    {problem} Was eingescannt ist, bleibt aufbewahrt und wird gelesen, sobald wieder Platz ist.
                  </p>
                ) : null}
                <ScanFolderLine folder={folder} />
                {scans.length === 0 ? (
                  <Empty title="Hier ist noch nichts eingescannt.">
                    Wählen Sie Dateien aus, ziehen Sie sie auf diese Fläche, nehmen Sie Schreiben mit der Kamera auf
                    oder legen Sie den Ordner Ihres Scanners fest. Alles wird auf diesem Gerät gelesen und liegt danach
                    im Postkorb, auch ohne Verbindung zur Zentrale.
                  </Empty>
                ) : (
                  <ScanTable rows={scans} />
                )}
              </>
            )}
          </QueryView>
        </DropArea>
      </Pane>
      {hasCamera ? <CameraDialog onClose={() => setHasCamera(false)} /> : null}
    </>
  );
}

/** Hands files in one after the other; one that fails does not keep the others back. */
function useTaking(): (files: readonly File[]) => Promise<void> {
  const client = useDesk();
  return async (files) => {
    let taken = 0;
    for (const file of files) {
      try {
        await handInFile(client, file);
        taken += 1;
      } catch (error) {
        showError(error);
      }
    }
    if (taken > 0) showMessage(`${formatNumberOf(taken, 'Datei', 'Dateien')} übernommen.`);
  };
}
