import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentsWithKey, forgetBlob } from './blob-table.ts';
import { removeStrayFiles } from './stray-files.ts';
import { temporaryStore } from './test-support/temporary-store.ts';

const tomorrow = () => Date.now() + 86_400_000;
let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore(() => new Date(tomorrow()).toISOString());
});
afterEach(() => store.discard());

const pause = async () => {};
const folder = () => join(store.folder, 'blobs');
const files = () =>
  readdirSync(folder(), { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder(), name)).isFile(),
  );
const facts = () => ({
  kept: () => contentsWithKey(store.db),
  nameOf: store.blobs.fileName,
  now: tomorrow,
});

describe('files that a killed program left', () => {
  it('go when no row knows their key; what has a row stays, and so does what is half fetched', async () => {
    const kept = await store.blobs.put(Buffer.alloc(5_000, 1), 'present');
    const own = await store.blobs.put(Buffer.alloc(5_000, 2), 'uploading');
    // Killed after the row went and before the file did.
    const gone = await store.blobs.put(Buffer.alloc(5_000, 3), 'present');
    forgetBlob(store.db, gone.sha256);
    // Killed after the file was laid down and before its row was written.
    mkdirSync(join(folder(), 'ab'), { recursive: true });
    writeFileSync(join(folder(), 'ab', `ab${'0'.repeat(62)}`), 'cut');
    writeFileSync(join(folder(), 'incoming', 'half'), 'half');
    expect(files()).toHaveLength(5);
    expect(await removeStrayFiles(folder(), facts(), pause)).toBe(2);
    expect(files().toSorted()).toEqual(
      [store.blobs.fileName(kept.sha256), store.blobs.fileName(own.sha256), join('incoming', 'half')].toSorted(),
    );
    for (const { sha256 } of [kept, own]) expect(await store.blobs.check(sha256)).toBe(true);
    expect(await removeStrayFiles(folder(), facts(), pause)).toBe(0);
  });

  it('stay for an hour: their rows may be on their way', async () => {
    const { sha256 } = await store.blobs.put(Buffer.alloc(100), 'present');
    forgetBlob(store.db, sha256);
    expect(await removeStrayFiles(folder(), { ...facts(), now: Date.now }, pause)).toBe(0);
    expect(files()).toEqual([store.blobs.fileName(sha256)]);
  });

  it('are told from what is being laid down while they are looked for', async () => {
    const writers = await Promise.all(Array.from({ length: 3 }, () => store.blobs.startWriting('uploading')));
    await Promise.all(writers.map((writer, index) => writer.append(Buffer.alloc(20_000_000, index))));
    let isDone = false;
    const finishing = Promise.all(writers.map((writer) => writer.finish())).finally(() => {
      isDone = true;
    });
    while (!isDone) await store.blobs.removeStray(pause);
    const written = await finishing;
    for (const { sha256 } of written) expect(await store.blobs.check(sha256)).toBe(true);
  });
});
