import { expect, test } from 'vitest';
import type { DeskStores } from '../../core/contract/desk-stores.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { newId } from '../testing/desk.ts';
import { openOffice } from '../testing/office.ts';

// S46: kept per store, compared with the version of her rights
test('who administers sees which desks have removed what was taken from their workers, and which have not yet', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const storeId = newId();
  const lease = { storeId, deviceName: 'Testplatz' };
  expect((await anna.call('POST', '/v1/lease', lease)).status).toBe(200);
  const isCleared = async () => {
    const { body } = await office.administrator.call<DeskStores>('GET', '/v1/desk-stores');
    return body.stores.find((store) => store.storeId === storeId)?.isCleared;
  };
  const ask = (cleared?: number) =>
    anna.call('GET', `/v1/changes?cursor=0&accessVersion=-1${cleared === undefined ? '' : `&cleared=${cleared}`}`);
  const version = async () => (await anna.changes()).accessVersion;
  await ask();
  expect(await isCleared(), 'it has never said').toBeNull();
  const first = await version();
  await ask(first);
  expect(await isCleared()).toBe(true);

  const taken = 'delete from scope_grant where scope_id = $1 and principal_id = $2';
  await office.central.database.query(taken, [office.caseFiles.anna, anna.workerId]);
  await ask(first);
  expect(await isCleared()).toBe(false);
  await ask();
  expect(await isCleared()).toBe(false);
  const second = await version();
  expect(second).toBeGreaterThan(first);
  await ask(second);
  expect(await isCleared()).toBe(true);
});
