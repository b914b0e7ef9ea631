import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { LeaseResponse } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { openDatabase } from '../store/database.ts';
import { verifyChains } from '../store/journal.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { openOffice } from '../testing/office.ts';

const askLease = (desk: Desk, storeId: Id) =>
  desk.call<LeaseResponse>('POST', '/v1/lease', { storeId, deviceName: 'Testplatz' });
const hours = 3_600;
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

test('a share is made once for each store, is random, and is given to its worker only after her log-in', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
  const [storeId, otherStoreId] = [newId(), newId()];
  const first = await askLease(anna, storeId);
  expect(first).toMatchObject({ status: 200, body: { seconds: 72 * hours } });
  expect(Buffer.from(first.body.share, 'base64')).toHaveLength(32);
  expect((await askLease(await office.desk('anna'), storeId)).body.share).toBe(first.body.share);
  expect((await askLease(anna, otherStoreId)).body.share).not.toBe(first.body.share);
  expect(await askLease(bernd, storeId)).toMatchObject({
    status: 403,
    body: { code: 'forbidden', details: { reason: 'notHerStore' } },
  });
  await anna.call('DELETE', '/v1/session');
  expect((await askLease(anna, storeId)).status).toBe(401);
});

test('a longer lease is set by administration, or by the lead of the team, up to fourteen days, and is journalled', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const [anna, clara, dora] = [await office.desk('anna'), await office.desk('clara'), await office.desk('dora')];
  const path = `/v1/workers/${anna.workerId}/lease`;
  const storeId = newId();
  const seconds = async () => (await askLease(anna, storeId)).body.seconds;
  const tour = { hours: 14 * 24, until: tomorrow() };
  expect((await dora.call('PUT', path, tour)).status).toBe(403);
  expect(await seconds()).toBe(72 * hours);
  expect((await clara.call('PUT', path, tour)).status).toBe(204);
  expect(await seconds()).toBe(14 * 24 * hours);
  expect((await office.administrator.call('PUT', path, { ...tour, hours: 24 })).status).toBe(204);
  expect(await seconds()).toBe(24 * hours);
  expect((await office.administrator.call('PUT', path, { ...tour, hours: 15 * 24 })).status).toBe(400);
  expect((await office.administrator.call('PUT', path, { ...tour, until: '2020-01-01T00:00:00.000Z' })).status).toBe(
    204,
  );
  expect(await seconds()).toBe(72 * hours);
  // The lead of a team has no say about those outside of it.
  await office.desk('post');
  expect((await clara.call('PUT', `/v1/workers/${office.ids.post}/lease`, tour)).status).toBe(404);
  const store = openDatabase(database.connectionString, { connections: 1 });
  const { rows } = await store.query(`select actor_id from journal where action = 'account.leaseSet' order by number`);
  expect(rows.map((row) => row.actor_id)).toEqual([
    clara.workerId,
    office.administrator.workerId,
    office.administrator.workerId,
  ]);
  expect((await verifyChains(store)).firstBreak).toBeNull();
  await store.end();
});
