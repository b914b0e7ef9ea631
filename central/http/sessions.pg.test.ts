import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type SessionResponse, sessionResponseSchema } from '../../core/contract/central.ts';
import { call } from '../testing/desk.ts';
import { noteArgs, type Office, openOffice, password } from '../testing/office.ts';

const login = (office: Office, name: string, secret: string) => {
  const body = { login: name, password: secret, deviceName: 'Testplatz' };
  return call<SessionResponse>(office.address, 'POST', '/v1/session', { body });
};
const refresh = (office: Office, refreshToken: string) =>
  call<SessionResponse>(office.address, 'POST', '/v1/session/refresh', { body: { refreshToken } });
const works = async (office: Office, session: SessionResponse) =>
  (await call(office.address, 'GET', '/v1/changes', { token: session.accessToken })).status === 200;
/** As if the last rotation were long ago. */
const age = (office: Office) =>
  office.central.database.query(`update refresh_token set rotated_at = rotated_at - interval '1 hour'`);

describe('sessions', () => {
  test('a login gives short-lived tokens; case and blanks of the name do not matter', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    await office.desk('anna');
    const { status, body } = await login(office, ' Anna ', password);
    expect(status).toBe(200);
    const session = sessionResponseSchema.parse(body);
    expect(session).toMatchObject({ workerId: office.ids.anna, role: 'worker' });
    const minutes = (Date.parse(session.accessExpiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9);
    expect(minutes).toBeLessThanOrEqual(10);
    const { rows } = await office.central.database.query('select password_hash from account');
    for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('wrong password and unknown login are told apart by nobody, and both are slowed down', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    await office.desk('anna');
    for (const name of ['anna', 'niemand']) {
      const answers = [];
      for (let attempt = 0; attempt < 6; attempt += 1) answers.push(await login(office, name, 'falsch'));
      expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401, 429]);
      expect(answers[0]?.body).toMatchObject({ message: 'Anmeldename oder Kennwort ist nicht richtig.' });
      expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(5);
    }
    expect((await login(office, 'anna', password)).status).toBe(429);
    await office.central.database.query(`update login_attempt set locked_until = now() - interval '1 second'`);
    expect((await login(office, 'anna', password)).status).toBe(200);
  });

  test('refreshing changes the token; a lost answer may be asked for again; a stolen old token ends the session', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    await office.desk('anna');
    const { body: first } = await login(office, 'anna', password);
    const { body: second } = await refresh(office, first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const { status, body: again } = await refresh(office, first.refreshToken);
    expect(status).toBe(200);
    const { body: third } = await refresh(office, again.refreshToken);
    expect(await works(office, third)).toBe(true);
    // The successor that was thought lost turns up as well: two hold tokens of this session.
    expect((await refresh(office, second.refreshToken)).status).toBe(401);
    expect(await works(office, third)).toBe(false);
    expect((await refresh(office, third.refreshToken)).status).toBe(401);
  });

  test('an old refresh token used late ends the session', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    await office.desk('anna');
    const { body: first } = await login(office, 'anna', password);
    const { body: second } = await refresh(office, first.refreshToken);
    await age(office);
    expect((await refresh(office, first.refreshToken)).status).toBe(401);
    expect(await works(office, second)).toBe(false);
  });

  test('signing out, a new password and a closed account end sessions at once', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const anna = await office.desk('anna');
    const changes = async () => (await anna.call('GET', '/v1/changes')).status;
    expect(await changes()).toBe(200);
    expect((await anna.call('DELETE', '/v1/session')).status).toBe(204);
    expect(await changes()).toBe(401);
    const { body: second } = await login(office, 'anna', password);
    const account = { workerId: anna.workerId, login: 'anna', password: 'ein anderes Kennwort', role: 'worker' };
    expect((await office.administrator.call('POST', '/v1/accounts', account)).body).toMatchObject({
      happened: 'changed',
    });
    expect(await works(office, second)).toBe(false);
    expect((await login(office, 'anna', password)).status).toBe(401);
    const { body: third } = await login(office, 'anna', 'ein anderes Kennwort');
    const closed = await office.administrator.call('DELETE', `/v1/accounts/${anna.workerId}`);
    expect(closed.status).toBe(204);
    expect(await works(office, third)).toBe(false);
    expect((await login(office, 'anna', 'ein anderes Kennwort')).status).toBe(401);
  });

  test('a push, and who reads a content, has her session looked up as it is at that moment: an ended one leaves nothing, a role taken away counts no more', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { database: central } = office.central;
    await central.query("update scope_grant set level = 'write' where principal_id = $1", [office.teamId]);
    const [anna, clara] = [await office.desk('anna'), await office.desk('clara')];
    const scopeId = office.caseFiles.anna;
    const denial = { caseFileId: scopeId, workerId: office.ids.bernd, cause: 'bias', reason: 'Verwandtschaft' };
    expect(await anna.run('addNote', noteArgs(scopeId))).toMatchObject({ result: 'ok' });
    expect(await clara.run('addNote', noteArgs(scopeId))).toMatchObject({ result: 'ok' });
    const content = async () => (await anna.call('GET', `/v1/blobs/${'0'.repeat(64)}`)).status;
    expect(await content()).toBe(404);
    expect((await anna.call('DELETE', '/v1/session')).status).toBe(204);
    expect(await content()).toBe(401);
    const { epoch, clientId } = anna;
    const commands = anna.number([{ name: 'addNote', args: noteArgs(scopeId) }]);
    const late = await anna.call('POST', '/v1/push', { epoch, clientId, commands });
    expect(late).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    const { rows } = await central.query('select head from scope where id = $1', [scopeId]);
    expect(rows).toEqual([{ head: 3 }]);
    await central.query(`update account set role = 'worker' where worker_id = $1`, [clara.workerId]);
    expect(await clara.run('denyAccess', denial)).toMatchObject({ result: 'refused', code: 'notAllowed' });
    await central.query(`update account set role = 'teamLead' where worker_id = $1`, [clara.workerId]);
    expect(await clara.run('denyAccess', denial)).toMatchObject({ result: 'ok' });
  });

  test('a login belongs to one worker', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    await office.desk('anna');
    const account = { workerId: office.ids.bernd, login: 'ANNA', password, role: 'worker' };
    expect((await office.administrator.call('POST', '/v1/accounts', account)).status).toBe(409);
  });
});
