import { expect, test } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import type { Role } from '../../core/domain/levels.ts';
import { houseScopeId, teamMembersPrincipalOf } from '../../core/domain/standing-ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { newId, type Desk } from '../testing/desk.ts';
import { noteArgs, type Office, openOffice, password } from '../testing/office.ts';

type Post = { role: Role; teamId: Id | null };

/** An office with two teams: Anna and Bernd in the first one, which Clara leads; nobody in the second one. */
async function twoTeams(connectionString: string): Promise<Office & { otherTeamId: Id }> {
  const office = await openOffice(connectionString);
  const { ids, teamId, inboxes } = office;
  const otherTeamId = newId();
  const team = (id: Id, name: string) => ({ name, branchOfficeId: newId(), inboxId: null, id });
  for (const { id, ...body } of [team(teamId, 'Team Nord'), team(otherTeamId, 'Team Süd')]) {
    await office.import([{ line: 'record', kind: 'team', id, scopeId: houseScopeId, body }]);
  }
  const inbox = { kind: 'worker', ownerId: ids.anna, name: 'Postkorb Anna' };
  await office.import([
    { line: 'record', kind: 'inbox', id: inboxes.anna, scopeId: houseScopeId, body: inbox },
    { line: 'scope', scopeId: inboxes.anna, kind: 'o', grants: [{ principalId: teamId, level: 'write' }] },
    { line: 'member', workerId: ids.anna, principalId: teamMembersPrincipalOf(teamId) },
  ]);
  await office.central.database.query("update scope_grant set level = 'write' where principal_id = $1", [teamId]);
  return Object.assign(office, { otherTeamId });
}

/** Her levels by a manifest, which comes only when her rights have changed. */
const levelsOf = async (desk: Desk, scopeIds: Id[]) => {
  const { manifest } = await desk.changes();
  return scopeIds.map((id) => manifest?.scopes.find(({ scopeId }) => scopeId === id)?.level ?? null);
};
const change = (by: Desk, workerId: Id, before: Post, after: Post) =>
  by.run('changeWorker', { workerId, before, after, reason: 'Umsetzung' });
const postOf = async ({ central }: Office, workerId: Id) => {
  const { rows } = await central.database.query<{ listed: Role; role: Role; team: Id | null }>(
    `select record.body ->> 'role' as listed, record.body ->> 'teamId' as team, account.role from record
     join account on account.worker_id = record.id where record.scope_id = $1 and record.id = $2`,
    [houseScopeId, workerId],
  );
  return rows[0];
};

test('who goes to another team takes her files and her Postkorb along: the new lead sees them, the former one no longer, and his work waits', async () => {
  await using database = await temporaryDatabase();
  await using office = await twoTeams(database.connectionString);
  const { ids, teamId, otherTeamId, caseFiles, inboxes, administrator } = office;
  const [anna, clara, dora] = [await office.desk('anna'), await office.desk('clara'), await office.desk('dora')];
  const [before, after] = [
    { role: 'worker' as const, teamId },
    { role: 'worker' as const, teamId: otherTeamId },
  ];
  expect(await change(clara, ids.anna, before, after)).toMatchObject({ result: 'refused', code: 'notAllowed' });
  const lead = await change(administrator, ids.dora, before, { role: 'teamLead', teamId: otherTeamId });
  expect(lead.result).toBe('ok');
  const asked = [caseFiles.anna, inboxes.anna, caseFiles.bernd];
  expect(await levelsOf(clara, asked)).toEqual(['write', 'write', 'write']);
  expect(await levelsOf(dora, asked)).toEqual([null, null, null]);
  expect((await change(administrator, ids.anna, before, after)).result).toBe('ok');
  expect(await levelsOf(clara, asked)).toEqual([null, null, 'write']);
  expect(await levelsOf(dora, asked)).toEqual(['write', 'write', null]);
  expect(await levelsOf(anna, asked)).toEqual(['write', 'write', null]);

  const late = await clara.run('addNote', noteArgs(caseFiles.anna, 'Miete geklärt'));
  expect(late).toMatchObject({ result: 'forbidden', code: 'lateWork', details: { ownerId: ids.anna } });
  const { body } = await anna.call<{ entries: { action: string; reason: string | null; actorId: Id }[] }>(
    'GET',
    `/v1/journal?scopeId=${caseFiles.anna}`,
  );
  expect(body.entries).toContainEqual(
    expect.objectContaining({
      ...{ action: 'caseFile.teamChanged', reason: 'Umsetzung', actorId: administrator.workerId },
    }),
  );
  expect(await postOf(office, ids.anna)).toEqual({ listed: 'worker', role: 'worker', team: otherTeamId });
});

