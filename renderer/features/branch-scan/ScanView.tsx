import { Button } from '@mantine/core';
import { IconCamera, IconFileUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useDesk, useDeskQuery } from '../../shared/backend.tsx';
import { showError } from '../../shared/errors.ts';
import { formatNumberOf } from '../../shared/format.ts';
import { showMessage } from '../../shared/messages.ts';
import { Pane } from '../../shared/ui/Pane.tsx';
import { ViewHead } from '../../shared/ui/ViewHead.tsx';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import classes from './branch-scan.module.css';
import { CameraDialog } from './CameraDialog.tsx';
import { handInFile } from './hand-in.ts';
import { ScanFolderLine } from './ScanFolderLine.tsx';
import { ScanTable } from './ScanTable.tsx';
import { factWords } from './scan-words.ts';

/** Paper that comes in at this desk, with or without a line to the centre: handed in, read here, put into the Postkorb. */
export function ScanView() {
  const query = useDeskQuery('branchScans', 'overview', {});
  const { take, isTaking } = useTaking();
  const chooser = useRef<HTMLInputElement>(null);
  const [hasCamera, setHasCamera] = useState(false);
  return (
    <>
      <ViewHead title="Einscannen" fact={factWords(query.data?.scans ?? [])}>
        <Button
          leftSection={<IconFileUpload size={16} aria-hidden />}
          loading={isTaking}
          onClick={() => chooser.current?.click()}
        >
          Dateien wählen …
        </Button>
        <Button variant="default" leftSection={<IconCamera size={16} aria-hidden />} onClick={() => setHasCamera(true)}>
          Mit der Kamera aufnehmen …
        </Button>
      </ViewHead>
      <Pane name="Einscannen" className={classes.page} isScrolled>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button "Dateien wählen" beside it */}
        <div
          className={classes.drop}
          onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void take([...event.dataTransfer.files]);
          }}
        >
          <QueryView query={query}>
            {({ folder, scans }) => (
              <>
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
        </div>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept=".pdf,.tif,.tiff,.jpg,.jpeg,.png"
          aria-label="Eingescannte Dateien wählen"
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void take(chosen);
          }}
        />
      </Pane>
      {hasCamera ? <CameraDialog onClose={() => setHasCamera(false)} /> : null}
    </>
  );
}

/** Hands files in one after the other; one that fails does not keep the others back. */
function useTaking() {
  const client = useDesk();
  const [isTaking, setTaking] = useState(false);
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setTaking(true);
    let taken = 0;
    for (const file of files) {
      try {
        await handInFile(client, file);
        taken += 1;
      } catch (error) {
        showError(error);
      }
    }
    setTaking(false);
    if (taken > 0) showMessage(`${formatNumberOf(taken, 'Datei', 'Dateien')} übernommen.`);
  };
  return { take, isTaking };
}
