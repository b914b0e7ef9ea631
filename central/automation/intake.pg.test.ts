import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { newId } from '../testing/desk.ts';
import { makeMachine, nameTeamAndInboxes, type TestMachine } from '../testing/machines.ts';
import { type Office, openOffice } from '../testing/office.ts';
import { coverPage, createTextReader, scanOf } from '../testing/text-reader.ts';

async function openHouse(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString, { intake: { openReader: () => createTextReader() } });
  await nameTeamAndInboxes(office);
  return office;
}

const letter = (office: Office, text: string) => scanOf(coverPage({ inboxId: office.inboxes.anna }), text);
type Said = { station?: string; said?: Record<string, string> };
const handIn = (
  machine: TestMachine,
  bytes: Uint8Array | string,
  key: string | null,
  { station = 'Robotik', said = {} }: Said = {},
) =>
  machine.call<{ intakeId: Id; code?: string; message?: string }>(
    ...(['POST', `/intake?${new URLSearchParams({ station, fileName: 'brief.pdf', ...said })}`, bytes] as const),
    { 'content-type': 'application/octet-stream', ...(key === null ? {} : { 'idempotency-key': key }) },
  );

test('a file of a machine reaches its Postkorb, and the machine can ask what became of it', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office, { stations: ['Robotik'] });
  const { status, body } = await handIn(machine, letter(office, 'Mietvertrag'), 'lauf-0001');
  expect(status).toBe(202);
  const state = await vi.waitFor(
    async () => {
      const asked = await machine.call<{ state: string; documents: object[] }>('GET', `/intake/${body.intakeId}`);
      expect(asked.body.state).toBe('done');
      return asked.body;
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(state.documents).toMatchObject([{ pages: [2], state: 'delivered', inboxId: office.inboxes.anna }]);
  const { rows } = await office.central.database.query(
    `select count(*)::int as count from record where scope_id = $1 and kind = 'inboxItem'`,
    [office.inboxes.anna],
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test('the same request again, also at the same time, is one intake; the key for another file is refused', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office, { stations: ['Robotik'] });
  const bytes = letter(office, 'Lohnzettel');
  const both = await Promise.all([handIn(machine, bytes, 'lauf-0002'), handIn(machine, bytes, 'lauf-0002')]);
  for (const { status } of both) expect([202, 409]).toContain(status);
  const again = await handIn(machine, bytes, 'lauf-0002');
  expect(again.status).toBe(202);
  const ids = [...both, again].flatMap(({ status, body }) => (status === 202 ? [body.intakeId] : []));
  expect(new Set(ids).size).toBe(1);
  const other = await handIn(machine, letter(office, 'Etwas anderes'), 'lauf-0002');
  expect([other.status, other.body.message]).toEqual([422, expect.stringContaining('andere Datei')]);
  const { rows } = await office.central.database.query('select count(*)::int as count from stack');
  expect(rows).toEqual([{ count: 1 }]);
});

test('a request whose service ended after the file was journalled is gone on with, not taken twice', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office, { stations: ['Robotik'] });
  const bytes = letter(office, 'Kontoauszug');
  const first = await handIn(machine, bytes, 'lauf-0003');
  // As its service would have left it, had it ended before it noted the answer.
  await office.central.database.query(
    `update machine_request set status = null, lease_until = now() - interval '1 second'`,
  );
  expect((await handIn(machine, bytes, 'lauf-0003')).body.intakeId).toBe(first.body.intakeId);
  await office.central.database.query('update machine_request set status = null');
  expect((await handIn(machine, bytes, 'lauf-0003')).status).toBe(409);
  const { rows } = await office.central.database.query('select count(*)::int as count from stack');
  expect(rows).toEqual([{ count: 1 }]);
});

test('without a key, for a station that is not its own, and about what others handed in, a machine gets nothing', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office, { stations: ['Robotik'] });
  const bytes = letter(office, 'Bescheid');
  expect((await handIn(machine, bytes, null)).status).toBe(400);
  expect((await handIn(machine, bytes, 'lauf-0004', { station: 'Poststelle' })).status).toBe(404);
  const { body } = await handIn(machine, bytes, 'lauf-0004');
  const other = await makeMachine(office, { name: 'Anderes Verfahren', stations: ['Robotik'] });
  expect((await other.call('GET', `/intake/${body.intakeId}`)).status).toBe(404);
  expect((await machine.call('GET', `/intake/${newId()}`)).status).toBe(404);
  const reader = await makeMachine(office, { name: 'Nur lesen', rights: ['lookup'], stations: ['Robotik'] });
  expect((await handIn(reader, bytes, 'lauf-0005')).status).toBe(403);
});

test('what a machine says of its file goes before what is read: file, keyword, title and date', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const keywordId = await nameKeyword(office, 'Mietbescheinigung');
  const named = { familyName: 'anna', givenName: 'Test', signature: 'T', role: 'worker' as const };
  const worker = { ...named, teamId: office.teamId, inboxId: office.inboxes.anna, isActive: true };
  await office.import([{ line: 'record', kind: 'worker', id: office.ids.anna, scopeId: houseScopeId, body: worker }]);
  const machine = await makeMachine(office, { stations: ['Robotik'] });
  const { rows: files } = await office.central.database.query<{ number: string }>(
    `select body ->> 'fileNumber' as number from record where kind = 'caseFile' and id = $1`,
    [office.caseFiles.anna],
  );
  const fileNumber = files[0]?.number ?? '';
  const said = { fileNumber, keyword: 'mietbescheinigung', title: 'Bescheinigung Nr. 7', letterDate: '2026-11-20' };
  const bytes = scanOf('Ohne jede Nummer');
  const { body } = await handIn(machine, bytes, 'lauf-0006', { said });
  await vi.waitFor(
    async () => {
      const asked = await machine.call<{ state: string }>('GET', `/intake/${body.intakeId}`);
      expect(asked.body.state).toBe('done');
    },
    { timeout: 30_000, interval: 50 },
  );
  const { rows } = await office.central.database.query<{ body: object }>(
    `select body from record where scope_id = $1 and kind = 'inboxItem'`,
    [office.inboxes.anna],
  );
  const explanation = 'Angabe bei der Einlieferung';
  expect(rows.map((row) => row.body)).toMatchObject([
    {
      ...{ title: 'Bescheinigung Nr. 7', letterDate: '2026-11-20' },
      proposedCase: { caseFileId: office.caseFiles.anna, confidence: 'sure', explanation },
      proposedKeyword: { keywordId, confidence: 'sure', explanation },
    },
  ]);

  const otherwise = await handIn(machine, bytes, 'lauf-0006', { said: { ...said, title: 'Etwas anderes' } });
  expect(otherwise.status).toBe(422);
  const unknown = await handIn(machine, bytes, 'lauf-0007', { said: { keyword: 'Gibt es nicht' } });
  expect([unknown.status, unknown.body.message]).toEqual([422, expect.stringContaining('Gibt es nicht')]);
  expect((await handIn(machine, bytes, 'lauf-0007', { said: { letterDate: '31.12.2026' } })).status).toBe(400);
});

/** A keyword of the house that is valid now. */
async function nameKeyword(office: Office, name: string): Promise<Id> {
  const [id, registerId] = [newId(), newId()];
  const rules = {
    copyHint: null,
    isProtected: false,
    retentionYears: 10,
    courtDocumentClass: null,
    followUpDays: null,
  };
  const body = { registerId, name, rules, validFrom: '2020-01-01', validTo: null };
  await office.import([{ line: 'record', kind: 'keyword', id, scopeId: houseScopeId, body }]);
  return id;
}
