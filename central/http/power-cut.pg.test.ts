import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { query, start, temporaryFolder, until } from '../../tests/support/postgres-lives.ts';
import { newId } from '../testing/desk.ts';
import { contentFacts, filing, openOffice } from '../testing/office.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('when PostgreSQL ends between a content and its command', () => {
  test('every document the centre accepted has its content, and what was forgotten is taken again', async () => {
    const postgres = await start(path.join(await temporaryFolder(), 'data'));
    // What is not waited for stays off the disk for as long as PostgreSQL allows: the cut meets as much of it as can be.
    await query(postgres.connectionString, "alter system set wal_writer_delay = '10s'");
    await query(postgres.connectionString, 'select pg_reload_conf()');
    await using office = await openOffice(postgres.connectionString);
    const anna = await office.desk('anna');
    const put = (bytes: Uint8Array) =>
      anna.call('PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes, { 'content-type': 'application/octet-stream' });
    const file = (bytes: Uint8Array) => {
      const content = contentFacts(sha256Of(bytes), bytes.length);
      return anna.run('addDocument', {
        ...{ caseFileId: office.caseFiles.anna, documentId: newId(), filing, content, pageTexts: [] },
      });
    };
    const read = async (bytes: Uint8Array) =>
      (await anna.call('GET', `/v1/blobs/${sha256Of(bytes)}`).catch(() => ({ status: 503 }))).status;
    const [named, unnamed] = [Array.from({ length: 5 }, () => randomBytes(2_000)), randomBytes(2_000)];
    for (const bytes of named) {
      expect((await put(bytes)).status).toBe(204);
      expect((await file(bytes)).result).toBe('ok');
    }
    expect((await put(unnamed)).status).toBe(204);
    const before = postgres.pid;
    process.kill(before, 'SIGKILL');
    await until(() => postgres.pid !== before);
    for (const bytes of named) await expect.poll(() => read(bytes), { interval: 50, timeout: 20_000 }).toBe(200);
    if ((await file(unnamed)).result === 'needBlob') {
      anna.nextMid -= 1;
      expect((await put(unnamed)).status).toBe(204);
      expect((await file(unnamed)).result).toBe('ok');
    }
    expect(await read(unnamed)).toBe(200);
  }, 240_000);
});
