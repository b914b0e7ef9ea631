import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import type { ListedMachine } from './machines.ts';
import type { Id } from '../../core/domain/ids.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { verifyChains } from '../store/journal.ts';
import { call, newId } from '../testing/desk.ts';
import { addForeignCaseFile, documentLines, later, makeMachine, nameTeamAndInboxes } from '../testing/machines.ts';
import { openOffice } from '../testing/office.ts';
import { machineRights } from './machines.ts';

async function openHouse(connectionString: string) {
  const office = await openOffice(connectionString);
  await nameTeamAndInboxes(office);
  return office;
}

const actionsIn = async (office: Awaited<ReturnType<typeof openHouse>>, scopeId: Id, actorId: Id) => {
  const { rows } = await office.central.database.query<{ action: string }>(
    'select action from journal where scope_id = $1 and actor_id = $2 order by number',
    [scopeId, actorId],
  );
  return rows.map((row) => row.action);
};

test('each route for machines is closed to every machine that lacks its right, and to desks', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const routes = office.central.routes.filter(({ access }) => String(access).startsWith('machine:'));
  expect(new Set(routes.map(({ access }) => access)).size).toBeGreaterThanOrEqual(2);
  for (const missing of machineRights) {
    const rights = machineRights.filter((right) => right !== missing);
    const machine = await makeMachine(office, { rights });
    for (const route of routes) {
      const path = route.path.replace('/v1/automation', '').replaceAll(/:\w+/g, newId());
      const answer = await machine.call(route.method, path, route.method === 'POST' ? {} : undefined);
      const isMissing = route.access === `machine:${missing}`;
      expect([route.path, missing, answer.status === 403]).toEqual([route.path, missing, isMissing]);
    }
  }
  for (const route of routes) {
    const answer = await office.administrator.call(route.method, route.path.replaceAll(/:\w+/g, newId()));
    expect([route.path, answer.status]).toEqual([route.path, 401]);
  }
});

test('a token of a machine opens no route of desks, holds until it is revoked or ends, and is kept only as a hash', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office);
  for (const [method, path] of [
    ['GET', '/v1/changes?cursor=0&accessVersion=-1'],
    ['POST', '/v1/push'],
    ['GET', '/v1/machines'],
    ['POST', '/v1/accounts'],
  ] as const) {
    const answer = await call(office.address, method, path, { token: machine.token });
    expect([path, answer.status]).toEqual([path, 401]);
  }
  const self = await machine.call<{ name: string; rights: string[] }>('GET', '/self');
  expect(self.body).toMatchObject({ id: machine.id, name: 'Robotik Posteingang' });
  const stored = await office.central.database.query('select row_to_json(machine)::text as text from machine');
  expect(stored.rows[0].text).not.toContain(machine.token);
  const listed = await office.administrator.call<{ machines: ListedMachine[] }>('GET', '/v1/machines');
  expect(JSON.stringify(listed.body)).not.toContain(machine.token);
  expect(listed.body.machines[0]).toMatchObject({ id: machine.id, lastUsedAt: expect.any(String), revokedAt: null });

  const ended = await office.administrator.call('DELETE', `/v1/machines/${machine.id}`);
  expect(ended.status).toBe(204);
  expect(await machine.call('GET', '/self')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  expect((await office.administrator.call('DELETE', `/v1/machines/${machine.id}`)).status).toBe(404);

  const short = await makeMachine(office, { name: 'Kurz' });
  await office.central.database.query('update machine set expires_at = clock_timestamp() where id = $1', [short.id]);
  expect((await short.call('GET', '/self')).status).toBe(401);
});

test('who made and ended a machine stands in the journal of the house, and every desk gets its name', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office);
  await office.administrator.call('DELETE', `/v1/machines/${machine.id}`);
  const { rows } = await office.central.database.query<{ action: string; actor_id: Id }>(
    'select action, actor_id from journal where scope_id = $1 and target_id = $2 order by number',
    [houseScopeId, machine.id],
  );
  expect(rows.map((row) => row.action)).toEqual(['machine.named', 'machine.made', 'machine.revoked']);
  expect(new Set(rows.map((row) => row.actor_id))).toEqual(new Set([office.administrator.workerId]));
  expect((await verifyChains(office.central.database)).firstBreak).toBeNull();
  const anna = await office.desk('anna');
  const pulled = await anna.pull({ scopeId: houseScopeId, after: 0 });
  const record = pulled.scopes[0]?.rows.find(({ id }) => id === machine.id);
  expect(record).toMatchObject({ kind: 'worker', body: { familyName: 'Robotik Posteingang', isActive: false } });
});

