import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordWrite } from '../../core/commands/rule.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { RecordKind } from '../../core/domain/records.ts';
import { digestAsText } from '../../db/digest.ts';
import { readMeta } from '../../db/meta.ts';
import { summedDigest } from '../../db/pulled-rows.ts';
import { recordsOfScope } from '../../db/records.ts';
import { listScopes, readScope, scopeDigest } from '../../db/scopes.ts';
import { all, first } from '../../db/sql.ts';
import { DeskWorld, type TestDesk } from '../../tests/support/desk-world.ts';
import type { MemoryCentralOptions } from '../../tests/support/memory-central.ts';
import { runCommand } from '../commands/run-command.ts';

let world: DeskWorld;
let files: Id[];
beforeEach(() => {
  world = new DeskWorld();
  files = [world.caseFileId, world.otherCaseFileId, addFile(), addFile()];
  for (const scopeId of files) world.centre.write([1, 2, 3, 4, 5].map((number) => followUp(scopeId, number)));
  world.deliver(world.jensen, 'Brief der Vermieterin');
});
afterEach(() => world.close());

function addFile(): Id {
  const id = world.newId();
  world.centre.addScope(id, 'c', [[world.jensen.workerId, 'write']]);
  const [row] = world.centre.scope(world.caseFileId).rows.values();
  world.centre.write([{ kind: 'caseFile', id, scopeId: id, body: row?.body ?? null } as RecordWrite]);
  return id;
}

function followUp(scopeId: Id, number: number): RecordWrite {
  const day = `2026-12-0${number}`;
  const set = { createdAt: world.now(), createdBy: world.jensen.workerId, completedAt: null, completedBy: null };
  const body = { documentId: null, dueOn: day, subject: `Frist ${number}`, ...set };
  return { kind: 'followUp', id: world.newId(), scopeId, body };
}

const openDesk = (options: MemoryCentralOptions & { folder?: string } = {}) =>
  world.openDesk(world.jensen, { rowsPerAnswer: 2, ...options });

/** The desk holds every readable scope as the centre does, and the sums of both sides are those of the rows. */
function expectAllThere(one: TestDesk): void {
  const { db } = one.store;
  const readable = world.centre.readableScopes(one.workerId);
  const ids = (list: { id: Id }[]) => list.map((scope) => scope.id).sort();
  expect(ids(listScopes(db))).toEqual(ids(readable));
  for (const scope of readable) {
    const living = [...scope.rows.values()].filter((row) => !row.deleted && row.kind !== ('leaflet' as RecordKind));
    const there = living.map(({ kind, id, ver, body }) => ({ kind, id, ver, body }));
    const here = recordsOfScope(db, scope.id).map(({ kind, id, ver, body }) => ({ kind, id, ver, body }));
    const byKey = (rows: { kind: string; id: Id }[]) =>
      Object.fromEntries(rows.map((row) => [`${row.kind} ${row.id}`, row]));
    expect(byKey(here)).toEqual(byKey(there));
    expect(summedDigest(db, scope.id)).toBe(scopeDigest(db, scope.id));
    expect(digestAsText(scopeDigest(db, scope.id))).toBe(world.centre.digestOf(scope));
    expect(readScope(db, scope.id)).toMatchObject({ known: scope.head, head: scope.head, isComplete: true });
  }
}

/** How many parts the first stream has. */
async function countParts(): Promise<number> {
  let parts = 0;
  const one = openDesk({ duringStream: (told) => (parts = told + 1) });
  await one.sync.syncNow();
  await world.closeDesk(one);
  return parts;
}

