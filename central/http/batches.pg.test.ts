import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { batchBodySize, batchedContentSize, batchOf, readBatch } from '../../core/contract/content-batch.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { contentFile, openBlobFolder } from '../store/blob-folder.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { type Desk, newId } from '../testing/desk.ts';
import { contentFacts, filing, openOffice } from '../testing/office.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const contentOf = (size: number) => {
  const bytes = randomBytes(size);
  return { sha256: sha256Of(bytes), bytes };
};
type Content = ReturnType<typeof contentOf>;
const bodyOf = (contents: readonly Content[]) => Buffer.concat(batchOf(contents));
const octets = { 'content-type': 'application/octet-stream' };
const bring = (desk: Desk, contents: readonly Content[]) =>
  desk.call<{ kept: string[]; code?: string }>('POST', '/v1/blobs/batch', bodyOf(contents), octets);
const names = (contents: readonly Content[]) => contents.map(({ sha256 }) => sha256);
const present = async (desk: Desk, contents: readonly Content[]) =>
  (await desk.call<{ present: string[] }>('POST', '/v1/blobs/present', { sha256s: names(contents) })).body.present;

async function readTogether(desk: Desk, sha256s: readonly string[]): Promise<Content[]> {
  const response = await fetch(`${desk.address}/v1/blobs/together`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sha256s }),
  });
  expect(response.status).toBe(200);
  const read: Content[] = [];
  for await (const { sha256, pieces } of readBatch(response.body as AsyncIterable<Uint8Array>)) {
    read.push({ sha256, bytes: Buffer.concat(pieces) });
  }
  return read;
}

type Keep = (sha256: string, keep: () => Promise<boolean>) => Promise<boolean>;

/** Anna and Bernd of an office; `onKeep` is done in place of writing a content. */
async function openHouse(onKeep: Keep = (_sha256, keep) => keep()) {
  const database = await temporaryDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-batches-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const whole = await openBlobFolder(folder);
  const blobs: BlobStore = {
    ...whole,
    keepNew: (content, pieces) => onKeep(content.sha256, () => whole.keepNew(content, pieces)),
  };
  const office = await openOffice(database.connectionString, { blobs });
  onTestFinished(() => office[Symbol.asyncDispose]());
  const fileOf = (sha256: string) => contentFile(folder, sha256);
  const incoming = () => readdir(path.join(folder, 'incoming'));
  return { office, incoming, fileOf, anna: await office.desk('anna'), bernd: await office.desk('bernd') };
}

test('small contents come in one request, count for a command, and are read together as they were', async () => {
  const { office, anna, fileOf, incoming } = await openHouse();
  const contents = [0, 1, 300_000, batchedContentSize].map(contentOf);
  const { status, body } = await bring(anna, contents);
  expect([status, body.kept.toSorted()]).toEqual([200, names(contents).toSorted()]);
  for (const { sha256, bytes } of contents) expect(await readFile(fileOf(sha256))).toEqual(bytes);
  expect(await incoming()).toEqual([]);
  const [, , photo] = contents;
  const filed = await anna.run('addDocument', {
    ...{ caseFileId: office.caseFiles.anna, documentId: newId(), filing, pageTexts: [] },
    content: contentFacts(photo?.sha256 ?? '', 300_000),
  });
  expect(filed.result).toBe('ok');
  expect(await readTogether(anna, names(contents))).toEqual(contents);
  const { rows } = await office.central.database.query('select distinct state from upload');
  expect(rows).toEqual([{ state: 'done' }]);
  expect((await bring(anna, contents)).body.kept).toHaveLength(4); // once more: kept once
  expect(await readTogether(anna, names(contents))).toEqual(contents);
});

test('one that came changed is not kept, those beside it are', async () => {
  const { anna, fileOf } = await openHouse();
  const [one, changed, other] = [
    contentOf(5_000),
    { ...contentOf(5_000), bytes: randomBytes(5_000) },
    contentOf(5_000),
  ];
  const { body } = await bring(anna, [one, changed, other]);
  expect(body.kept.toSorted()).toEqual(names([one, other]).toSorted());
  expect((await present(anna, [one, changed, other])).toSorted()).toEqual(names([one, other]).toSorted());
  await expect(stat(fileOf(changed.sha256))).rejects.toThrow('ENOENT');
});