test('a machine with more rights than it names places for, without an end or with unknown places is not made', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const good = { name: 'Robotik', rights: ['lookup'], teamIds: [office.teamId], expiresAt: later() };
  const make = async (wish: object) =>
    (await office.administrator.call('POST', '/v1/machines', { ...good, ...wish })).status;
  expect(await make({})).toBe(201);
  expect(await make({ teamIds: [] })).toBe(400);
  expect(await make({ teamIds: [newId()] })).toBe(400);
  expect(await make({ rights: ['intake'] })).toBe(400);
  expect(await make({ rights: ['intake'], inboxIds: [newId()] })).toBe(400);
  expect(await make({ rights: ['events'], teamIds: [] })).toBe(400);
  expect(await make({ expiresAt: '2020-01-01T00:00:00.000Z' })).toBe(400);
  expect(await make({ expiresAt: '2090-01-01T00:00:00.000Z' })).toBe(400);
  expect(await make({ networks: ['10.0.0.0/99'] })).toBe(400);
  expect(await make({ networks: ['10.0.0.0/8'] })).toBe(201);
});

test('a number is found however it is written; each reading stands in the journal of the file, foreign files are not there', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const foreign = await addForeignCaseFile(office, '77777BG0000001');
  const [shown, hidden] = [false, true].map((isProtected) =>
    documentLines({ caseFileId: office.caseFiles.anna, title: 'Attest', pages: ['Text'], isProtected }),
  );
  await office.import([...(shown?.lines ?? []), ...(hidden?.lines ?? [])]);
  const machine = await makeMachine(office);
  for (const number of ['12344BG0000001', '12344 bg 0000001', '12344//0000001', '12344-BG-0000001']) {
    const found = await machine.call('GET', `/case-files?number=${encodeURIComponent(number)}`);
    expect([number, found.body]).toEqual([
      number,
      {
        caseFiles: [
          { caseFileId: office.caseFiles.anna, fileNumber: '12344BG0000001', kind: 'benefit', state: 'running' },
        ],
      },
    ]);
  }
  expect((await machine.call('GET', '/case-files?number=77777BG0000001')).body).toEqual({ caseFiles: [] });
  const cover = await machine.call('GET', `/case-files/${office.caseFiles.anna}`);
  expect(cover.body).toMatchObject({ title: 'Petersen, Anna', workerName: 'Test anna', documentCount: 2 });
  expect(JSON.stringify(cover.body)).not.toMatch(/street|birthDate/);
  const list = await machine.call<{ documents: Record<string, unknown>[] }>(
    ...(['GET', `/case-files/${office.caseFiles.anna}/documents`] as const),
  );
  const byId = new Map(list.body.documents.map((document) => [document.documentId, document]));
  expect(byId.get(shown?.id)).toMatchObject({ isProtected: false, title: 'Attest', pageCount: 1 });
  expect(byId.get(hidden?.id)).toMatchObject({ isProtected: true, title: null, keywords: null, letterDate: null });
  for (const path of [`/case-files/${foreign}`, `/case-files/${foreign}/documents`, `/case-files/${newId()}`]) {
    expect((await machine.call('GET', path)).status).toBe(404);
  }
  expect(await actionsIn(office, office.caseFiles.anna, machine.id)).toEqual([
    ...Array.from({ length: 4 }, () => 'caseFile.lookedUp'),
    ...['caseFile.coverRead', 'caseFile.documentsListed'],
  ]);
  expect(await actionsIn(office, foreign, machine.id)).toEqual([]);
  expect((await verifyChains(office.central.database)).firstBreak).toBeNull();
});

test('a file with a block is not there for machines while the block holds', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const machine = await makeMachine(office);
  const block = (endedAt: string | null) => ({
    ...{ workerId: office.ids.dora, cause: 'block' as const, reason: 'Auskunftssperre' },
    ...{
      from: '2026-01-01T00:00:00.000Z',
      to: null,
      startedBy: office.ids.clara,
      endedAt,
      endedBy: null,
      endReason: null,
    },
  });
  const id = newId();
  const scopeId = office.caseFiles.anna;
  await office.import([{ line: 'record', kind: 'caseAccess', id, scopeId, body: block(null) }]);
  expect((await machine.call('GET', `/case-files/${scopeId}`)).status).toBe(404);
  await office.import([{ line: 'record', kind: 'caseAccess', id, scopeId, body: block('2026-02-01T00:00:00.000Z') }]);
  expect((await machine.call('GET', `/case-files/${scopeId}`)).status).toBe(200);
});

test('more requests than allowed, and guesses of tokens, are told to wait', async () => {
  await using database = await temporaryDatabase();
  await using office = await openHouse(database.connectionString);
  const slow = await makeMachine(office, { requestsPerMinute: 6 });
  const other = await makeMachine(office, { name: 'Andere' });
  expect((await slow.call('GET', '/self')).status).toBe(200);
  const refused = await slow.call('GET', '/self');
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await other.call('GET', '/self')).status).toBe(200);
  const guesses = await Promise.all(
    Array.from({ length: 31 }, () => call(office.address, 'GET', '/v1/automation/self', { token: `akp_${newId()}` })),
  );
  expect(guesses.some(({ status }) => status === 401)).toBe(true);
  const next = await call(office.address, 'GET', '/v1/automation/self', { token: 'akp_x' });
  expect(next.status).toBe(429);
});
