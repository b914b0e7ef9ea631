import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserWindow, dialog, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, screen } from 'electron';
import { z } from 'zod';
import type { OfferedCommand } from '../../core/contract/shell.ts';
import { backendPortChannel, shellCallChannel } from '../../core/contract/shell-channels.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { BackendProcess } from './backend-process.ts';
import type { DeskWindows } from './desk-windows.ts';
import type { EmbedView } from './embed-view.ts';
import type { Log } from './log.ts';
import { isDeskAddress } from './navigation-rules.ts';
import { answerShellCall, type ShellHandlers } from './shell-answers.ts';
import type { WindowRole } from './window-placement.ts';

type Caller = { role: WindowRole; window: BrowserWindow };
type Parts = {
  windows: DeskWindows;
  embed: EmbedView | null;
  backend: BackendProcess;
  log: Log;
  onCommands(commands: OfferedCommand[]): void;
};

const nonceSchema = z.uuid();

/** Takes the calls of the desk's pages. Only the main frame of one of our own windows is heard. */
export function takeShellCalls(parts: Parts): void {
  const { windows, backend, log } = parts;
  const handlers = shellHandlers(parts);
  const callerOf = (event: IpcMainEvent | IpcMainInvokeEvent): Caller | null => {
    const frame = event.senderFrame;
    return frame && frame === event.sender.mainFrame && isDeskAddress(frame.url) ? windows.ofPage(event.sender) : null;
  };
  ipcMain.handle(shellCallChannel, (event, name: unknown, input: unknown) => {
    const caller = callerOf(event);
    if (!caller) return { ok: false, code: 'forbidden', message: 'Diese Seite darf das nicht.' };
    return answerShellCall(handlers, { name, input, caller }, (error, where) => log.failure(`shell ${where}`, error));
  });
  ipcMain.on(backendPortChannel, (event, nonce: unknown) => {
    const parsed = nonceSchema.safeParse(nonce);
    if (callerOf(event) && parsed.success) backend.connect(event.sender, parsed.data);
  });
}

function shellHandlers({ windows, embed, onCommands }: Parts): ShellHandlers<Caller> {
  return {
    placeEmbed(rectangle, { window }) {
      embed?.place(window, rectangle);
      return {};
    },
    async openInEmbed({ address }) {
      if (!embed) throw new AppError('not_found', 'Für diesen Arbeitsplatz ist kein Fachverfahren eingerichtet.');
      await embed.open(address);
      return {};
    },
    arrangeWindows({ windows: wanted }) {
      const second = windows.get('fachverfahren');
      if (wanted === 'one' && second) embed?.detachFrom(second);
      windows.arrange(wanted);
      return { windows: wanted };
    },
    async saveFile({ fileName, bytes }, { window }) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Datei speichern',
        buttonLabel: 'Speichern',
        // A name is all that a page may suggest; where the file goes is the worker's choice.
        defaultPath: basename(fileName.replaceAll('\\', '/')),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      if (canceled || !filePath) return { isSaved: false };
      try {
        await writeFile(filePath, bytes);
      } catch (error) {
        throw saveFailure((error as NodeJS.ErrnoException).code);
      }
      return { isSaved: true };
    },
    offerCommands({ commands }, { role }) {
      if (role === 'caseFile') onCommands(commands);
      return {};
    },
    screens() {
      const primary = screen.getPrimaryDisplay().id;
      const screens = screen.getAllDisplays().map(({ id, bounds: { x, y, width, height } }) => ({
        left: x,
        top: y,
        width,
        height,
        isPrimary: id === primary,
      }));
      return { screens };
    },
  };
}

function saveFailure(code: string | undefined): AppError {
  if (code === 'ENOSPC')
    return new AppError('storage_full', 'Der Datenträger ist voll. Die Datei wurde nicht gespeichert.');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError('forbidden', 'In diesen Ordner darf nicht geschrieben werden. Bitte wählen Sie einen anderen.');
  }
  return new AppError('internal', 'Die Datei ließ sich nicht speichern. Bitte wählen Sie einen anderen Ort.');
}
