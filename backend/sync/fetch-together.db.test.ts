import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/domain/errors.ts';
import { updateMeta } from '../../db/meta.ts';
import { writeRecord } from '../../db/records.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { addScope, newId, temporaryStore, testNow } from '../../db/test-support/temporary-store.ts';
import { createChangeNotices } from '../commands/changes.ts';
import { createBlobQueue } from './blob-queue.ts';
import type { Central } from './central.ts';
import { systemTimers } from './environment.ts';

// What becomes of contents that are asked for together when the answer is not what was hoped for.

const bytesOf = (name: string) => Buffer.alloc(1_000, name);
const hashOf = (name: string) => createHash('sha256').update(bytesOf(name)).digest('hex');
const content = (name: string, bytes = bytesOf(name)) => ({
  ...{ sha256: hashOf(name), size: bytes.length, pieces: [bytes.subarray(0, 300), bytes.subarray(300)] },
});

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
  updateMeta(store.db, { workerId: newId() });
});
afterEach(() => store.discard());

/** A queue with these contents to fetch, the first letter first; `together` is how the centre answers when it is asked for several. */
function openQueue(names: string, together: (asked: readonly string[]) => AsyncIterable<ReturnType<typeof content>>) {
  const scopeId = addScope(store.db);
  for (const name of [...names].reverse()) {
    const body = { ...sampleBody('version'), ownerId: newId(), sha256: hashOf(name), size: bytesOf(name).length };
    writeRecord(store.db, { kind: 'version', id: newId(), scopeId, ver: 1, isPending: false, body });
  }
  const nameOf = new Map([...'abcdefghijklmnopqrstuvwxyz'].map((name) => [hashOf(name), name]));
  const alone: string[] = [];
  const central = {
    async *blob(sha256: string) {
      const name = nameOf.get(sha256) ?? '';
      alone.push(name);
      yield bytesOf(name);
    },
    blobs: (sha256s: readonly string[]) => together(sha256s.map((sha256) => nameOf.get(sha256) ?? '')),
  } as unknown as Central;
  const failures: AppError[] = [];
  const queue = createBlobQueue({
    desk: { store, changes: createChangeNotices(), newId, now: testNow },
    ...{ central, timers: systemTimers, limit: () => 1_000_000, mayRun: () => true, onChange: () => undefined },
    onFailure: (error) => failures.push(error),
  });
  return { queue, alone, failures };
}
const here = (names: string) => [...names].filter((name) => store.blobs.has(hashOf(name))).join('');

it('contents that come together are read as they are at the centre', async () => {
  const { queue, alone } = openQueue('abcd', async function* (asked) {
    for (const name of asked) yield content(name);
  });
  await queue.run();
  expect(alone).toEqual([]);
  for (const name of 'abcd') expect(Buffer.from(await store.blobs.readAll(hashOf(name)))).toEqual(bytesOf(name));
});

// S61: compared one by one; what is missing is asked for alone (below: an older centre)
it('what is left out, what came changed and what nobody asked for: each missing one is fetched by itself, nothing else is kept', async () => {
  const { queue, alone, failures } = openQueue('abcd', async function* () {
    yield content('a');
    yield content('b', Buffer.alloc(1_000, 'x'));
    yield content('z');
    yield content('d');
  });
  await queue.run();
  expect(alone.toSorted().join('')).toBe('bc');
  expect(here('abcdz')).toBe('abcd');
  expect(Buffer.from(await store.blobs.readAll(hashOf('b')))).toEqual(bytesOf('b'));
  expect(failures).toEqual([]);
});

it('a centre from before there were batches gives each by itself', async () => {
  const { queue, alone } = openQueue('abcd', async function* () {
    // nothing
  });
  await queue.run();
  expect([alone.join(''), here('abcd')]).toEqual(['abcd', 'abcd']);
});

it('when the line breaks, what came stays, and only the one at which it broke is left alone for a while', async () => {
  const asked: string[] = [];
  const { queue, alone, failures } = openQueue('abcdef', async function* (names) {
    asked.push(names.join(''));
    for (const name of names) {
      if (name === 'c') throw new AppError('offline', 'Unterbrochen.', { cause: 'answer was cut' });
      yield content(name);
    }
  });
  await queue.run();
  expect([here('abcdef'), failures.map(({ code }) => code)]).toEqual(['ab', ['offline']]);
  await queue.run();
  expect([asked, here('abcdef'), alone]).toEqual([['abcdef', 'def'], 'abdef', []]);
  await queue.fetchNow(hashOf('c'));
  expect(here('c')).toBe('c');
});

it('what is halted on its way begins anew, and nobody is told of a failure', async () => {
  let isHeld = true;
  const { queue, failures } = openQueue('abc', async function* (names) {
    yield content(names[0] ?? '');
    if (isHeld) {
      isHeld = false;
      queue.halt();
      throw new AppError('cancelled', 'Abgebrochen.');
    }
    for (const name of names.slice(1)) yield content(name);
  });
  await queue.run();
  expect(here('abc')).toBe('a');
  await queue.run();
  expect([here('abc'), failures]).toEqual(['abc', []]);
});
