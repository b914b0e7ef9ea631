import { isId } from '../../core/domain/id-text.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { machineProblem, machineRequestSchema } from '../automation/machine-request.ts';
import { listMachines, makeMachine, revokeMachine } from '../automation/machines.ts';
import { checkDatabaseUrl } from '../postgres/database-url.ts';
import { normalLogin } from '../store/accounts.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { readWords, required, runCommand, say, UsageError } from './support/command-line.ts';
import { openStorePlace } from './support/open-store.ts';

// Makes, lists and ends machine accounts. It may run beside the centre.

const usage = `Gibt Zugangskennzeichen an Programme aus (Maschinenkonten), beendet sie oder zeigt sie.

  npm run central:token -- --data ORDNER --by KENNUNG --name NAME --right RECHT[,RECHT] --until TAG [--inbox …] [--team …] [--station …]
  npm run central:token -- --data ORDNER --by KENNUNG --revoke NUMMER
  npm run central:token -- --data ORDNER

  --data ORDNER      Datenordner der Zentrale (oder --database ADRESSE, wie beim Start der Zentrale)
  --by KENNUNG       wer das veranlasst; steht im Protokoll
  --name NAME        wie das Maschinenkonto in Protokollen heißt
  --right RECHTE     intake (einliefern), lookup (Akten nachsehen), search (suchen), events (benachrichtigt werden)
  --inbox NAMEN      Postkörbe, in die es einliefern und von denen es hören darf (Name oder Nummer, mit Komma getrennt)
  --team NAMEN       Teams, deren Akten es nachsehen und durchsuchen darf
  --station NAMEN    Eingänge, deren Post die Scanstelle verteilt
  --network NETZE    eigene Netze, in denen Empfänger von Benachrichtigungen liegen dürfen, zum Beispiel 10.20.0.0/16
  --rate ZAHL        Anfragen in der Minute (ohne Angabe 120)
  --until TAG        letzter Tag, zum Beispiel 2027-06-30; höchstens zwei Jahre
  --revoke NUMMER    dieses Maschinenkonto beenden
  Ohne --name und --revoke: die Liste. Das Zugangskennzeichen wird nur beim Anlegen gezeigt.`;

const words = [
  'data',
  'database',
  'by',
  'name',
  'right',
  'inbox',
  'team',
  'station',
  'network',
  'rate',
  'until',
  'revoke',
] as const;
type Given = Partial<Record<(typeof words)[number], string>>;

async function administratorOf(database: Database, login: string): Promise<Id> {
  const { rows } = await database.query<{ worker_id: Id; role: string; disabled: boolean }>(
    'select worker_id, role, disabled from account where login = $1',
    [normalLogin(login)],
  );
  const [account] = rows;
  if (account?.role === 'administration' && !account.disabled) return account.worker_id;
  throw new UsageError(`Ein Konto der Verwaltung mit der Kennung „${login}“ gibt es nicht.`);
}

const parts = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((part) => (part.trim() ? [part.trim()] : []));

/** Ids of Postkörbe or teams given by name or number. Throws UsageError for none or several of a name. */
async function idsOf(database: Database, kind: 'inbox' | 'team', names: string[]): Promise<Id[]> {
  const what = kind === 'inbox' ? 'Postkorb' : 'Team';
  const ids: Id[] = [];
  for (const name of names) {
    if (isId(name)) {
      ids.push(name);
      continue;
    }
    const { rows } = await database.query<{ id: Id }>(
      `select id from record where scope_id = $1 and kind = $2 and not deleted and lower(body ->> 'name') = lower($3)`,
      [houseScopeId, kind, name],
    );
    const [first, second] = rows;
    if (!first) throw new UsageError(`${what} „${name}“ gibt es nicht.`);
    if (second) throw new UsageError(`${what} „${name}“ gibt es mehrmals. Bitte geben Sie die Nummer an.`);
    ids.push(first.id);
  }
  return ids;
}

/** The end of a day in Germany, near enough for an expiry. */
function endOf(day: string): string {
  const moment = new Date(`${day}T23:00:00.000Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(moment.getTime())) return moment.toISOString();
  throw new UsageError(`„${day}“ ist kein Tag; erwartet wird zum Beispiel 2027-06-30.`);
}

async function make(database: Database, actorId: Id, given: Given): Promise<void> {
  const parsed = machineRequestSchema.safeParse({
    name: given.name,
    rights: parts(required(given.right, 'right')),
    inboxIds: await idsOf(database, 'inbox', parts(given.inbox)),
    teamIds: await idsOf(database, 'team', parts(given.team)),
    stations: parts(given.station),
    networks: parts(given.network),
    ...(given.rate ? { requestsPerMinute: Number(given.rate) } : {}),
    expiresAt: endOf(required(given.until, 'until')),
  });
  if (!parsed.success) {
    throw new UsageError(
      `Die Angabe „${parsed.error.issues[0]?.path.join('.') ?? ''}“ ist nicht verständlich. Mit --help erhalten Sie eine Übersicht.`,
    );
  }
  const problem = await machineProblem(database, parsed.data);
  if (problem) throw new UsageError(problem);
  const { id, token } = await makeMachine(database, actorId, {
    ...parsed.data,
    expiresAt: new Date(parsed.data.expiresAt),
  });
  say(`Maschinenkonto ${id} ist angelegt. Zugangskennzeichen, nur dieses eine Mal:`);
  say(token);
}

const dayOf = (moment: Date): string => moment.toLocaleDateString('de-DE', { timeZone: 'Europe/Berlin' });

async function list(database: Database): Promise<void> {
  const machines = await listMachines(database);
  if (machines.length === 0) say('Es gibt kein Maschinenkonto.');
  for (const { id, name, rights, expiresAt, lastUsedAt, revokedAt } of machines) {
    const state = revokedAt ? `beendet am ${dayOf(revokedAt)}` : `gilt bis ${dayOf(expiresAt)}`;
    const use = lastUsedAt ? `zuletzt benutzt am ${dayOf(lastUsedAt)}` : 'nie benutzt';
    say(`${id}  ${name}  ${rights.join(', ')}: ${state}, ${use}`);
  }
}

/** Contents are not needed for it. */
async function open(place: Given): Promise<{ database: Database; close(): Promise<void> }> {
  if (!place.database) return openStorePlace({ data: required(place.data, 'data') }, { besideCentre: true, say });
  await checkDatabaseUrl(place.database);
  const database = openDatabase(place.database, { connections: 2 });
  return { database, close: () => database.end() };
}

await runCommand(usage, async (given) => {
  const asked = readWords(given, words);
  const store = await open(asked);
  try {
    const { database } = store;
    await migrate(database);
    if (asked.name ?? asked.revoke) {
      const actorId = await administratorOf(database, required(asked.by, 'by'));
      if (asked.name) await make(database, actorId, asked);
      else if (!isId(asked.revoke) || !(await revokeMachine(database, actorId, asked.revoke))) {
        say('Ein Maschinenkonto mit dieser Nummer gibt es nicht, oder es ist schon beendet.');
        return 2;
      } else say('Das Maschinenkonto ist beendet; es gilt ab sofort nicht mehr.');
    } else await list(database);
    return 0;
  } finally {
    await store.close();
  }
});
