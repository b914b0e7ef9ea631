import path from 'node:path';
import { german } from '../backup/format.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { progressLine, readWords, required, runCommand, say } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';

const usage = `Sichert den Bestand der Zentrale; sie kann dabei weiterlaufen.

  npm run central:backup -- --data ORDNER --to ORDNER
  npm run central:backup -- --database ADRESSE --blobs ORT --to ORDNER

Unter dem Zielordner entsteht je Sicherung ein Ordner mit dem Zeitpunkt; Inhalte werden dort nur einmal abgelegt.
ORT ist ein Ordner oder s3://BEHÄLTER/PFAD (Zugang wie bei npm run central -- --help).
Rückgabe: 0 vollständig, 2 es fehlten Inhalte, 1 nicht gelungen.`;

await runCommand(usage, async (words) => {
  const values = readWords(words, ['data', 'database', 'blobs', 'to']);
  const target = path.resolve(required(values.to, 'to'));
  if (values.database === undefined) required(values.data, 'data');
  else if (values.data === undefined) required(values.blobs, 'blobs');
  const store = await openStorePlace(values, { besideCentre: true, say });
  try {
    const written = await writeBackup(store.database, store.blobs, target, progressLine());
    const rows = written.manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const { count } = written.manifest.contents;
    say(
      `Gesichert nach ${written.folder}: ${german(rows)} Zeilen, ${german(count)} Inhalte (${german(written.copied)} neu).`,
    );
    if (written.missing.length === 0) return 0;
    say(
      `${german(written.missing.length)} Inhalte fehlen in der Zentrale oder sind beschädigt und wurden nicht gesichert.`,
    );
    return 2;
  } finally {
    await store.close();
  }
});
