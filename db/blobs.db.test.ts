import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frameSize } from './blob-frames.ts';
import { readBlob } from './blob-table.ts';
import { blobsToFetch, missingVersions } from './blobs-to-fetch.ts';
import { forgetDurable } from './outbox.ts';
import { idBytes } from './record-tables.ts';
import { writeRecord } from './records.ts';
import { purgeScope } from './scopes.ts';
import { noteSentFacts } from './sent.ts';
import { run } from './sql.ts';
import { sampleBody } from './test-support/sample-body.ts';
import { addScope, newId, temporaryStore, testNow } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const bytesOf = (size: number, seed = 1) => Buffer.alloc(size).map((_, index) => (index * seed) % 253);
const files = () =>
  readdirSync(join(store.folder, 'blobs'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(store.folder, 'blobs', name))
    .filter((name) => statSync(name).isFile());

describe('contents', () => {
  it.each([0, 1, frameSize - 1, frameSize, frameSize + 1, 3 * frameSize + 17])(
    'of %i bytes come back as they were',
    async (size) => {
      const bytes = bytesOf(size);
      const { sha256 } = await store.blobs.put(bytes, 'present');
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(Buffer.compare(await store.blobs.readAll(sha256), bytes)).toBe(0);
    },
  );

  it('come back in any part, whatever parts they were written in', async () => {
    const bytes = bytesOf(2 * frameSize + 1_000);
    const parts = fc.array(fc.integer({ min: 1, max: frameSize }), { minLength: 1, maxLength: 8 });
    const range = fc.tuple(fc.nat(bytes.length + 10), fc.nat(bytes.length + 10));
    await fc.assert(
      fc.asyncProperty(parts, range, async (lengths, [from, to]) => {
        run(store.db, 'DELETE FROM blob');
        const writer = await store.blobs.startWriting('present');
        let at = 0;
        for (const length of lengths) {
          await writer.append(bytes.subarray(at, at + length));
          at = Math.min(bytes.length, at + length);
        }
        await writer.append(bytes.subarray(at));
        const { sha256 } = await writer.finish();
        expect(
          Buffer.compare(await store.blobs.readRange(sha256, from, to), bytes.subarray(from, Math.max(from, to))),
        ).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('lie on disk unreadable, under a name that does not tell their hash', async () => {
    const bytes = Buffer.from('Kanarienvogel '.repeat(100));
    const { sha256 } = await store.blobs.put(bytes, 'present');
    const [file] = files();
    expect(readFileSync(file ?? '').includes('Kanarienvogel')).toBe(false);
    expect(file).not.toContain(sha256.slice(0, 8));
  });

  it.each(['changed', 'cut', 'extended', 'swapped'])(
    'that were %s on disk are noticed and wanted again',
    async (damage) => {
      const { sha256 } = await store.blobs.put(bytesOf(2 * frameSize + 5), 'present');
      const [file = ''] = files();
      const bytes = readFileSync(file);
      if (damage === 'changed') bytes[frameSize + 100] = (bytes[frameSize + 100] ?? 0) ^ 1;
      if (damage === 'swapped') {
        const one = Buffer.from(bytes.subarray(8, 8 + frameSize + 16));
        bytes.copyWithin(8, 8 + frameSize + 16, 8 + 2 * (frameSize + 16));
        one.copy(bytes, 8 + frameSize + 16);
      }
      if (damage === 'cut') truncateSync(file, bytes.length - frameSize);
      else if (damage === 'extended') writeFileSync(file, Buffer.concat([bytes.subarray(0, -3), bytes]));
      else writeFileSync(file, bytes);
      await expect(store.blobs.readAll(sha256)).rejects.toMatchObject({ code: 'not_found' });
      expect(store.blobs.has(sha256)).toBe(false);
      await store.blobs.put(bytesOf(2 * frameSize + 5), 'present');
      expect((await store.blobs.readAll(sha256)).length).toBe(2 * frameSize + 5);
    },
  );

  it('that are not what was announced are thrown away', async () => {
    const writer = await store.blobs.startWriting('present');
    await writer.append(bytesOf(10));
    await expect(writer.finish({ sha256: 'a'.repeat(64), size: 10 })).rejects.toMatchObject({
      details: { reason: 'hashMismatch' },
    });
    expect(files()).toEqual([]);
  });

  it('go when they are longest unused, but never those the centre lacks, open letters or pinned files', async () => {
    const put = (seed: number, state: 'present' | 'uploading') => store.blobs.put(bytesOf(1_000, seed), state);
    const [unsent, old, open, fresh] = [
      await put(2, 'uploading'),
      await put(3, 'present'),
      await put(5, 'present'),
      await put(7, 'present'),
    ];
    const inboxId = addScope(store.db, 'o');
    const [itemId, versionId] = [newId(), newId()];
    const letter = { ...sampleBody('inboxItem'), versionId, state: 'open' };
    writeRecord(store.db, { kind: 'inboxItem', id: itemId, scopeId: inboxId, ver: 1, isPending: false, body: letter });
    const version = { ...sampleBody('version'), ownerId: itemId, sha256: open.sha256 };
    writeRecord(store.db, {
      kind: 'version',
      id: versionId,
      scopeId: inboxId,
      ver: 1,
      isPending: false,
      body: version,
    });
    const used = (sha256: string, day: string) =>
      run(store.db, 'UPDATE blob SET last_use = ? WHERE sha256 = ?', `${day}T00:00:00.000Z`, sha256);
    for (const blob of [unsent, old, open]) used(blob.sha256, '2020-01-01');
    used(fresh.sha256, '2026-11-01');
    expect(await store.blobs.evict(3_000, '2026-12-06')).toBe(1);
    expect([unsent, old, open, fresh].map((blob) => store.blobs.has(blob.sha256))).toEqual([true, false, true, true]);
    expect(await store.blobs.evict(0, '2026-12-06')).toBe(1);
    expect([unsent, open].map((blob) => store.blobs.has(blob.sha256))).toEqual([true, true]);
    expect(files()).toHaveLength(2);
  });

  it('stay as long as the copy of an accepted command names them that no backup holds yet', async () => {
    const { sha256 } = await store.blobs.put(bytesOf(1_000), 'present');
    const commandId = newId();
    run(
      store.db,
      `INSERT INTO sent (id, mid, name, args, at, schema, label) VALUES (?, 3, 'addDocument', '{}', ?, 1, '')`,
      idBytes(commandId),
      testNow(),
    );
    noteSentFacts(store.db, commandId, { scopeIds: [addScope(store.db)], contents: [sha256] });
    expect(await store.blobs.evict(0, '2026-12-06')).toBe(0);
    expect(await store.blobs.removeUnused()).toBe(0);
    expect(store.blobs.has(sha256)).toBe(true);
    forgetDurable(store.db, 3);
    expect(await store.blobs.removeUnused()).toBe(1);
  });

  it('go with their keys when the last record that names them is purged', async () => {
    const [one, two] = [addScope(store.db), addScope(store.db)];
    const { sha256 } = await store.blobs.put(bytesOf(100), 'present');
    for (const scopeId of [one, two]) {
      writeRecord(store.db, {
        kind: 'version',
        id: newId(),
        scopeId,
        ver: 1,
        isPending: false,
        body: { ...sampleBody('version'), sha256 },
      });
    }
    purgeScope(store.db, one);
    expect(await store.blobs.removeUnused()).toBe(0);
    purgeScope(store.db, two);
    expect(await store.blobs.removeUnused()).toBe(1);
    expect(readBlob(store.db, sha256)).toBeNull();
    expect(files()).toEqual([]);
  });

  it('are fetched ahead in the order of need: open letters, pinned files, then the rest as far as there is room', async () => {
    const [inbox, pinned, other] = [addScope(store.db, 'o'), addScope(store.db), addScope(store.db)];
    const own = addScope(store.db, 'u');
    const add = (scopeId: typeof inbox, name: string) => {
      const id = newId();
      const body = { ...sampleBody('version'), sha256: name.repeat(64), size: 100 };
      writeRecord(store.db, { kind: 'version', id, scopeId, ver: 1, isPending: false, body });
      return id;
    };
    add(other, 'c');
    add(pinned, 'b');
    const versionId = add(inbox, 'a');
    writeRecord(store.db, {
      kind: 'inboxItem',
      id: newId(),
      scopeId: inbox,
      ver: 1,
      isPending: false,
      body: { ...sampleBody('inboxItem'), versionId, state: 'open' },
    });
    writeRecord(store.db, {
      kind: 'pin',
      id: newId(),
      scopeId: own,
      ver: 1,
      isPending: false,
      body: { caseFileId: pinned, pinnedAt: testNow() },
    });
    const near = { workerId: own, now: testNow(), dueUntil: '2026-12-06', seenSince: testNow() };
    const missing = await missingVersions(store.db, async () => true);
    const names = (room: number, roomForHeld = room) =>
      [null, missing].map((rows) => {
        const facts = { ...near, room, roomForHeld: () => roomForHeld, underway: new Set<string>(), missing: rows };
        return blobsToFetch(store.db, 10, facts)
          .map(({ sha256 }) => sha256[0])
          .join('');
      });
    expect(names(1_000)).toEqual(['abc', 'abc']);
    expect(names(250)).toEqual(['ab', 'ab']);
    // For what must be here, what may go makes room; for the rest it does not.
    expect(names(50, 250)).toEqual(['ab', 'ab']);
    expect(names(50, 150)).toEqual(['a', 'a']);
  });
});
