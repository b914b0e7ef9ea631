import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BackupError } from './format.ts';

const fileName = 'umgezogen.txt';

/** Leaves a note in a data folder whose store has moved, so that nobody goes on working in the old one by mistake. */
export async function noteMoved(dataFolder: string): Promise<void> {
  const text = `Diese Zentrale ist am ${new Date().toLocaleString('de-DE')} umgezogen.\nSoll sie hier weiterlaufen, löschen Sie diese Datei.\n`;
  await writeFile(path.join(dataFolder, fileName), text, { mode: 0o600 });
}

/** Throws BackupError for a data folder whose store has moved. */
export async function refuseMoved(dataFolder: string): Promise<void> {
  const file = path.join(dataFolder, fileName);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  throw new BackupError(
    `${text.split('\n')[0]} Bitte starten Sie die neue. Soll diese hier weiterlaufen, löschen Sie die Datei ${file}.`,
  );
}
