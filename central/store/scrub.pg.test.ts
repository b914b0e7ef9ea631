import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { blobRooms } from '../testing/blob-rooms.ts';
import { openOffice } from '../testing/office.ts';
import { scrubContents } from './scrub.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.each(blobRooms)('the check of contents stored in %s', (_place, openRoom) => {
  test('finds bytes that changed or went, serves them to nobody, asks only those who may see them, and is content again afterwards', async () => {
    await using database = await temporaryDatabase();
    await using room = await openRoom();
    await using office = await openOffice(database.connectionString, { blobs: room.blobs });
    const [anna, bernd] = [await office.desk('anna'), await office.desk('bernd')];
    const [whole, changed, gone] = [randomBytes(5_000), randomBytes(5_000), randomBytes(5_000)];
    for (const bytes of [whole, changed, gone]) await anna.upload(bytes);
    await room.write(sha256Of(changed), randomBytes(5_000));
    await room.drop(sha256Of(gone));
    const logged: object[] = [];
    const place = {
      ...{ database: office.central.database, blobs: room.blobs },
      log: { error: (fields: object) => logged.push(fields) },
    };
    expect(await scrubContents(place)).toEqual({ checked: 0, damaged: 0 });
    await place.database.query(`update blob set checked_at = now() - interval '31 days'`);
    expect(await scrubContents(place)).toEqual({ checked: 3, damaged: 2 });
    expect(logged).toEqual(expect.arrayContaining([{ sha256: sha256Of(changed) }, { sha256: sha256Of(gone) }]));
    const wanted = async (desk: typeof anna) =>
      (await desk.call<{ sha256s: string[] }>('GET', '/v1/blobs/wanted')).body.sha256s;
    expect(await wanted(anna)).toEqual([sha256Of(changed), sha256Of(gone)].sort());
    expect(await wanted(bernd)).toEqual([]);
    expect((await anna.call('GET', `/v1/blobs/${sha256Of(changed)}`)).status).toBe(404);
    for (const bytes of [changed, gone]) {
      const headers = { 'content-type': 'application/octet-stream' };
      expect((await anna.call('PUT', `/v1/blobs/${sha256Of(bytes)}`, bytes, headers)).status).toBe(204);
    }
    expect(await wanted(anna)).toEqual([]);
    expect(await scrubContents(place)).toEqual({ checked: 0, damaged: 0 });
    expect((await anna.call('GET', `/v1/blobs/${sha256Of(gone)}`)).status).toBe(200);
  });
});