test('another role counts from the next request on, and account and directory never name two', async () => {
  await using database = await temporaryDatabase();
  await using office = await twoTeams(database.connectionString);
  const { ids, teamId, caseFiles, administrator } = office;
  const [bernd, clara] = [await office.desk('bernd'), await office.desk('clara')];
  const given = {
    ...{ caseFileIds: [caseFiles.anna], fromWorkerId: ids.anna, toWorkerId: ids.bernd, reason: 'Umverteilung' },
  };
  expect(await bernd.run('reassignCaseFiles', given)).toMatchObject({ result: 'forbidden' });
  const [worker, leading] = [
    { role: 'worker' as const, teamId },
    { role: 'teamLead' as const, teamId },
  ];
  expect((await change(administrator, ids.bernd, worker, leading)).result).toBe('ok');
  expect((await bernd.run('reassignCaseFiles', given)).result).toBe('ok');
  expect((await change(administrator, ids.bernd, leading, worker)).result).toBe('ok');
  expect(
    await bernd.run('reassignCaseFiles', { ...given, fromWorkerId: ids.bernd, toWorkerId: ids.anna }),
  ).toMatchObject({
    code: 'notAllowed',
  });
  expect(await change(administrator, ids.bernd, leading, worker)).toMatchObject({ code: 'alreadyDone' });
  expect(await change(administrator, ids.bernd, leading, { ...worker, teamId: null })).toMatchObject({
    code: 'changedMeanwhile',
  });
  expect(await postOf(office, ids.bernd)).toEqual({ listed: 'worker', role: 'worker', team: teamId });
  const account = { workerId: ids.bernd, login: 'bernd', password, role: 'teamLead' };
  expect(await administrator.call('POST', '/v1/accounts', account)).toMatchObject({ status: 409 });
  expect((await clara.changes()).manifest?.scopes.length).toBeGreaterThan(0);
});

test('nobody becomes an auditor who still keeps files, and the last account of administration stays one', async () => {
  await using database = await temporaryDatabase();
  await using office = await twoTeams(database.connectionString);
  const { ids, teamId, administrator } = office;
  await office.desk('anna');
  await office.desk('dora');
  const worker = { role: 'worker' as const, teamId };
  const audit = { role: 'audit' as const, teamId: null };
  const kept = await change(administrator, ids.anna, worker, audit);
  expect(kept).toMatchObject({ result: 'refused', message: expect.stringContaining('Für eine Akte ist diese Person') });
  expect((await change(administrator, ids.dora, worker, audit)).result).toBe('ok');
  const named = { familyName: 'Verwaltung', givenName: 'Test', signature: 'V', inboxId: null, isActive: true };
  const body = { ...named, role: 'administration', teamId: null };
  const { workerId } = administrator;
  await office.import([{ line: 'record', kind: 'worker', id: workerId, scopeId: houseScopeId, body }]);
  const own = { role: 'administration' as const, teamId: null };
  expect(await change(administrator, workerId, own, worker)).toMatchObject({
    message: expect.stringContaining('das einzige offene Konto der Verwaltung'),
  });
  expect((await change(administrator, ids.dora, audit, own)).result).toBe('ok');
  expect((await change(administrator, workerId, own, worker)).result).toBe('ok');
  expect(await postOf(office, workerId)).toEqual({ listed: 'worker', role: 'worker', team: teamId });
});
