import { checkStore } from '../backup/check-store.ts';
import { german } from '../backup/format.ts';
import { noteMoved } from '../backup/moved-note.ts';
import { moveStore } from '../backup/move-store.ts';
import { progressLine, readWords, required, runCommand, say } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';
import { reportStore } from './support/report-store.ts';

const usage = `Zieht eine Zentrale um: vom mitgelieferten PostgreSQL auf ein eigenes, oder von einem Ordner in einen anderen.

  npm run central:move -- --data ORDNER --to-database ADRESSE --to-blobs ORT
  npm run central:move -- --data ORDNER --to-data ORDNER

Die alte Zentrale darf nicht laufen; ihr Bestand bleibt, wie er ist, startet aber nicht mehr von selbst. Danach melden sich alle neu an.
ORT ist ein Ordner oder s3://BEHÄLTER/PFAD (Zugang wie bei npm run central -- --help).
Rückgabe: 0 vollständig und gleich, 2 etwas fehlt oder ist verschieden, 1 nicht gelungen.`;

await runCommand(usage, async (words) => {
  const names = ['data', 'database', 'blobs', 'to-data', 'to-database', 'to-blobs'] as const;
  const values = readWords(words, names);
  if (values.database === undefined) required(values.data, 'data');
  else if (values.data === undefined) required(values.blobs, 'blobs');
  if (values['to-database'] === undefined) required(values['to-data'], 'to-data');
  else if (values['to-data'] === undefined) required(values['to-blobs'], 'to-blobs');
  const target = { data: values['to-data'], database: values['to-database'], blobs: values['to-blobs'] };
  const from = await openStorePlace(values, { besideCentre: false, say });
  try {
    const to = await openStorePlace(target, { besideCentre: false, say });
    try {
      const progress = progressLine();
      const moved = await moveStore(from, to, progress);
      const isWhole = reportStore(await checkStore(to.database, progress), say);
      if (moved.missing.length > 0) say(`${german(moved.missing.length)} Inhalte fehlten schon in der alten Zentrale.`);
      if (!isWhole || moved.differing.length > 0) {
        say(
          `Alt und neu sind in ${german(moved.differing.length)} Bereichen verschieden. Bitte arbeiten Sie mit der alten Zentrale weiter.`,
        );
        return 2;
      }
      if (values.data) await noteMoved(values.data);
      say(`Umgezogen: ${german(moved.count)} Inhalte; alt und neu sind gleich.`);
      return moved.missing.length === 0 ? 0 : 2;
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
});
