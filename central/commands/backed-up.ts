import { german } from '../backup/format.ts';
import { noteOwnBackup } from '../backup/own-backup.ts';
import { checkDatabaseUrl } from '../postgres/database-url.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { readWords, required, runCommand, say, UsageError } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';

// For counties that save PostgreSQL and contents by their own means: desks keep copies of what was sent until they hear of a backup.

const usage = `Meldet, dass eine eigene Sicherung gelungen ist. Arbeitsplätze löschen danach ihre Abschriften des Gesicherten.

  npm run central:backed-up -- --data ORDNER --until ZEITPUNKT
  npm run central:backed-up -- --database ADRESSE --until ZEITPUNKT

  --data ORDNER        Datenordner der Zentrale (oder --database ADRESSE, wie beim Start der Zentrale)
  --database ADRESSE   eigenes PostgreSQL
  --until ZEITPUNKT    Beginn der Sicherung von Datenbank und Inhalten, zum Beispiel 2026-11-27T22:00:00+01:00

Bitte erst aufrufen, wenn die Sicherung geprüft ist, und mit dem Beginn der Sicherung, nicht mit ihrem Ende: was danach
entschieden wurde, ist nicht darin. npm run central:backup und --backup melden das selbst.`;

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

/** A moment with its zone; one to come would call saved what is not decided yet. */
function momentFrom(text: string): Date {
  const moment = new Date(text);
  const hasZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (!hasZone || Number.isNaN(moment.getTime())) {
    throw new UsageError(`„${text}“ ist kein Zeitpunkt; erwartet wird zum Beispiel 2026-11-27T22:00:00+01:00.`);
  }
  if (moment.getTime() > Date.now()) throw new UsageError('Der Zeitpunkt liegt in der Zukunft.');
  return moment;
}

await runCommand(usage, async (words) => {
  const given = readWords(words, ['data', 'database', 'until']);
  if (!given.database) required(given.data, 'data');
  const until = momentFrom(required(given.until, 'until'));
  const store = await open(given);
  try {
    await migrate(store.database);
    const count = await noteOwnBackup(store.database, until);
    say(`Vermerkt. Arbeitsplätze, die daraufhin Abschriften löschen: ${german(count)}.`);
    return 0;
  } finally {
    await store.close();
  }
});
