import { expect, test, vi } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { noteArgs, openOffice, password } from '../testing/office.ts';

// A later centre: the one of today is the first of its kind and has no older ones to serve.
vi.mock('../../core/contract/central.ts', async (today) => {
  return { ...(await today<object>()), protocolVersion: 4, schemaVersion: 4 };
});

// S33: the two versions before its own; of older ones work only. Newer commands wait (S35), a newer protocol is not understood
test('a centre of version 4 serves desks of 4, 3 and 2; one of 1 it gives no rows and takes its work, one of 5 it must be renewed for', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  const scopeId = office.caseFiles.anna;
  const need = [{ scopeId, after: 0 }];
  const statuses = async (header: string, version: number) => {
    const headers = { [header]: String(version) };
    const commands = anna.number([{ name: 'addNote', args: noteArgs(scopeId, `${header} ${version}`) }]);
    const { epoch, clientId } = anna;
    const answers = [
      await anna.call('GET', '/v1/changes?cursor=0&accessVersion=-1', undefined, headers),
      await anna.call('POST', '/v1/pull', { need }, headers),
      await anna.call('POST', '/v1/push', { epoch, clientId, commands }, headers),
    ];
    return answers.map(({ status, body }) => (status === 200 ? 'served' : body.code));
  };
  const served = ['served', 'served', 'served'];
  const workOnly = ['must_upgrade', 'must_upgrade', 'served'];
  for (const version of [4, 3, 2]) {
    expect(await statuses('x-protocol', version), `protocol ${version}`).toEqual(served);
    expect(await statuses('x-schema', version), `schema ${version}`).toEqual(served);
  }
  for (const header of ['x-protocol', 'x-schema']) expect(await statuses(header, 1), header).toEqual(workOnly);
  expect(await statuses('x-protocol', 5)).toEqual(workOnly);
  expect(await statuses('x-schema', 5)).toEqual(served);
  const [scope] = (await anna.pull(...need)).scopes;
  expect(scope?.rows.filter(({ kind }) => kind === 'note')).toHaveLength(10);
  const login = { login: 'anna', password, deviceName: 'Testplatz' };
  expect((await anna.call('POST', '/v1/session', login)).body).toMatchObject({ minProtocol: 2, maxProtocol: 4 });
});
