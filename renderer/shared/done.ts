import { useCallback } from 'react';
import { type OutputOf, useDesk } from './backend.tsx';
import { shortcutsOf } from './commands.ts';
import { showError } from './errors.ts';
import { showMessage } from './messages.ts';
import { shortcutWords } from './shortcuts.ts';

type Result = OutputOf<'undo', 'take'>;

/** `const showDone = useShowDone()`: tells that a command was done, with its hints, and offers to take it back. */
export function useShowDone(): (result: Result) => void {
  const client = useDesk();
  return useCallback(
    ({ commandId, label, canUndo, hints }) => {
      const key = shortcutsOf('undo.take')[0];
      const takeBack = () => {
        client.undo.take({ commandId }).then((result) => showMessage(result.label), showError);
      };
      showMessage(label, {
        actions: canUndo
          ? [{ label: key ? `Zurücknehmen (${shortcutWords(key)})` : 'Zurücknehmen', run: takeBack }]
          : [],
      });
      for (const { message } of hints) showMessage(message, { kind: 'hint' });
    },
    [client],
  );
}
