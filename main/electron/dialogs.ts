import { type BrowserWindow, dialog } from 'electron';

/** The page holds something that is not saved yet; true when the worker leaves all the same. */
export function askWhetherToLeave(window: BrowserWindow): boolean {
  const answer = dialog.showMessageBoxSync(window, {
    type: 'question',
    title: 'Aktenpult',
    message: 'Hier steht noch etwas, das nicht gespeichert ist.',
    detail: 'Wenn Sie das Fenster schließen, geht diese Eingabe verloren.',
    buttons: ['Zurück zur Eingabe', 'Schließen'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 1;
}

/** Without a key store the password alone protects; true when the worker goes on like that. */
export async function askForPasswordOnly(reason: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Aktenpult',
    message: 'Ohne Schlüsselspeicher weiterarbeiten?',
    detail: `${reason}\n\nIhre Entscheidung wird auf diesem Gerät vermerkt. Sie können jederzeit einen Schlüsselspeicher einrichten lassen.`,
    buttons: ['Beenden', 'Nur mit Kennwort weiterarbeiten'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** The backend ended again and again; true when it is to be tried once more. */
export async function askAfterRepeatedEnds(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Aktenpult',
    message: 'Der Aktenbestand auf diesem Gerät lässt sich zurzeit nicht öffnen.',
    detail:
      'Mehrere Versuche in kurzer Zeit sind gescheitert. Was Sie bisher abgelegt oder geschrieben haben, ist gespeichert. Wenn es wieder nicht gelingt, wenden Sie sich bitte an Ihre Systembetreuung.',
    buttons: ['Noch einmal versuchen', 'Beenden'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** A window does not answer any more; true when it is to be loaded anew. */
export async function askAfterFreeze(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Aktenpult',
    message: 'Das Fenster antwortet gerade nicht.',
    detail: 'Sie können warten oder das Fenster neu laden. Gespeichertes geht dabei nicht verloren.',
    buttons: ['Warten', 'Neu laden'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** A sentence that the worker has to see before the desk goes on or ends. */
export async function tell(message: string, detail = '', window: BrowserWindow | null = null): Promise<void> {
  const options = { type: 'warning' as const, title: 'Aktenpult', message, detail, buttons: ['OK'], noLink: true };
  await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
}
