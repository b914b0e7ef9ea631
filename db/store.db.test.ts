import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../core/domain/errors.ts';
import { recordDigest } from './digest.ts';
import { readMeta, updateMeta } from './meta.ts';
import { migrations } from './migrations/registry.ts';
import { migrate } from './migrations/runner.ts';
import { closeDatabase, openDatabase } from './open.ts';
import { addToOutbox } from './outbox.ts';
import { summedDigest } from './pulled-rows.ts';
import { idBytes } from './record-tables.ts';
import { readState, writeRecord } from './records.ts';
import { schemaText } from './schema-text.ts';
import { all, first, handleOf, inTransaction, run } from './sql.ts';
import { openStore } from './store.ts';
import { sampleBody } from './test-support/sample-body.ts';
import { addScope, newId, temporaryStore, testKey, testNow } from './test-support/temporary-store.ts';

let store: ReturnType<typeof temporaryStore>;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => store.discard());

const newest = migrations.at(-1)?.version ?? 0;
const reopen = (key = testKey()) => openStore({ folder: store.folder, key, newId, now: testNow });
const errorOf = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('no error');
};

function addNote(text: string): void {
  const scopeId = addScope(store.db);
  writeRecord(store.db, {
    kind: 'note',
    id: newId(),
    scopeId,
    ver: 1,
    isPending: false,
    body: {
      documentId: null,
      parentIds: [],
      text,
      isPinned: false,
      isPhoneCall: false,
      createdAt: testNow(),
      createdBy: newId(),
      retractedAt: null,
      retractReason: null,
    },
  });
}

describe('the store of a worker', () => {
  it('holds nothing readable on disk, neither in the database nor in its log', () => {
    addNote('Kanarienvogel im Klartext');
    const readable = (file: string) => readFileSync(join(store.folder, file)).includes('Kanarienvogel');
    expect(readdirSync(store.folder)).toContain('store.db-wal');
    expect(readable('store.db-wal')).toBe(false);
    store.close();
    expect(readable('store.db')).toBe(false);
    expect(readFileSync(join(store.folder, 'store.db')).subarray(0, 15).toString()).not.toBe('SQLite format 3');
  });

  it('does not open with a wrong key', () => {
    store.close();
    expect(errorOf(() => reopen(new Uint8Array(32).fill(1))).details).toEqual({ reason: 'notReadable' });
    reopen().close();
  });

  it('says so when the file is damaged', () => {
    store.close();
    const file = join(store.folder, 'store.db');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 0, 600);
    writeFileSync(file, bytes);
    expect(errorOf(() => reopen())).toMatchObject({ code: 'internal', details: { reason: 'notReadable' } });
    truncateSync(file, 100);
    expect(errorOf(() => reopen())).toMatchObject({ code: 'internal', details: { reason: 'notReadable' } });
  });

  it('is open in one place only, and free again when its process was killed', () => {
    expect(errorOf(() => reopen())).toMatchObject({ code: 'conflict' });
    store.close();
    const script = `
      const { lockStore } = await import(${JSON.stringify(fileURLToPath(new URL('./lock.ts', import.meta.url)))});
      lockStore(process.argv[1]);
      process.kill(process.pid, 'SIGKILL');`;
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script, store.folder], { stdio: 'ignore' }),
    ).toThrow();
    reopen().close();
  });

  it('is refused to a second process while the first one has it', () => {
    const script = `
      const { lockStore } = await import(${JSON.stringify(fileURLToPath(new URL('./lock.ts', import.meta.url)))});
      try { lockStore(process.argv[1]); console.log('open'); } catch (error) { console.log(error.code); }`;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script, store.folder], {
      encoding: 'utf8',
    });
    expect(said.trim()).toBe('conflict');
  });

  // S16: `synchronous` is FULL while acts are done
  it('waits for the disk before an act counts, and forgets what is deleted', () => {
    const pragma = (name: string) => handleOf(store.db).pragma(name, { simple: true });
    expect([pragma('synchronous'), pragma('journal_mode'), pragma('secure_delete'), pragma('foreign_keys')]).toEqual([
      2,
      'wal',
      1,
      1,
    ]);
    expect(pragma('trusted_schema')).toBe(0);
  });
});

