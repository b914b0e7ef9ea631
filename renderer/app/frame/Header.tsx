import { IconSearch, IconWindow } from '@tabler/icons-react';
import { SyncStatus } from '../../features/sync-status/SyncStatus.tsx';
import { runCommand } from '../../shared/commands.ts';
import { useCoupling } from '../../shared/coupling.ts';
import { CommandIcon } from '../../shared/ui/CommandButton.tsx';
import { KeyHint } from '../../shared/ui/KeyHint.tsx';
import classes from './Header.module.css';
import { WorkerMenu } from './WorkerMenu.tsx';

/** The head of the E-Akte: name, search, sync state in words, the worker's menu. */
export function Header({ hasOwnWindow }: { hasOwnWindow: boolean }) {
  const hasOtherWindow = useCoupling((state) => state.hasOtherWindow);
  return (
    <section className={classes.header} aria-label="Kopf der E-Akte" data-pane="Kopfzeile">
      <span className={classes.name}>Aktenpult</span>
      <button type="button" className={classes.search} data-pane-focus onClick={() => void runCommand('search.open')}>
        <IconSearch size={16} aria-hidden />
        <span className={classes.searchWords}>Name, BG-Nummer, Schlagwort, Text …</span>
        <KeyHint command="search.open" />
      </button>
      <div className={classes.right}>
        {hasOwnWindow && !hasOtherWindow ? (
          <CommandIcon command="layout.two" icon={<IconWindow size={18} aria-hidden />} />
        ) : null}
        <SyncStatus />
        <WorkerMenu />
      </div>
    </section>
  );
}
