import { checkDatabaseUrl } from '../postgres/database-url.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { beginEpoch } from '../store/timeline.ts';
import { readWords, required, runCommand, say, UsageError } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';

// Begins a new epoch by hand, where PostgreSQL was set back and the centre cannot see it. It may run beside the centre.

const usage = `Beginnt eine neue Zeitlinie des Datenbestands, nachdem die Datenbank auf einen früheren Stand gekommen ist.

  npm run central:new-epoch -- --data ORDNER --yes
  npm run central:new-epoch -- --database ADRESSE --yes

  --data ORDNER        Datenordner der Zentrale (oder --database ADRESSE, wie beim Start der Zentrale)
  --database ADRESSE   eigenes PostgreSQL
  --yes                Bestätigung

Nötig nach allem, was die Datenbank ohne npm run central:restore zurücksetzt: Abbild des ganzen Rechners, Wiederherstellung auf
einen Zeitpunkt, Umschalten auf eine Replik, der das Ende fehlte. Eine andere Zeitlinie von PostgreSQL bemerkt die Zentrale selbst.
Die Arbeitsplätze senden dann von selbst noch einmal, was hier fehlt, und laden ihre Akten neu; doppelt geschieht dabei nichts.`;

/** Contents are not needed for it. */
async function open(place: {
  data?: string;
  database?: string;
}): Promise<{ database: Database; close(): Promise<void> }> {
  if (!place.database) return openStorePlace({ data: required(place.data, 'data') }, { besideCentre: true, say });
  await checkDatabaseUrl(place.database);
  const database = openDatabase(place.database, { connections: 2 });
  return { database, close: () => database.end() };
}

await runCommand(usage, async (words) => {
  const isConfirmed = words.includes('--yes');
  const given = readWords(
    words.filter((word) => word !== '--yes'),
    ['data', 'database'],
  );
  if (!given.database) required(given.data, 'data');
  if (!isConfirmed) throw new UsageError('Bitte bestätigen Sie mit --yes: alle Arbeitsplätze laden ihre Akten neu.');
  const store = await open(given);
  try {
    await migrate(store.database);
    await beginEpoch(store.database);
    say('Eine neue Zeitlinie hat begonnen. Die Arbeitsplätze erfahren es bei ihrer nächsten Frage.');
    return 0;
  } finally {
    await store.close();
  }
});
