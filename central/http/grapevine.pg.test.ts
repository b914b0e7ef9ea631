import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { openBlobFolder } from '../store/blob-folder.ts';
import { startCentral } from '../service.ts';
import { Desk } from '../testing/desk.ts';
import { openEvents, scopesOf } from '../testing/events.ts';
import { noteArgs, openOffice, password } from '../testing/office.ts';

const nobody = () => undefined;
const silent = { debug: nobody, info: nobody, warn: nobody, error: nobody };

/** Another service of the same store, as on another machine. */
async function secondService(connectionString: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-second-'));
  const blobs = await openBlobFolder(path.join(folder, 'blobs'));
  const central = await startCentral({
    ...{ connectionString, dataFolder: folder, blobs, host: '127.0.0.1', port: 0, log: silent },
  });
  return {
    address: central.address,
    [Symbol.asyncDispose]: async () => {
      await central.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test('a command pushed to one service is told with its version to a desk that listens at another, and pulled there', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  await using other = await secondService(database.connectionString);
  const writer = await office.desk('anna');
  const reader = await Desk.login(other.address, 'anna', password);
  const stranger = await office.desk('bernd');
  const [hers, his] = [await openEvents(reader), await openEvents(stranger)];
  const scopeId = office.caseFiles.anna;
  const result = await writer.run('addNote', noteArgs(scopeId));
  const poke = await hers.until((one) => scopesOf(one).includes(scopeId));
  expect(poke).toEqual({ heads: [{ scopeId, head: result.scopes[0]?.ver }], isWhole: true });
  const pulled = await reader.pull({ scopeId, after: 1 });
  expect(pulled.scopes[0]).toMatchObject({ to: 2, head: 2 });
  expect(pulled.scopes[0]?.rows).toHaveLength(1);
  // Whoever may not read it is not told, at neither service.
  await stranger.run('addNote', noteArgs(office.caseFiles.bernd));
  await his.until((one) => scopesOf(one).includes(office.caseFiles.bernd));
  expect(his.told()).toEqual([office.caseFiles.bernd]);
});
