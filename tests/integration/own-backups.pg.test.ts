import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { type Database, openDatabase } from '../../central/store/database.ts';
import { noteArgs, type Office, openOffice, password } from '../../central/testing/office.ts';
import type { Id } from '../../core/domain/ids.ts';
import { readMeta } from '../../db/meta.ts';
import { all } from '../../db/sql.ts';
import { temporaryStore } from '../../db/test-support/temporary-store.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { runScript } from '../support/run-script.ts';
import { syncStore } from '../support/synced-desk.ts';

// What counties run that save PostgreSQL by their own means: the scripts of package.json beside a centre and a desk.

type House = { office: Office; database: Database; place: string[] };

async function openHouse(): Promise<House> {
  const made = await temporaryDatabase();
  onTestFinished(() => made[Symbol.asyncDispose]());
  const office = await openOffice(made.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  const database = openDatabase(made.connectionString, { connections: 1 });
  onTestFinished(() => database.end());
  return { office, database, place: ['--database', made.connectionString] };
}

async function openDesk({ office }: House) {
  await office.desk('anna'); // makes the account
  const store = temporaryStore();
  onTestFinished(() => store.discard());
  const synced = await syncStore(store, office.address, { login: 'anna', password });
  onTestFinished(() => synced.stop());
  const copies = () => all<{ args: string }>(store.db, 'SELECT args FROM sent').map(({ args }) => args);
  const write = (caseFileId: Id, text: string) => runCommand(synced.desk, 'addNote', noteArgs(caseFileId, text));
  return { ...synced, store, copies, write };
}

const textsAt = async ({ database }: House) => {
  const { rows } = await database.query<{ text: string }>(
    `select body ->> 'text' as text from record where kind = 'note' and not deleted order by 1`,
  );
  return rows.map(({ text }) => text);
};

// S43: by hand, where database and data folder went back together
// S14: goes on in the new epoch under a new client id, with its copies from `sent`
test('central:new-epoch: a desk of a centre that was set back hears of the new timeline and sends again what is missing, once', async () => {
  const house = await openHouse();
  const { caseFiles } = house.office;
  const anna = await openDesk(house);
  anna.write(caseFiles.anna, 'Noch da');
  const { commandId } = anna.write(caseFiles.anna, 'Nach der Sicherung geschrieben');
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  const before = readMeta(anna.store.db);
  // The database comes back as it was before the second note.
  await house.database.query('delete from mutation where id = $1', [commandId]);
  await house.database.query(`delete from record where kind = 'note' and body ->> 'text' like 'Nach%'`);

  const { code, stdout, stderr } = await runScript('central:new-epoch', ...house.place, '--yes');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe('Eine neue Zeitlinie hat begonnen. Die Arbeitsplätze erfahren es bei ihrer nächsten Frage.\n');
  await expect.poll(async () => (await anna.sync.syncNow()) && (await textsAt(house))).toHaveLength(2);
  expect(await textsAt(house)).toEqual(['Nach der Sicherung geschrieben', 'Noch da']);
  const after = readMeta(anna.store.db);
  expect(after.epoch).not.toBe(before.epoch);
  expect(after.clientId).not.toBe(before.clientId);
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  expect(anna.faults).toEqual([]);
}, 240_000);

// S45: copies go once a county's own backup holds them, others stay
test('central:backed-up: a desk lets go of its copies of what counts as saved, and keeps those of everything after it', async () => {
  const house = await openHouse();
  const { caseFiles } = house.office;
  const anna = await openDesk(house);
  anna.write(caseFiles.anna, 'Gesichert');
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  await house.database.query(`update mutation set at = at - interval '1 hour'`);
  anna.write(caseFiles.anna, 'Noch nicht gesichert');
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  expect(anna.copies()).toHaveLength(2);

  const until = new Date(Date.now() - 60_000).toISOString();
  const { code, stdout, stderr } = await runScript('central:backed-up', ...house.place, '--until', until);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe('Vermerkt. Arbeitsplätze, die daraufhin Abschriften löschen: 1.\n');
  anna.write(caseFiles.anna, 'Danach'); // the answer to a push says what is saved
  await expect.poll(async () => (await anna.sync.syncNow()).waitingCommands).toBe(0);
  const texts = anna.copies().map((args) => (JSON.parse(args) as { text: string }).text);
  expect(texts.sort()).toEqual(['Danach', 'Noch nicht gesichert']);

  const again = await runScript('central:backed-up', ...house.place, '--until', until);
  expect(again.stdout).toBe('Vermerkt. Arbeitsplätze, die daraufhin Abschriften löschen: 0.\n');
}, 240_000);

const help = 'Mit --help erhalten Sie eine Übersicht.';
const moment = '2026-11-27T22:00:00+01:00';
test.each([
  ['central:new-epoch', ['--yes'], `Die Angabe --data fehlt. ${help}`],
  ['central:new-epoch', ['--data', 'x'], 'Bitte bestätigen Sie mit --yes: alle Arbeitsplätze laden ihre Akten neu.'],
  ['central:new-epoch', ['--date', 'x', '--yes'], `Die Angaben sind nicht verständlich. ${help}`],
  ['central:new-epoch', ['--database', 'x', '--yes'], /^Die mit --database angegebene Adresse ist nicht lesbar\./],
  ['central:backed-up', ['--until', moment], `Die Angabe --data fehlt. ${help}`],
  ['central:backed-up', ['--data', 'x'], `Die Angabe --until fehlt. ${help}`],
  ['central:backed-up', ['--data', 'x', '--until', 'gestern'], /^„gestern“ ist kein Zeitpunkt; erwartet wird/],
  ['central:backed-up', ['--data', 'x', '--until', '2026-11-27T22:00:00'], /ist kein Zeitpunkt/],
  ['central:backed-up', ['--data', 'x', '--until', '2999-01-01T00:00:00Z'], 'Der Zeitpunkt liegt in der Zukunft.'],
])('%s %j: one sentence, exit code 1, nothing done', async (name, words, sentence) => {
  const { code, stdout, stderr } = await runScript(name, ...words);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trimEnd().split('\n')).toEqual([
    typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  ]);
});
