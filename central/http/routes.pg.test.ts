import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { healthSchema } from '../../core/contract/central.ts';
import { houseScopeId } from '../../core/domain/standing-ids.ts';
import { call, newId } from '../testing/desk.ts';
import { openOffice } from '../testing/office.ts';

const pathOf = (path: string): string => path.replace(':sha256', 'ab'.repeat(32)).replaceAll(/:\w+/g, newId());

describe('routes', () => {
  test('every route but login, what a lost desk needs and the descriptions of the interface is closed without a valid token', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { routes } = office.central;
    expect(routes.length).toBeGreaterThan(18);
    const open = routes.filter((route) => route.access === 'public').map((route) => `${route.method} ${route.path}`);
    expect(open.sort()).toEqual([
      'GET /api',
      'GET /openapi.json',
      'GET /v1/health',
      'GET /v1/stores/:storeId/order',
      'POST /v1/session',
      'POST /v1/session/refresh',
      'POST /v1/wipes/done',
      'POST /v1/wipes/escrow',
      'POST /v1/xdomea', // checks name and password itself, below
    ]);
    for (const route of routes.filter((one) => one.access !== 'public')) {
      for (const token of [undefined, 'wrong', `${office.administrator.token.slice(0, -3)}abc`]) {
        const answer = await call(office.address, route.method, pathOf(route.path), { token });
        expect([route.method, route.path, answer.status]).toEqual([route.method, route.path, 401]);
      }
    }
  });

  test('routes for certain roles are closed to all others before anything of the request is read', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const forRoles = office.central.routes.filter((route) => typeof route.access !== 'string');
    expect(forRoles.map((route) => route.path).sort()).toEqual([
      '/v1/access-log',
      '/v1/accounts',
      '/v1/accounts/:workerId',
      '/v1/desk-stores',
      '/v1/import',
      '/v1/import/finish',
      '/v1/left-work',
      '/v1/left-work/:commandId/note',
      '/v1/lost-stores',
      '/v1/lost-stores',
      '/v1/lost-stores/:storeId/withdraw',
      '/v1/machines',
      '/v1/machines',
      '/v1/machines/:machineId',
      '/v1/office/longest-tour',
      '/v1/station',
      '/v1/station/cover-case',
      '/v1/station/stacks',
      '/v1/station/stacks/:stackId',
      '/v1/station/stacks/:stackId/correct',
      '/v1/station/stacks/:stackId/original',
      '/v1/station/stacks/:stackId/pages/:page',
      '/v1/station/stacks/:stackId/retry',
      '/v1/station/stacks/:stackId/return',
      '/v1/station/stacks/:stackId/seen',
      '/v1/workers/:workerId/lease',
      '/v1/workers/:workerId/tour/end',
    ]);
    const roleOf = { anna: 'worker', clara: 'teamLead', post: 'scanStation', audit: 'audit' } as const;
    for (const name of ['anna', 'clara', 'post', 'audit'] as const) {
      const desk = await office.desk(name);
      for (const route of forRoles) {
        if (route.access.includes(roleOf[name])) continue;
        const answer = await desk.call(route.method, pathOf(route.path), route.method === 'POST' ? {} : undefined);
        expect([name, route.path, answer.status, answer.body.code]).toEqual([name, route.path, 403, 'forbidden']);
      }
    }
  });

  test('unknown addresses, unreadable and oversized requests get a sentence, headers keep browsers out', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const { address, administrator } = office;
    const unknown = await call(address, 'GET', '/v1/secrets');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(unknown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(unknown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(unknown.headers.get('access-control-allow-origin')).toBeNull();
    const json = { 'content-type': 'application/json' };
    for (const body of ['{', '{"__proto__":{}}', '{"need":[]}']) {
      const answer = await administrator.call('POST', '/v1/pull', body, json);
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid_input', message: 'Die Anfrage ist nicht lesbar.' },
      });
    }
    const large = await administrator.call('POST', '/v1/pull', `"${'x'.repeat(5 * 1024 * 1024)}"`, json);
    expect(large).toMatchObject({ status: 413, body: { code: 'too_large' } });
    const asText = await administrator.call('POST', '/v1/pull', 'x', { 'content-type': 'text/plain' });
    expect(asText.status).toBe(415);
    expect((await administrator.call('POST', '/v1/import', {})).status).toBe(415);
    const part = await administrator.call('PATCH', `/v1/uploads/${newId()}`, {}, { ...json, 'upload-offset': '0' });
    expect(part.status).toBe(415);
  });

  test('desks of another protocol are told to renew, but may still send their work', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const version = { 'x-protocol': '99' };
    const answer = await office.administrator.call('GET', '/v1/changes', undefined, version);
    expect(answer).toMatchObject({ status: 426, body: { code: 'must_upgrade' } });
    const sent = await office.administrator.call('POST', '/v1/push', {}, version);
    expect(sent.status).toBe(400);
  });

  test('health tells whether the store is filled; the interface is described for programs and readers', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const health = async () => healthSchema.parse((await call<unknown>(office.address, 'GET', '/v1/health')).body);
    // Everything but the last line: a filling that was broken off here begins anew at the next start.
    expect(await health()).toMatchObject({ status: 'ok', isEmpty: true });
    const body = { name: 'Jobcenter Kreis Test', county: 'Kreis Test' };
    await office.import([{ line: 'record', kind: 'office', id: newId(), scopeId: houseScopeId, body }]);
    expect(await health()).toMatchObject({ status: 'ok', troubles: [], isEmpty: false });
    const api = await call<{ paths: Record<string, object> }>(office.address, 'GET', '/openapi.json');
    const described = Object.entries(api.body.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual(office.central.routes.map((route) => `${route.method} ${route.path}`).sort());
    const page = await call<string>(office.address, 'GET', '/api');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.body).toContain('/v1/push');
    expect(page.body).not.toMatch(/(src|href)="https?:/);
  });

  test('an import that names an unknown scope or kind is refused with the line', async () => {
    await using database = await temporaryDatabase();
    await using office = await openOffice(database.connectionString);
    const lost = {
      line: 'record',
      kind: 'page',
      id: newId(),
      scopeId: newId(),
      body: { versionId: newId(), number: 1, text: '' },
    };
    const headers = { 'content-type': 'application/x-ndjson' };
    const send = (lines: unknown[]) =>
      office.administrator.call('POST', '/v1/import', lines.map((line) => JSON.stringify(line)).join('\n'), headers);
    expect(await send([lost])).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    const wrong = await send([
      { line: 'member', workerId: newId(), principalId: newId() },
      { ...lost, body: { number: 0 } },
    ]);
    expect(wrong.body.details).toEqual({ line: 2 });
    const check = await office.administrator.call('POST', '/v1/import/finish');
    expect(check.body).toMatchObject({ wrongScopes: [] });
    await office.central.database.query('update scope set digest = digest + 1 where id = $1', [office.caseFiles.anna]);
    const broken = await office.administrator.call('POST', '/v1/import/finish');
    expect(broken.body).toMatchObject({ wrongScopes: [office.caseFiles.anna] });
  });
});
