import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand } from '../../backend/commands/run-command.ts';
import { wipeStore } from '../../backend/session/wipe.ts';
import { createCentralClient } from '../../backend/sync/central-client.ts';
import { openDatabase } from '../../central/store/database.ts';
import { newId } from '../../central/testing/desk.ts';
import { openOffice, password } from '../../central/testing/office.ts';
import { storeIdOf } from '../../db/keys.ts';
import { temporaryDatabase } from '../support/postgres.ts';
import { openMachine } from './machine.ts';

const anna = { login: 'anna', password };

// S30: stays sealed until the centre gives another order
test('what a wiped store had sealed reaches a centre that was set back before it gave the order, under its next one', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await office.desk('anna');
  const machine = await openMachine(office);
  await machine.session.logIn(anna);
  await machine.session.open().sync.syncNow();
  await machine.session.logOut();
  machine.cut(true);
  await machine.session.logIn(anna);
  runCommand(machine.session.open().desk, 'addNote', {
    ...{ caseFileId: office.caseFiles.anna, noteId: newId(), documentId: null },
    ...{ text: 'Unterwegs geschrieben', isPinned: false, isPhoneCall: false },
  });
  await machine.session.logOut();
  machine.cut(false);
  const storeId = storeIdOf(machine.folder);
  const mark = { storeId, reason: 'Gerät gestohlen' };
  const reportLost = async () =>
    expect((await office.administrator.call('POST', '/v1/lost-stores', mark)).status).toBe(200);
  await reportLost();
  const { body } = await office.administrator.call<{ order: string }>('GET', `/v1/stores/${storeId}/order`);
  await wipeStore(machine.folder, body.order, createCentralClient('http://127.0.0.1:9'));
  expect(readdirSync(machine.folder).sort()).toEqual(['escrow.json', 'wipe.json']);

  // The centre is as it was before the report.
  const store = openDatabase(database.connectionString, { connections: 1 });
  await store.query(`delete from lost_scope where store_id = $1`, [storeId]);
  await store.query(
    `update desk_store set lost_at = null, lost_by = null, lost_reason = null, wipe_order = null, share = $2 where id = $1`,
    [storeId, Buffer.alloc(32)],
  );
  await store.end();
  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(true); // no order yet, and nothing is thrown away

  await reportLost();
  await machine.session.lookForOrders();
  expect(existsSync(machine.folder)).toBe(false);
  const waiting = await (await office.desk('anna')).call<{ commands: unknown[] }>('GET', '/v1/escrow');
  expect(waiting.body.commands).toHaveLength(1);
}, 120_000);
