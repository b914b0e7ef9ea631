import { useDesk, useDeskMutation, useDeskQuery, useHost } from '../../shared/backend.tsx';
import { useCommand } from '../../shared/commands.ts';
import { showError } from '../../shared/errors.ts';
import { showMessage } from '../../shared/messages.ts';

const untilSheGoesOn = 12 * 60;

/** The commands of the sync that work wherever one is. */
export function useSyncCommands(): void {
  const client = useDesk();
  const host = useHost();
  const isPaused = useDeskQuery('sync', 'state', {}).data?.connection === 'paused';
  const { mutate: syncNow } = useDeskMutation('sync', 'now');
  const { mutate: pause } = useDeskMutation('sync', 'pause');
  const { mutate: resume } = useDeskMutation('sync', 'resume');
  useCommand('sync.now', () => syncNow({}), { title: isPaused ? 'Abgleich fortsetzen und jetzt abgleichen' : null });
  useCommand('sync.pause', () => pause({ minutes: untilSheGoesOn }), { isEnabled: !isPaused });
  useCommand('sync.resume', () => resume({}), { isEnabled: isPaused });
  useCommand('sync.diagnostics', async () => {
    try {
      const { fileName, text } = await client.sync.diagnostics({});
      const isSaved = await host.saveFile(fileName, new TextEncoder().encode(text));
      if (isSaved) showMessage('Diagnosedatei gespeichert. Sie enthält keine Angaben zu Personen.');
    } catch (error) {
      showError(error);
    }
  });
}
