import { BrowserWindow } from 'electron';
import { askAfterFreeze, tell } from './dialogs.ts';
import type { Log } from './log.ts';
import { RestartPolicy } from './restart-policy.ts';

/** A page that crashed is loaded anew, unless it crashes again and again; one that does not answer is asked about. */
export function watchPages(contents: Electron.WebContents, log: Log): void {
  const policy = new RestartPolicy();
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const decision = policy.ended(Date.now());
    log.note('page ended', { reason, exitCode, again: decision.restart });
    if (!decision.restart) {
      void tell(
        'Das Fenster ist mehrmals abgestürzt.',
        'Bitte beenden Sie Aktenpult und starten Sie es neu. Gespeichertes geht dabei nicht verloren.',
      );
      return;
    }
    setTimeout(() => {
      if (!contents.isDestroyed()) contents.reload();
    }, decision.wait);
  });
  contents.on('unresponsive', () => {
    const window = BrowserWindow.fromWebContents(contents);
    log.note('page does not answer');
    if (!window) return;
    void askAfterFreeze(window).then((isReload) => {
      if (isReload && !contents.isDestroyed()) contents.reload();
    });
  });
}