describe('the first fetch', () => {
  it('comes as one stream, without a pull', async () => {
    const one = openDesk();
    expect(await one.sync.syncNow()).toMatchObject({ connection: 'connected', problem: null });
    expectAllThere(one);
    expect(one.calls.filter((call) => call === 'snapshot' || call === 'pull')).toEqual(['snapshot']);
    expect(one.sync.firstFetch()).toBeNull();
  });

  it('shows the Postkorb and what is due before the files are whole', async () => {
    const seen: unknown[] = [];
    const one: TestDesk = openDesk({
      duringStream: () => {
        const progress = one.sync.firstFetch();
        if (!progress?.isUsable || seen.length > 0) return;
        const { db } = one.store;
        const count = (table: string) => first<{ count: number }>(db, `SELECT count(*) AS count FROM ${table}`)?.count;
        seen.push(count('inbox_item'), count('case_file'), count('follow_up'), count('page'));
        seen.push(readScope(db, world.caseFileId)?.isComplete);
      },
    });
    await one.sync.syncNow();
    expect(seen).toEqual([1, 4, 20, 1, false]);
  });

  // S48: a scope counts when its last row is here, one that is cut comes anew
  it('goes on from the scopes that are whole, wherever it is cut', async () => {
    const parts = await countParts();
    expect(parts).toBeGreaterThan(30);
    for (let end = 0; end < parts; end += 1) {
      let isCut = true;
      const one = openDesk({
        weather: (call) => (call === 'snapshot' && isCut ? 'lostAnswer' : 'fine'),
        cutAt: () => end / parts + 0.001,
      });
      expect((await one.sync.syncNow()).lastSyncedAt).toBeNull();
      isCut = false;
      await one.sync.syncNow();
      expectAllThere(one);
      await world.closeDesk(one);
    }
  });

  it('goes on after the desk was ended in the middle of it', async () => {
    const parts = await countParts();
    for (const end of [3, Math.floor(parts / 2), parts - 2]) {
      const reached = Promise.withResolvers<void>();
      const one = openDesk({ duringStream: (told) => told === end && reached.resolve() });
      const syncing = one.sync.syncNow();
      await reached.promise;
      await world.closeDesk(one);
      await syncing;
      const next = openDesk({ folder: one.folder });
      await next.sync.syncNow();
      expectAllThere(next);
      await world.closeDesk(next);
    }
  });

  it('leaves nothing of a file whose right ends meanwhile, wherever the stream is', async () => {
    const parts = await countParts();
    for (let at = 0; at < parts; at += 5) {
      const one = openDesk({
        duringStream: (told) => told === at && world.centre.grant(world.caseFileId, world.jensen.workerId, null),
      });
      await one.sync.syncNow();
      await one.sync.syncNow();
      expectAllThere(one);
      for (const { scope_id } of all<{ scope_id: Buffer }>(one.store.db, 'SELECT scope_id FROM text_entry')) {
        expect(scope_id.toString('hex')).not.toBe(world.caseFileId.replaceAll('-', ''));
      }
      world.centre.grant(world.caseFileId, world.jensen.workerId, 'write');
      await world.closeDesk(one);
    }
  });

  it('ends with what the centre holds when a scope changes after it was told', async () => {
    const parts = await countParts();
    const one = openDesk({
      duringStream: (told) => {
        if (told === 2 || told === parts - 1) world.centre.write(files.map((scopeId) => followUp(scopeId, 9)));
      },
    });
    await one.sync.syncNow();
    await one.sync.syncNow();
    expectAllThere(one);
  });

  it('begins anew when the centre is restored meanwhile', async () => {
    const copy = world.centre.backup();
    world.centre.write(files.map((scopeId) => followUp(scopeId, 8)));
    const one = openDesk({ duringStream: (told) => told === 12 && readMeta(one.store.db).epoch && restoreOnce() });
    let isRestored = false;
    const restoreOnce = () => {
      if (!isRestored) world.centre.restore(copy);
      isRestored = true;
    };
    for (let round = 0; round < 4; round += 1) await one.sync.syncNow();
    expect(isRestored).toBe(true);
    expectAllThere(one);
  });

  it('keeps what a newer centre sends and this desk cannot read', async () => {
    const leaflet = { kind: 'leaflet' as RecordKind, id: world.newId(), scopeId: world.caseFileId, body: { fold: 3 } };
    world.centre.write([leaflet as unknown as RecordWrite]);
    const one = openDesk();
    await one.sync.syncNow();
    expectAllThere(one);
    expect(first(one.store.db, 'SELECT kind, body FROM other_record')).toEqual({ kind: 'leaflet', body: '{"fold":3}' });
  });

  it('has the Postkorb while others are served first, and the files when the centre has time', async () => {
    let isBusy = true;
    const one = openDesk({ isBusy: () => isBusy });
    expect((await one.sync.syncNow()).lastSyncedAt).toBeNull();
    const count = (table: string) => all(one.store.db, `SELECT 1 FROM ${table}`).length;
    expect([count('inbox_item'), count('case_file')]).toEqual([1, 0]);
    expect(one.timers.due()).toBe(1);
    isBusy = false;
    one.timers.fire();
    await one.sync.syncNow();
    expectAllThere(one);
  });

  it('takes several streams where the centre ends one early, and sends what was done in between', async () => {
    let isDone = false;
    const one: TestDesk = openDesk({
      filesPerStream: 1,
      duringStream: () => {
        if (isDone || !readScope(one.store.db, world.caseFileId)?.isComplete) return;
        isDone = true;
        const note = { noteId: world.newId(), documentId: null, text: 'Anruf', isPinned: false, isPhoneCall: true };
        runCommand(one.desk, 'addNote', { caseFileId: world.caseFileId, ...note });
      },
    });
    const state = await one.sync.syncNow();
    expect(one.calls.filter((call) => call === 'snapshot').length).toBeGreaterThan(1);
    expect(one.calls.indexOf('push')).toBeLessThan(one.calls.lastIndexOf('pull'));
    expect(state.waitingCommands).toBe(0);
    expectAllThere(one);
  });
});
