import { expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { Desk } from '../testing/desk.ts';
import { noteArgs, type Office, openOffice } from '../testing/office.ts';

/** An office whose team lead may write in the files of her team, and whose workers have their own scopes. */
async function ledOffice(connectionString: string): Promise<Office> {
  const office = await openOffice(connectionString);
  const teams = "update scope_grant set level = 'write' where principal_id = $1";
  await office.central.database.query(teams, [office.teamId]);
  return office;
}

const levelOf = async (desk: Desk, scopeId: Id) => {
  const { manifest } = await desk.changes();
  return manifest?.scopes.find((scope) => scope.scopeId === scopeId)?.level ?? null;
};

test('a file that is given to a colleague leaves the one before at once; what she still sends waits with the new one', async () => {
  await using database = await temporaryDatabase();
  await using office = await ledOffice(database.connectionString);
  const [anna, bernd, clara] = [await office.desk('anna'), await office.desk('bernd'), await office.desk('clara')];
  const caseFileId = office.caseFiles.anna;
  const given = {
    ...{ caseFileIds: [caseFileId], fromWorkerId: anna.workerId, toWorkerId: bernd.workerId },
    reason: 'Umverteilung',
  };
  expect(await anna.run('reassignCaseFiles', given)).toMatchObject({ result: 'refused', code: 'notAllowed' });
  expect(await levelOf(bernd, caseFileId)).toBeNull();
  expect((await clara.run('reassignCaseFiles', given)).result).toBe('ok');
  expect(await levelOf(bernd, caseFileId)).toBe('write');
  expect(await levelOf(clara, caseFileId)).toBe('write');
  expect(await levelOf(anna, caseFileId)).toBeNull();
  expect((await anna.pull({ scopeId: caseFileId, after: 0 })).denied).toEqual([caseFileId]);

  const late = await anna.run('addNote', noteArgs(caseFileId, 'Miete geklärt'));
  expect(late).toMatchObject({ result: 'forbidden', code: 'lateWork', details: { ownerId: bernd.workerId } });
  const { scopes } = await bernd.pull({ scopeId: caseFileId, after: 0 });
  const waiting = scopes[0]?.rows.filter(({ kind }) => kind === 'lateWork');
  expect(waiting).toMatchObject([{ body: { authorId: anna.workerId, args: { text: 'Miete geklärt' } } }]);
  const { body } = await bernd.call<{ entries: { action: string; reason: string | null; actorId: Id }[] }>(
    'GET',
    `/v1/journal?scopeId=${caseFileId}`,
  );
  expect(body.entries).toContainEqual(
    expect.objectContaining({ action: 'caseFile.reassigned', reason: 'Umverteilung', actorId: clara.workerId }),
  );
});

test('the right of the one before ends by the clock of the centre, though the desk that ordered it goes a day before it', async () => {
  await using database = await temporaryDatabase();
  await using office = await ledOffice(database.connectionString);
  const [anna, bernd, clara] = [await office.desk('anna'), await office.desk('bernd'), await office.desk('clara')];
  const caseFileId = office.caseFiles.anna;
  const at = new Date(Date.now() + 86_400_000).toISOString();
  const given = {
    ...{ caseFileIds: [caseFileId], fromWorkerId: anna.workerId, toWorkerId: bernd.workerId },
    reason: 'Umverteilung',
  };
  const [command] = clara.number([{ name: 'reassignCaseFiles', args: given }]);
  expect((await clara.send([{ ...command!, at }])).results).toMatchObject([{ result: 'ok' }]);
  expect(await levelOf(anna, caseFileId)).toBeNull();
  const back = {
    ...{ caseFileIds: [caseFileId], fromWorkerId: bernd.workerId, toWorkerId: anna.workerId },
    reason: 'Zurück',
  };
  expect((await clara.run('reassignCaseFiles', back)).result).toBe('ok');
  expect([await levelOf(anna, caseFileId), await levelOf(bernd, caseFileId)]).toEqual(['write', null]);
});
