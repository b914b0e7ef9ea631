import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Id } from '../../core/domain/ids.ts';
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
const handIn = (machine: TestMachine, bytes: Uint8Array | string, key: string | null, station = 'Robotik') =>
  machine.call<{ intakeId: Id; code?: string; message?: string }>(
    ...(['POST', `/intake?station=${station}&fileName=brief.pdf`, bytes] as const),
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
  expect((await handIn(machine, bytes, 'lauf-0004', 'Poststelle')).status).toBe(404);
  const { body } = await handIn(machine, bytes, 'lauf-0004');
  const other = await makeMachine(office, { name: 'Anderes Verfahren', stations: ['Robotik'] });
  expect((await other.call('GET', `/intake/${body.intakeId}`)).status).toBe(404);
  expect((await machine.call('GET', `/intake/${newId()}`)).status).toBe(404);
  const reader = await makeMachine(office, { name: 'Nur lesen', rights: ['lookup'], stations: ['Robotik'] });
  expect((await handIn(reader, bytes, 'lauf-0005')).status).toBe(403);
});
