import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import { normalLogin } from '../store/accounts.ts';
import { checkDatabaseUrl } from '../postgres/database-url.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { listLostStores, markLost } from '../store/lost-stores.ts';
import { migrate } from '../store/migrate.ts';
import { readWords, required, runCommand, say, UsageError } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';

// Reports stores on desks as lost, and lists what is not known to be wiped. It may run beside the centre.

const usage = `Meldet Arbeitsplätze als verloren. Sie erhalten keinen Zugang mehr und löschen ihren Bestand beim nächsten Kontakt.

  npm run central:wipe -- --data ORDNER --login KENNUNG --by KENNUNG --reason GRUND
  npm run central:wipe -- --data ORDNER --store NUMMER --by KENNUNG --reason GRUND
  npm run central:wipe -- --data ORDNER

  --data ORDNER      Datenordner der Zentrale (oder --database ADRESSE, wie beim Start der Zentrale)
  --login KENNUNG    wessen Arbeitsplätze verloren sind; das Konto bleibt, sie kann sich anderswo anmelden
  --store NUMMER     nur dieser Bestand (Nummern zeigt die Liste)
  --by KENNUNG       wer das veranlasst; steht im Protokoll
  --reason GRUND     warum; steht im Protokoll
  Ohne --login und --store: die Liste der verlorenen Bestände und wie viele Bereiche noch nicht als gelöscht bestätigt sind.`;

async function workerOf(database: Database, login: string): Promise<Id> {
  const { rows } = await database.query<{ worker_id: Id }>('select worker_id from account where login = $1', [
    normalLogin(login),
  ]);
  const id = rows[0]?.worker_id;
  if (!id) throw new UsageError(`Ein Konto mit der Kennung „${login}“ gibt es nicht.`);
  return id;
}

function storeIdFrom(text: string): Id {
  if (isId(text)) return text;
  throw new UsageError(`„${text}“ ist keine Nummer eines Bestands.`);
}

/** Contents are not needed for it. */
async function open(place: {
  data?: string;
  database?: string;
}): Promise<{ database: Database; close(): Promise<void> }> {
  if (!place.database) return openStorePlace({ data: place.data }, { besideCentre: true, say });
  await checkDatabaseUrl(place.database);
  const database = openDatabase(place.database, { connections: 2 });
  return { database, close: () => database.end() };
}

const atTime = (moment: string) => new Date(moment).toLocaleString('de-DE', { timeZone: 'Europe/Berlin' });

async function list(database: Database): Promise<void> {
  const stores = await listLostStores(database);
  if (stores.length === 0) say('Es ist kein Bestand als verloren gemeldet.');
  for (const { storeId, deviceName, lostAt, wipedAt, openScopeIds, reason } of stores) {
    const state = wipedAt
      ? `gelöscht am ${atTime(wipedAt)}`
      : `noch nicht gelöscht, ${openScopeIds.length} Bereiche nicht bestätigt`;
    say(`${storeId}  ${deviceName}  gemeldet ${atTime(lostAt)} (${reason}): ${state}`);
  }
}

await runCommand(usage, async (words) => {
  const given = readWords(words, ['data', 'database', 'login', 'store', 'by', 'reason']);
  if (!given.database) required(given.data, 'data');
  if (given.login && given.store) throw new UsageError('Bitte entweder --login oder --store angeben.');
  const isReport = Boolean(given.login ?? given.store);
  const [by, reason] = isReport ? [required(given.by, 'by'), required(given.reason, 'reason')] : ['', ''];
  const store = await open(given);
  try {
    const { database } = store;
    await migrate(database);
    if (!isReport) {
      await list(database);
      return 0;
    }
    const actorId = await workerOf(database, by);
    const mark = given.store
      ? { storeId: storeIdFrom(given.store) }
      : { workerId: await workerOf(database, given.login ?? '') };
    const marked = await markLost(database, actorId, { ...mark, reason });
    if (marked.length === 0) say('Es gibt dazu keinen Bestand, der nicht schon gemeldet ist.');
    for (const storeId of marked) say(`Als verloren gemeldet: ${storeId}. Er wird beim nächsten Kontakt gelöscht.`);
    return marked.length === 0 ? 2 : 0;
  } finally {
    await store.close();
  }
});
