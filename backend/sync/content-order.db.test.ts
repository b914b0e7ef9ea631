import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Id } from '../../core/domain/ids.ts';
import { momentOf } from '../../core/domain/moments.ts';
import type { RecordKind } from '../../core/domain/records.ts';
import { blobsToFetch, missingVersions } from '../../db/blobs-to-fetch.ts';
import { updateMeta } from '../../db/meta.ts';
import { addToOutbox } from '../../db/outbox.ts';
import { writeRecord } from '../../db/records.ts';
import { run } from '../../db/sql.ts';
import { sampleBody } from '../../db/test-support/sample-body.ts';
import { addScope, newId, temporaryStore } from '../../db/test-support/temporary-store.ts';
import { createChangeNotices } from '../commands/changes.ts';
import { createBlobQueue, fetchesAtOnce, nearness } from './blob-queue.ts';
import type { Central } from './central.ts';
import { systemTimers } from './environment.ts';

// In which order contents come when there are many of them, and which go when there is no room. Files are made in the order opposite to
// that of their need, so that no order by chance is the right one.

const now = momentOf(Date.parse('2026-11-22T08:00:00.000Z'));
const day = 86_400_000;
/** Small ones travel together, others each by itself. */
const [small, large] = [1_000, 600_000];
let size = small;
const bytesOf = (name: string) => Buffer.alloc(size, name);
const hashOf = (name: string) => createHash('sha256').update(bytesOf(name)).digest('hex');

let store: ReturnType<typeof temporaryStore>;
let me: Id;
beforeEach(() => {
  size = small;
  store = temporaryStore();
  me = addScope(store.db, 'u');
  updateMeta(store.db, { workerId: me });
});
afterEach(() => store.discard());

function add(kind: RecordKind, scopeId: Id, body: Record<string, unknown>, id = newId()): Id {
  const whole = { ...sampleBody(kind, true), ...body };
  writeRecord(store.db, { kind, id, scopeId, ver: 1, isPending: false, body: whole });
  return id;
}
const version = (scopeId: Id, name: string) =>
  add('version', scopeId, { ownerId: newId(), sha256: hashOf(name), size, kind: 'pdf', attachments: [] });

/** A case file with one content, and what makes it near. */
const near: Record<string, (name: string) => void> = {
  rest: (name) => void version(addScope(store.db), name),
  substituted: (name) => {
    const [scopeId, absent] = [addScope(store.db), newId()];
    version(scopeId, name);
    add(
      'caseFile',
      scopeId,
      { workerId: absent, fileNumber: name, kind: 'benefit', title: name, state: 'running' },
      scopeId,
    );
    const times = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z', endedAt: null };
    add('substitution', addScope(store.db, 'g'), { absentWorkerId: absent, substituteWorkerId: me, ...times });
  },
  seen: (name) => seenBefore(name, 10),
  due: (name) => dueIn(name, 13),
  takenAlong: (name) => {
    const scopeId = addScope(store.db);
    version(scopeId, name);
    add('pin', me, { caseFileId: scopeId, pinnedAt: now });
  },
  letter: (name) => {
    const inboxId = addScope(store.db, 'o');
    add('inboxItem', inboxId, { versionId: version(inboxId, name), state: 'open', deliveredAt: now, title: name });
  },
};

function seenBefore(name: string, days: number): void {
  const scopeId = addScope(store.db);
  version(scopeId, name);
  add('visit', me, { caseFileId: scopeId, seenAt: momentOf(Date.parse(now) - days * day) });
}

function dueIn(name: string, days: number): void {
  const scopeId = addScope(store.db);
  version(scopeId, name);
  const dueOn = new Date(Date.parse(now) + days * day).toISOString().slice(0, 10);
  add('followUp', scopeId, { dueOn, subject: name, completedAt: null });
}

/** A centre that gives contents only when told to, and notes in which order they were asked for. */
function slowCentre(isHeld: () => boolean) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const names = new Map<string, string>();
  const give = async (sha256: string) => {
    const name = names.get(sha256) ?? '';
    asked.push(name);
    if (isHeld()) await new Promise<void>((resolve) => waiting.push(resolve));
    return bytesOf(name);
  };
  const central = {
    async *blob(sha256: string) {
      yield await give(sha256);
    },
    async *blobs(sha256s: readonly string[]) {
      for (const sha256 of sha256s) yield { sha256, size, pieces: [await give(sha256)] };
    },
  } as unknown as Central;
  const letGo = () => {
    for (const go of waiting.splice(0)) go();
  };
  return { central, asked, names, letGo };
}

function openQueue(limit: number, isHeld: () => boolean = () => false) {
  const centre = slowCentre(isHeld);
  for (const name of 'abcdefghijklmnopqrstuvwxyz') centre.names.set(hashOf(name), name);
  const desk = { store, changes: createChangeNotices(), newId, now: () => now };
  const parts = { desk, timers: systemTimers, limit: () => limit, mayRun: () => true, onChange: () => undefined };
  return { ...centre, queue: createBlobQueue({ ...parts, central: centre.central }) };
}