// S61: each counts by itself where a line breaks
test('what came whole before the line broke need not come again', async () => {
  const { anna, fileOf, incoming } = await openHouse();
  const contents = [contentOf(200_000), contentOf(200_000), contentOf(200_000)];
  const body = bodyOf(contents);
  const sending = request(new URL(`${anna.address}/v1/blobs/batch`), {
    method: 'POST',
    headers: { ...octets, authorization: `Bearer ${anna.token}`, 'content-length': body.length },
  });
  const isGone = new Promise<void>((resolve) => sending.on('close', resolve));
  sending.on('error', () => undefined);
  sending.write(body.subarray(0, 500_000));
  const came = contents.slice(0, 2);
  const sizes = () =>
    Promise.all(
      came.map(({ sha256 }) =>
        stat(fileOf(sha256)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
  await expect.poll(sizes, { interval: 20, timeout: 10_000 }).toEqual([200_000, 200_000]);
  sending.destroy();
  await isGone;
  await expect
    .poll(async () => (await present(anna, contents)).toSorted(), { interval: 20, timeout: 10_000 })
    .toEqual(names(came).toSorted());
  expect(await incoming()).toEqual([]);
});

// S37, S61: 507 with the reason; each counts by itself where a disk is full
test('what the disk took before it was full counts, and the answer says what is wrong', async () => {
  const full = contentOf(1_000);
  const { anna } = await openHouse(async (sha256, keep) => {
    if (sha256 === full.sha256) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    return keep();
  });
  const contents = [contentOf(1_000), full];
  const { status, body } = await bring(anna, contents);
  expect([status, body.code]).toEqual([507, 'storage_full']);
  expect(await present(anna, contents)).toEqual(names(contents.slice(0, 1)));
});

test('they take the place of damaged bytes, and of a file the database does not know', async () => {
  const { office, anna, fileOf } = await openHouse();
  const contents = [contentOf(80_000), contentOf(80_000)];
  await bring(anna, contents);
  const [damaged, torn] = contents as [Content, Content];
  await writeFile(fileOf(damaged.sha256), randomBytes(80_000));
  // As after a power cut: the note was not on disk yet, the file was, perhaps torn.
  await office.central.database.query('delete from blob where sha256 = $1', [Buffer.from(torn.sha256, 'hex')]);
  await writeFile(fileOf(torn.sha256), torn.bytes.subarray(0, 4_096));
  expect((await bring(anna, contents)).body.kept).toHaveLength(2);
  for (const { sha256, bytes } of contents) expect(await readFile(fileOf(sha256))).toEqual(bytes);
});

test('the same ones from several at once are kept once, and each reads only what she may see', async () => {
  const { anna, bernd, incoming } = await openHouse();
  const shared = Array.from({ length: 12 }, () => contentOf(20_000));
  const own = contentOf(20_000);
  const turned = shared.toReversed();
  const answers = await Promise.all(
    [anna, bernd, anna, bernd].map((desk, index) =>
      bring(desk, [...(index % 2 ? turned : shared), ...(desk === anna ? [own] : [])]),
    ),
  );
  expect(answers.map(({ status, body }) => [status, body.kept.length])).toEqual([
    ...[13, 12, 13, 12].map((count) => [200, count]),
  ]);
  expect(await readTogether(anna, names([own, ...shared]))).toEqual([own, ...shared]);
  expect(await readTogether(bernd, names([own, ...shared]))).toEqual(shared);
  expect(await incoming()).toEqual([]);
});

test('when a whole house comes back at once, few contents are in memory and on their way to the disk; all arrive', async () => {
  let [now, most] = [0, 0];
  const full = Promise.withResolvers<void>();
  const { anna } = await openHouse(async (_sha256, keep) => {
    now += 1;
    most = Math.max(most, now);
    if (now === 32) full.resolve();
    await full.promise;
    const isKept = await keep();
    now -= 1;
    return isKept;
  });
  const batches = Array.from({ length: 12 }, () => Array.from({ length: 8 }, () => contentOf(2_000)));
  const answers = await Promise.all(batches.map((contents) => bring(anna, contents)));
  expect(answers.map(({ body }) => body.kept.length)).toEqual(batches.map(() => 8));
  expect(most).toBe(32);
});

test('damaged, missing and large ones are left out, and no more is given than one batch holds', async () => {
  const { office, anna, fileOf } = await openHouse();
  const contents = Array.from({ length: 9 }, () => contentOf(batchedContentSize));
  for (const content of contents) await bring(anna, [content]);
  const large = contentOf(batchedContentSize + 1);
  await anna.call('PUT', `/v1/blobs/${large.sha256}`, large.bytes, octets);
  const asked = [large, ...contents];
  expect(names(await readTogether(anna, names(asked)))).toEqual(names(contents.slice(0, 8)));
  const [first, second] = contents as [Content, Content];
  await writeFile(fileOf(first.sha256), randomBytes(batchedContentSize));
  await rm(fileOf(second.sha256));
  expect(names(await readTogether(anna, names(contents.slice(0, 3))))).toEqual(names(contents.slice(2, 3)));
  const { rows } = await office.central.database.query<{ sha256: Buffer }>(
    `select sha256 from blob where state = 'damaged'`,
  );
  expect(rows.map(({ sha256 }) => sha256.toString('hex'))).toEqual([first.sha256]);
});

test('what is no batch, too much or unmeasured is refused, and nothing of it is kept', async () => {
  const { anna } = await openHouse();
  const long = await anna.call<{ code: string }>('POST', '/v1/blobs/batch', Buffer.alloc(batchBodySize + 1), octets);
  expect([long.status, long.body.code]).toEqual([413, 'too_large']);
  const large = contentOf(batchedContentSize + 1);
  expect((await bring(anna, [large])).status).toBe(413);
  const cut = await anna.call<{ code: string }>('POST', '/v1/blobs/batch', randomBytes(20), octets);
  expect([cut.status, cut.body.code]).toEqual([400, 'invalid_input']);
  const unmeasured = await fetch(`${anna.address}/v1/blobs/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${anna.token}`, ...octets },
    body: new Blob([bodyOf([contentOf(10)])]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(unmeasured.status).toBe(411);
  expect(await present(anna, [large])).toEqual([]);
});
