import path from 'node:path';
import { checkStore } from '../backup/check-store.ts';
import { german } from '../backup/format.ts';
import { restoreBackup } from '../backup/restore-store.ts';
import { readManifest } from '../backup/write-backup.ts';
import { progressLine, readWords, required, runCommand, say } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';
import { reportStore } from './support/report-store.ts';

const usage = `Stellt eine Sicherung in einem neuen Datenordner oder einer leeren Datenbank wieder her.

  npm run central:restore -- --from ORDNER-DER-SICHERUNG --data ORDNER
  npm run central:restore -- --from ORDNER-DER-SICHERUNG --database ADRESSE --blobs ORT

Danach melden sich alle neu an; die Arbeitsplätze senden von selbst noch einmal, was nach der Sicherung getan wurde.
ORT ist ein Ordner oder s3://BEHÄLTER/PFAD (Zugang wie bei npm run central -- --help).
Rückgabe: 0 vollständig, 2 etwas fehlt oder stimmt nicht, 1 nicht gelungen.`;

await runCommand(usage, async (words) => {
  const values = readWords(words, ['from', 'data', 'database', 'blobs']);
  const folder = path.resolve(required(values.from, 'from'));
  if (values.database === undefined) required(values.data, 'data');
  else if (values.data === undefined) required(values.blobs, 'blobs');
  const manifest = await readManifest(folder);
  const store = await openStorePlace(values, { besideCentre: false, say });
  try {
    const progress = progressLine();
    const contents = await restoreBackup({ folder, manifest }, store.database, store.blobs, progress);
    const report = await checkStore(store.database, progress);
    say(
      `Wiederhergestellt (Stand ${new Date(manifest.madeAt).toLocaleString('de-DE')}): ${german(contents.count)} Inhalte.`,
    );
    const isWhole = reportStore(report, say);
    if (contents.missing.length > 0) say(`${german(contents.missing.length)} Inhalte fehlen in der Sicherung.`);
    return isWhole && contents.missing.length === 0 ? 0 : 2;
  } finally {
    await store.close();
  }
});
