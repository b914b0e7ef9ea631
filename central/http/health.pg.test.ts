import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { healthSchema } from '../../core/contract/central.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { call } from '../testing/desk.ts';
import { openOffice } from '../testing/office.ts';
import { openBlobFolder } from '../store/blob-folder.ts';
import { findTroubles } from './health.ts';

test('health says what is wrong with a centre that still answers: damaged contents, a store of contents that is gone', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const health = async () => healthSchema.parse((await call<unknown>(office.address, 'GET', '/v1/health')).body);
  expect(await health()).toMatchObject({ status: 'ok', troubles: [] });
  const damaged = `insert into blob (sha256, size, state) values (decode(repeat('ab', 32), 'hex'), 7, 'damaged')`;
  await office.central.database.query(damaged);
  expect(await health()).toMatchObject({ status: 'degraded', troubles: ['contentsDamaged'] });
  await rm(office.blobsFolder, { recursive: true });
  expect(await health()).toMatchObject({ status: 'degraded', troubles: ['contentsUnreachable', 'contentsDamaged'] });
});

test('a newest backup that is older than two days is a trouble, a folder without one or with one of today is none', async () => {
  await using temporary = await temporaryDatabase();
  await using office = await openOffice(temporary.connectionString);
  const folder = await mkdtemp(join(tmpdir(), 'aktenpult-backups-'));
  const { database } = office.central;
  const watched = { database, blobs: await openBlobFolder(office.blobsFolder), backupFolder: folder };
  const nameOf = (at: number) => new Date(at).toISOString().replace(/[:.]/g, '-');
  expect(await findTroubles(watched)).toEqual([]);
  await mkdir(join(folder, nameOf(Date.now() - 3 * 86_400_000)));
  expect(await findTroubles(watched)).toEqual(['backupOld']);
  await mkdir(join(folder, nameOf(Date.now())));
  expect(await findTroubles(watched)).toEqual([]);
  await rm(folder, { recursive: true });
});
