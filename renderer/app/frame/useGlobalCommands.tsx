import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { rememberLogOut } from '../../features/session/auto-log-in.ts';
import { useSyncCommands } from '../../features/sync-status/useSyncCommands.ts';
import { useDeskMutation, useDeskQuery, useHost } from '../../shared/backend.tsx';
import { runCommand, useCommand } from '../../shared/commands.ts';
import { runEscape } from '../../shared/escape.ts';
import { showMessage } from '../../shared/messages.ts';
import { navigate } from '../../shared/navigation.ts';
import { useApplyOwnShortcuts } from '../../shared/own-shortcuts.ts';
import { focusNeighbourPane } from '../../shared/panes.ts';
import type { Route } from '../../shared/routes.ts';

/** Commands that work wherever one is. */
export function useGlobalCommands(): void {
  const go = (route: Route) => () => navigate(route);
  useCommand('go.inbox', go({ view: 'inbox', inboxId: null, itemId: null }));
  useCommand('go.followUps', go({ view: 'followUps' }));
  useCommand('go.myCases', go({ view: 'myCases' }));
  useCommand('go.substitution', go({ view: 'substitution' }));
  useCommand('go.clarification', go({ view: 'clarification' }));
  useCommand('go.recent', go({ view: 'recent' }));
  useCommand('go.sync', go({ view: 'sync' }));
  useCommand('go.branchScan', go({ view: 'branchScan' }));
  const role = useDeskQuery('session', 'state', {}).data?.worker?.role;
  const seesDevices = role === 'teamLead' || role === 'administration' || role === 'audit';
  useCommand('go.deskStores', go({ view: 'deskStores' }), { isEnabled: seesDevices });
  useCommand('go.staff', go({ view: 'staff' }), { isEnabled: role === 'administration' });
  useCommand('help.open', go({ view: 'help' }));
  useCommand('settings.open', go({ view: 'settings' }));
  useCommand('escape', runEscape);
  useCommand('pane.next', () => focusNeighbourPane(1));
  useCommand('pane.previous', () => focusNeighbourPane(-1));
  useApplyOwnShortcuts();
  useThemeCommand();
  useSessionCommands();
  useSyncCommands();
  useUndoCommand();
  const host = useHost();
  useEffect(() => host.on('runCommand', ({ command }) => void runCommand(command)), [host]);
}

function useThemeCommand(): void {
  const { setColorScheme } = useMantineColorScheme();
  const now = useComputedColorScheme('light');
  useCommand('theme.toggle', () => setColorScheme(now === 'dark' ? 'light' : 'dark'), {
    title: now === 'dark' ? 'Helle Darstellung' : 'Dunkle Darstellung',
  });
}

function useSessionCommands(): void {
  const { mutate: logOut } = useDeskMutation('session', 'logOut');
  useCommand('session.logOut', () => {
    rememberLogOut();
    logOut({});
  });
}

function useUndoCommand(): void {
  const last = useDeskQuery('undo', 'list', {}).data?.rows[0];
  const { mutate: takeBack, isPending } = useDeskMutation('undo', 'take', {
    onSuccess: ({ label, hints }) => {
      showMessage(label);
      for (const { message } of hints) showMessage(message, { kind: 'hint' });
    },
  });
  useCommand('undo.take', () => last && takeBack({ commandId: last.commandId }), {
    isEnabled: last !== undefined && !isPending,
    title: last ? `Zurücknehmen: ${last.label}` : null,
  });
}
