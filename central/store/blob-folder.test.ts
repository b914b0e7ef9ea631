import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentFile, openBlobFolder } from './blob-folder.ts';
import type { BlobStore } from './blob-store.ts';

let folder: string;
let store: BlobStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-contents-'));
  store = await openBlobFolder(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = randomBytes(70_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');

/** As stores laid it down that had 65,536 folders. */
async function layInFormerPlace(what: Uint8Array): Promise<void> {
  const former = path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4));
  await mkdir(former, { recursive: true });
  await writeFile(path.join(former, sha256), what);
}

async function keepAsFile(what: Uint8Array): Promise<void> {
  const incoming = path.join(store.incoming, 'upload');
  const handle = await open(incoming, 'w+');
  await handle.write(what);
  await store.keep({ sha256, size: what.length, handle, path: incoming });
  await handle.close();
}

test('a content in its former place is found, sized and read, whole and in part', async () => {
  await layInFormerPlace(bytes);
  expect(await store.size(sha256)).toBe(bytes.length);
  expect((await store.readAll(sha256, bytes.length)).equals(bytes)).toBe(true);
  expect((await buffer(store.read(sha256))).equals(bytes)).toBe(true);
  expect((await buffer(store.read(sha256, { start: 10, end: 19 }))).equals(bytes.subarray(10, 20))).toBe(true);
});

test.each(['as a file', 'as bytes'])(
  'a content damaged in its former place and kept again %s is right',
  async (how) => {
    await layInFormerPlace(bytes.subarray(1));
    if (how === 'as a file') await keepAsFile(bytes);
    else expect(await store.keepNew({ sha256, size: bytes.length }, [bytes])).toBe(true);
    expect(await store.size(sha256)).toBe(bytes.length);
    expect((await buffer(store.read(sha256))).equals(bytes)).toBe(true);
    expect((await readFile(contentFile(folder, sha256))).equals(bytes)).toBe(true);
  },
);

test('a content that is in neither place is missing', async () => {
  expect(await store.size(sha256)).toBeNull();
  await expect(store.readAll(sha256, 1)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(buffer(store.read(sha256))).rejects.toMatchObject({ code: 'ENOENT' });
});
