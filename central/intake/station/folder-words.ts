import { BlobStoreUnavailableError } from '../../store/blob-store.ts';
import { databaseCode, isPassing } from '../../store/database.ts';
import { TooLongError } from '../../store/incoming.ts';
import { safeFileName } from '../../../intake/content/safe-file-name.ts';

// What is wrong with a folder or a file in it, for the scan station: what is, and that nothing is lost.

const full =
  'Auf dem Datenträger der Zentrale ist kein Platz. Die Dateien bleiben im Ordner, bis Platz geschaffen ist.';

const ofFolder: Record<string, string> = {
  ENOENT: 'Der Ordner ist nicht erreichbar. Sobald er wieder da ist, geht es von selbst weiter.',
  ENOTDIR: 'Unter diesem Namen liegt kein Ordner.',
  EACCES: 'Die Zentrale darf diesen Ordner nicht lesen. Bitte geben Sie ihr das Recht dazu.',
  EPERM: 'Die Zentrale darf diesen Ordner nicht lesen. Bitte geben Sie ihr das Recht dazu.',
};
const ofFile: Record<string, string> = {
  EACCES: 'lässt sich nicht lesen, weil der Zentrale das Recht dazu fehlt. Sie bleibt im Ordner.',
  EPERM: 'lässt sich nicht lesen, weil der Zentrale das Recht dazu fehlt. Sie bleibt im Ordner.',
  EBUSY: 'wird noch von einem anderen Programm benutzt.',
  ELOOP: 'ist nur ein Verweis. Sie bleibt im Ordner.',
};
const isFull = (error: unknown) => /^(ENOSPC|EDQUOT|53100)$/.test(databaseCode(error));

/** True for trouble that is not the file's own: it is tried again as often as it takes. */
export function isTroubleOfHouse(error: unknown): boolean {
  return isFull(error) || isPassing(error) || error instanceof BlobStoreUnavailableError;
}

/** Why work waits although the file is good. */
export function houseInWords(error: unknown): string {
  if (isFull(error)) return full;
  if (error instanceof BlobStoreUnavailableError) {
    return 'Die Zentrale erreicht ihren Speicher für Inhalte gerade nicht. Es geht von selbst weiter.';
  }
  return 'Die Datenbank der Zentrale ist gerade nicht erreichbar. Es geht von selbst weiter.';
}

export function folderInWords(error: unknown): string {
  const code = databaseCode(error);
  return ofFolder[code] ?? `Der Ordner lässt sich nicht lesen (${code || 'unbekannt'}). Es wird weiter versucht.`;
}

export function fileInWords(name: Buffer, error: unknown): string {
  if (isTroubleOfHouse(error)) return houseInWords(error);
  const shown = `Die Datei „${safeFileName(name.toString('utf8'))}“`;
  if (error instanceof TooLongError)
    return `${shown} ist größer als 4 GB und wird nicht angenommen. Sie bleibt im Ordner.`;
  const code = databaseCode(error);
  return `${shown} ${ofFile[code] ?? `lässt sich nicht übernehmen (${code || 'unbekannt'}). Sie bleibt im Ordner.`}`;
}

export function notRemovedInWords(name: Buffer): string {
  const shown = safeFileName(name.toString('utf8'));
  return `Die Datei „${shown}“ ist übernommen, lässt sich aber nicht aus dem Ordner entfernen. Bitte geben Sie der Zentrale das Recht dazu.`;
}
