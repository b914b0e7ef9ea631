import { useEffect } from 'react';
import { useCommand } from '../../shared/commands.ts';
import { FachverfahrenPane } from '../../features/fachverfahren/FachverfahrenPane.tsx';
import { showMessage } from '../../shared/messages.ts';
import { useDeskQuery, useHost } from '../../shared/backend.tsx';
import { useLayout } from '../layout/useLayout.ts';
import { readAhead } from '../read-later.tsx';
import { CaseFileWindow } from './CaseFileWindow.tsx';
import classes from './Desk.module.css';
import { Panes } from './Panes.tsx';
import { useCouplingWithFile } from './useCouplingWithFile.ts';
import { useMenus } from './useMenus.ts';
import { useWindowsFromOutside } from './useWindowsFromOutside.ts';

/** The main window: the Fachverfahren and the case file side by side, or the case file alone. */
export function Desk() {
  const host = useHost();
  const configuration = useDeskQuery('desk', 'configuration', {});
  const desk = useLayout();
  const { layout, change, isNarrow, isLoaded, readMonitors } = desk;
  useCouplingWithFile();
  useMenus();
  useWindowsFromOutside(desk);
  useEffect(() => void readAhead(), []);
  const role = useDeskQuery('session', 'state', {}).data?.worker?.role;
  // The scan station has to do with paper and with no case: it gets the whole width.
  const hasFachverfahren = configuration.data?.fachverfahren != null && role !== 'scanStation';
  useCommand(
    'layout.two',
    async () => {
      await readMonitors(true);
      if (await host.openSecondWindow()) change({ windows: 'two' });
      else
        showMessage('Der Browser hat das zweite Fenster verhindert. Bitte Fenster für diese Adresse zulassen.', {
          kind: 'problem',
        });
    },
    { isEnabled: hasFachverfahren, title: layout.windows === 'two' ? 'Fenster des Fachverfahrens öffnen' : null },
  );
  useCommand(
    'layout.one',
    async () => {
      await host.closeSecondWindow();
      change({ windows: 'one' });
    },
    { isEnabled: hasFachverfahren && layout.windows === 'two' },
  );
  useCommand(
    'layout.foldFachverfahren',
    () => change({ folded: layout.folded === 'fachverfahren' ? (isNarrow ? 'caseFile' : 'none') : 'fachverfahren' }),
    { isEnabled: hasFachverfahren && layout.windows === 'one' },
  );
  if (!isLoaded || configuration.isPending) return null;
  return (
    <div className={classes.desk}>
      <Panes
        layout={layout}
        isNarrow={isNarrow}
        onChange={change}
        fachverfahren={hasFachverfahren ? <FachverfahrenPane /> : null}
        caseFile={<CaseFileWindow hasOwnWindow={layout.windows === 'two'} />}
      />
    </div>
  );
}