describe('migrations', () => {
  it('lead to the schema in schema.sql', () => {
    const file = fileURLToPath(new URL('./schema.sql', import.meta.url));
    const text = schemaText(store.db);
    if (process.env['UPDATE_SCHEMA']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8'), 'run once with UPDATE_SCHEMA=1 and look at the difference').toBe(text);
  });

  it('have rising versions', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
  });

  it('bring a store of the version before forward, with its work, and keep a readable copy of it', () => {
    addToOutbox(store.db, {
      id: newId(),
      name: 'addNote',
      args: { text: 'Noch nicht übertragen' },
      at: testNow(),
      schema: 1,
      label: 'Vermerk',
    });
    const next = {
      version: newest + 10,
      name: 'next',
      statements: ['ALTER TABLE outbox ADD COLUMN remark TEXT', "UPDATE outbox SET remark = 'neu'"],
    };
    const result = migrate(store.db, [...migrations, next]);
    expect(result).toMatchObject({ from: newest, to: newest + 10 });
    expect(first(store.db, 'SELECT name, remark FROM outbox')).toEqual({ name: 'addNote', remark: 'neu' });
    const copy = openDatabase(result.backupFile ?? '', testKey(), { mustExist: true });
    expect(all(copy, 'SELECT name FROM outbox')).toEqual([{ name: 'addNote' }]);
    closeDatabase(copy);
    expect(migrate(store.db, [...migrations, next])).toMatchObject({ from: newest + 10, backupFile: null });
  });

  // S35: a renewed desk moves rows to their tables and asks for the whole list of scopes
  it('make readable what the program before kept aside, leave the rest, and have the list of scopes asked for anew', () => {
    const folder = join(store.folder, 'before');
    mkdirSync(folder);
    const before = openDatabase(join(folder, 'store.db'), testKey());
    migrate(before, migrations.slice(0, -1));
    const scopeId = addScope(before);
    const note = { kind: 'note', id: newId(), ver: 3, deleted: false, body: sampleBody('note') };
    const other = { kind: 'courtLetter', id: newId(), ver: 4, deleted: false, body: { text: 'Neu' } };
    for (const row of [note, other]) {
      const values = [
        idBytes(scopeId),
        row.kind,
        idBytes(row.id),
        row.ver,
        recordDigest(row),
        JSON.stringify(row.body),
      ];
      run(
        before,
        'INSERT INTO other_record (scope_id, kind, id, ver, digest, body) VALUES (?, ?, ?, ?, ?, ?)',
        ...values,
      );
    }
    const sum = summedDigest(before, scopeId);
    closeDatabase(before);

    const renewed = openStore({ folder, key: testKey(), newId, now: testNow });
    expect(readState(renewed.db, { kind: 'note', scopeId, id: note.id })).toMatchObject({ ver: 3, body: note.body });
    expect(all(renewed.db, 'SELECT kind FROM other_record')).toEqual([{ kind: 'courtLetter' }]);
    expect(summedDigest(renewed.db, scopeId)).toBe(sum);
    expect(readMeta(renewed.db).accessVersion).toBe(-1);
    updateMeta(renewed.db, { accessVersion: 7 });
    renewed.close();
    const again = openStore({ folder, key: testKey(), newId, now: testNow });
    expect(readMeta(again.db).accessVersion).toBe(7);
    again.close();
  });

  it('all happen or none', () => {
    const good = {
      version: newest + 10,
      name: 'good',
      statements: ['CREATE TABLE extra_table (row INTEGER PRIMARY KEY) STRICT'],
    };
    const bad = {
      version: newest + 20,
      name: 'bad',
      statements: ['CREATE TABLE extra_table (row INTEGER PRIMARY KEY) STRICT'],
    };
    expect(() => migrate(store.db, [...migrations, good, bad])).toThrow('already exists');
    expect(first(store.db, "SELECT 1 FROM sqlite_master WHERE name = 'extra_table'")).toBeUndefined();
    expect(handleOf(store.db).pragma('user_version', { simple: true })).toBe(newest);
  });

  it('leave a store of a newer program untouched', () => {
    handleOf(store.db).pragma('user_version = 9990');
    store.close();
    const before = readFileSync(join(store.folder, 'store.db'));
    expect(errorOf(() => reopen())).toMatchObject({ code: 'must_upgrade' });
    expect(Buffer.compare(readFileSync(join(store.folder, 'store.db')), before)).toBe(0);
  });
});

describe('a transaction', () => {
  it('takes everything back when something in it fails', () => {
    const scopes = () => all(store.db, 'SELECT id FROM scope').length;
    const work = () =>
      inTransaction(store.db, () => {
        addScope(store.db);
        run(store.db, 'INSERT INTO setting (key, value) VALUES (?, ?)', 'theme', 'dark');
        throw new Error('stop');
      });
    expect(work).toThrow('stop');
    expect(scopes()).toBe(0);
    addScope(store.db);
    expect(scopes()).toBe(1);
  });
});