it.each([
  ['small ones, together', small, 1],
  ['large ones, beside each other', large, fetchesAtOnce],
])(
  'letters in the Postkorb come first, then files taken along, soon due, seen lately, of who is stood in for, and the rest (%s)',
  async (_how, each, atOnce) => {
    size = each;
    near['rest']?.('l');
    dueIn('k', 20); // not soon: with the rest
    seenBefore('j', 100); // not lately: with the rest
    near['substituted']?.('i');
    seenBefore('h', 30);
    seenBefore('g', 3);
    dueIn('f', 12);
    dueIn('e', -5);
    near['takenAlong']?.('d');
    near['letter']?.('a');
    const order = 'adefghijkl';
    let isHeld = true;
    const { queue, asked, names, letGo } = openQueue(20 * size, () => isHeld);
    const room = { room: 20 * size, roomForHeld: () => 20 * size };
    for (const missing of [null, await missingVersions(store.db, async () => true)]) {
      const facts = { workerId: me, now, ...nearness(now), ...room, underway: new Set<string>(), missing };
      const wanted = blobsToFetch(store.db, 200, facts);
      expect(wanted.map(({ sha256 }) => names.get(sha256)).join('')).toBe(order);
    }
    const running = queue.run();
    // Which of those that are on their way at once asks first is chance.
    await expect.poll(() => asked.toSorted().join('')).toBe(order.slice(0, atOnce));
    isHeld = false;
    letGo();
    await running;
    expect(asked.toSorted().join('')).toBe(order);
  },
);

it('what she opens does not wait for what is fetched ahead, although all ways are taken', async () => {
  size = large;
  let isHeld = true;
  near['rest']?.('z');
  for (const name of 'abcdef') near['letter']?.(name);
  const { queue, asked, letGo } = openQueue(20 * size, () => isHeld);
  const running = queue.run();
  await expect.poll(() => asked.length).toBe(fetchesAtOnce);
  const opened = queue.fetchNow(hashOf('z'));
  await expect.poll(() => asked).toContain('z');
  expect(asked).toHaveLength(fetchesAtOnce + 1);
  isHeld = false;
  letGo();
  await opened;
  await running;
  expect(store.blobs.has(hashOf('z'))).toBe(true);
  expect(asked.filter((name) => name === 'z')).toHaveLength(1);
});

it('what she opens does not wait for those before it that are on their way in the same answer', async () => {
  let isHeld = true;
  for (const name of 'abcdef') near['letter']?.(name);
  const { queue, asked, letGo } = openQueue(20 * size, () => isHeld);
  const running = queue.run();
  await expect.poll(() => asked.join('')).toBe('a');
  isHeld = false;
  await queue.fetchNow(hashOf('f'));
  expect([store.blobs.has(hashOf('f')), store.blobs.has(hashOf('a'))]).toEqual([true, false]);
  letGo();
  await running;
  expect([...'abcdef'].every((name) => store.blobs.has(hashOf(name)))).toBe(true);
});

it('at the limit only what is most needed comes, and what is there and not needed goes for it, longest unused first', async () => {
  for (const [name, used] of [
    ['x', '2026-11-02'],
    ['y', '2026-11-01'],
    ['w', '2026-11-03'],
  ] as const) {
    near['rest']?.(name);
    await store.blobs.put(bytesOf(name), 'present');
    run(store.db, 'UPDATE blob SET last_use = ? WHERE sha256 = ?', `${used}T00:00:00.000Z`, hashOf(name));
  }
  near['seen']?.('c');
  near['takenAlong']?.('b');
  near['letter']?.('a');
  const { queue, asked } = openQueue(3 * size);
  await queue.run();
  expect(asked.join('')).toBe('ab');
  expect([...'abcwxy'].filter((name) => store.blobs.has(hashOf(name))).join('')).toBe('abw');
});

const held: Record<string, (name: string) => unknown> = {
  'an open letter': near['letter'] as (name: string) => void,
  'a file taken along': near['takenAlong'] as (name: string) => void,
  'a file soon due': near['due'] as (name: string) => void,
  'what a waiting command names': (name) =>
    addToOutbox(store.db, {
      ...{
        id: newId(),
        name: 'addDocument',
        args: { content: { sha256: hashOf(name) } },
        at: now,
        schema: 1,
        label: '',
      },
    }),
};
it.each(Object.keys(held))('%s does not go, however little room there is', async (why) => {
  near['rest']?.('z');
  await store.blobs.put(bytesOf('z'), 'present');
  held[why]?.('a');
  await store.blobs.put(bytesOf('a'), 'present');
  run(store.db, `UPDATE blob SET last_use = '2001-01-01T00:00:00.000Z' WHERE sha256 = ?`, hashOf('a'));
  expect(await store.blobs.evict(0, nearness(now).dueUntil)).toBe(1);
  expect([store.blobs.has(hashOf('a')), store.blobs.has(hashOf('z'))]).toEqual([true, false]);
});

it('what the centre does not have yet does not go, and goes once it has it', async () => {
  near['rest']?.('a');
  await store.blobs.put(bytesOf('a'), 'uploading');
  expect(await store.blobs.evict(0, nearness(now).dueUntil)).toBe(0);
  expect(store.blobs.has(hashOf('a'))).toBe(true);
  run(store.db, `UPDATE blob SET state = 'present'`);
  expect(await store.blobs.evict(0, nearness(now).dueUntil)).toBe(1);
});

it('a file that is not taken along any more goes as any other', async () => {
  near['takenAlong']?.('a');
  await store.blobs.put(bytesOf('a'), 'present');
  run(store.db, 'DELETE FROM pin');
  expect(await store.blobs.evict(0, nearness(now).dueUntil)).toBe(1);
});
