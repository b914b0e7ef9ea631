import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { Desk, newId } from '../testing/desk.ts';
import { openOffice } from '../testing/office.ts';
import { runToEnd, startCentre } from '../testing/programs.ts';

const command = (name: string) => path.resolve(import.meta.dirname, `${name}.ts`);
const adminPassword = 'Kennwort der Verwaltung';
const environment = { AKTENPULT_ADMIN_PASSWORD: adminPassword };

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-commands-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  return folder;
}

test('a running centre is saved beside its work, restored into a new folder and moved from there to an own PostgreSQL', async () => {
  const folder = await temporaryFolder();
  const [data, backups, restored] = ['alt', 'sicherung', 'neu'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const centre = await startCentre(['--data', data], environment);
  const saved = await runToEnd(command('backup'), ['--data', data, '--to', backups]);
  expect([saved.code, saved.stderr]).toEqual([0, '']);
  const backup = /^Gesichert nach (\S+): \d+ Zeilen, 0 Inhalte \(0 neu\)\.$/m.exec(saved.stdout)?.[1] ?? '';
  await Desk.login(centre.address, 'verwaltung', adminPassword);
  centre.child.kill('SIGTERM');
  await centre.ended;

  const back = await runToEnd(command('restore'), ['--from', backup, '--data', restored]);
  expect([back.code, back.stderr]).toEqual([0, '']);
  expect(back.stdout).toContain('alle Prüfsummen stimmen');
  const again = await runToEnd(command('restore'), ['--from', backup, '--data', restored]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('enthält schon einen Datenbestand')]);

  await using database = await temporaryDatabase();
  const contents = path.join(folder, 'inhalte');
  const target = ['--to-database', database.connectionString, '--to-blobs', contents];
  const moved = await runToEnd(command('move'), ['--data', restored, ...target]);
  expect([moved.code, moved.stderr]).toEqual([0, '']);
  expect(moved.stdout).toContain('alt und neu sind gleich');
  const old = await runToEnd(path.resolve(import.meta.dirname, '../start.ts'), ['--data', restored, '--port', '0']);
  expect([old.code, old.stderr]).toEqual([1, expect.stringMatching(/^Diese Zentrale ist am .+ umgezogen\. /)]);
  const place = ['--data', path.join(folder, 'dienst'), '--database', database.connectionString, '--blobs', contents];
  const moving = await startCentre(place);
  await Desk.login(moving.address, 'verwaltung', adminPassword);
}, 180_000);

test('the centre itself saves its store once a day when told where', async () => {
  await using database = await temporaryDatabase();
  const folder = await temporaryFolder();
  const backups = path.join(folder, 'sicherung');
  const place = ['--data', path.join(folder, 'daten'), '--database', database.connectionString, '--backup', backups];
  const first = await startCentre(place, environment);
  first.child.kill('SIGTERM');
  await first.ended; // it waits for the backup under way
  const finished = async () => (await readdir(backups)).filter((name) => /^\d/.test(name));
  expect(await finished()).toHaveLength(1);
  const second = await startCentre(place);
  second.child.kill('SIGTERM');
  await second.ended;
  expect(await finished()).toHaveLength(1);
});

test.each([
  ['backup', ['--data', 'x'], 'Die Angabe --to fehlt. Mit --help erhalten Sie eine Übersicht.'],
  ['backup', ['--date', 'x'], 'Die Angaben sind nicht verständlich. Mit --help erhalten Sie eine Übersicht.'],
  ['restore', ['--data', 'x'], 'Die Angabe --from fehlt. Mit --help erhalten Sie eine Übersicht.'],
  ['wipe', ['--data', 'x', '--login', 'anna'], 'Die Angabe --by fehlt. Mit --help erhalten Sie eine Übersicht.'],
  ['move', ['--data', 'x'], 'Die Angabe --to-data fehlt. Mit --help erhalten Sie eine Übersicht.'],
])('%s with bad words %j: one sentence, exit code 1, nothing made', async (name, words, sentence) => {
  const folder = await temporaryFolder();
  const inFolder = words.map((word) => (word === 'x' ? path.join(folder, 'data') : word));
  expect(await runToEnd(command(name), inFolder)).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` });
  expect(await readdir(folder)).toEqual([]);
});

test('a folder without a backup is told in a sentence', async () => {
  const folder = await temporaryFolder();
  const { code, stderr } = await runToEnd(command('restore'), ['--from', folder, '--data', path.join(folder, 'neu')]);
  expect([code, stderr]).toEqual([1, `Im Ordner ${folder} liegt keine Sicherung (bestand.json fehlt).\n`]);
  expect(await readdir(folder)).toEqual([]);
});

test('desks of somebody are reported lost beside the running centre, and stand on the list until they are wiped', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const storeId = newId();
  await anna.call('POST', '/v1/lease', { storeId, deviceName: 'NOTEBOOK-7' });
  const place = ['--database', database.connectionString];
  const run = (...words: string[]) => runToEnd(command('wipe'), [...place, ...words]);
  expect((await run()).stdout).toContain('Es ist kein Bestand als verloren gemeldet.');
  const report = ['--login', 'Anna', '--by', 'verwaltung', '--reason', 'Gestohlen'];
  expect(await run(...report)).toMatchObject({ code: 0, stdout: expect.stringContaining(storeId), stderr: '' });
  expect((await anna.call('GET', '/v1/changes')).status).toBe(401);
  expect((await run(...report)).code).toBe(2);
  const list = await run();
  expect(list.stdout).toMatch(
    /NOTEBOOK-7 {2}gemeldet .+ \(Gestohlen\): noch nicht gelöscht, \d+ Bereiche nicht bestätigt/,
  );
  const nobody = await run('--login', 'niemand', '--by', 'verwaltung', '--reason', 'Gestohlen');
  expect([nobody.code, nobody.stderr]).toEqual([1, 'Ein Konto mit der Kennung „niemand“ gibt es nicht.\n']);
});
