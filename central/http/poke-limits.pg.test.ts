import { expect, onTestFinished, test } from 'vitest';
import { type Poke, pokeSchema } from '../../core/contract/central.ts';
import type { Id } from '../../core/domain/ids.ts';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Desk, newId, type Wish } from '../testing/desk.ts';
import { caseFileBody, noteArgs, type Office, openOffice } from '../testing/office.ts';
import { createHub } from './hub.ts';

type Changed = { scopeId: Id; head: number; after: number };
/** `poked`: what a desk of Anna's is told when all of this is news at once. */
type House = { office: Office; anna: Desk; poked(...changed: Changed[]): Promise<Poke> };

async function openHouse(): Promise<House> {
  const temporary = await temporaryDatabase();
  onTestFinished(() => temporary[Symbol.asyncDispose]());
  const office = await openOffice(temporary.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  const anna = await office.desk('anna');
  const { database } = office.central;
  const { workerId } = anna;
  const { rows } = await database.query<{ id: Id }>('select id from session where worker_id = $1', [workerId]);
  const sessionId = rows[0]?.id ?? newId();
  const poked = async (...scopes: Changed[]): Promise<Poke> => {
    const hub = createHub(database, () => undefined);
    const told = new Promise<string>((poke) => {
      hub.listen({ workerId, sessionId, poke, show: () => undefined, end: () => undefined });
    });
    hub.receive({ scopes, workers: [] });
    const poke = pokeSchema.parse(JSON.parse(await told));
    hub.close();
    // Whatever comes along, it says what is new.
    expect(poke.heads).toEqual(scopes.map(({ scopeId, head }) => ({ scopeId, head })));
    expect(poke.isWhole).toBe(true);
    return poke;
  };
  return { office, anna, poked };
}

/** Case files of Anna's, each with a note as its second version. */
async function addNotedFiles({ office, anna }: House, count: number): Promise<Changed[]> {
  const grants = [{ principalId: anna.workerId, level: 'write' as const }];
  const body = caseFileBody('12345BG0000001', anna.workerId);
  const ids = Array.from({ length: count }, newId);
  await office.import(
    ids.flatMap((id) => [
      { line: 'scope' as const, scopeId: id, kind: 'c' as const, grants },
      { line: 'record' as const, kind: 'caseFile' as const, id, scopeId: id, body },
    ]),
  );
  await anna.push(...ids.map((id) => ({ name: 'addNote', args: noteArgs(id) })));
  return ids.map((scopeId) => ({ scopeId, head: 2, after: 1 }));
}

/** A follow-up is set, completed, open again, completed …: so many versions of a small case file. */
async function writeVersions(anna: Desk, caseFileId: Id, count: number): Promise<void> {
  const args = { caseFileId, followUpId: newId() };
  const created = { ...args, documentId: null, dueOn: '2026-12-01', subject: 'Rückruf' };
  const wishes: Wish[] = [{ name: 'createFollowUp', args: created }];
  while (wishes.length < count) wishes.push({ name: wishes.length % 2 ? 'completeFollowUp' : 'reopenFollowUp', args });
  await anna.push(...wishes.slice(0, 50));
  await anna.push(...wishes.slice(50));
}

// S47: up to 50 versions and 10 scopes come along
test('a poke brings fifty versions of ten case files in all; of one more of either it only says that they are new', async () => {
  const house = await openHouse();
  const { office, anna, poked } = house;
  const scopeId = office.caseFiles.anna;
  await writeVersions(anna, scopeId, 51);
  const versions = (count: number): Changed => ({ scopeId, head: 52, after: 52 - count });
  const fifty = await poked(versions(50));
  expect(fifty.pulled).toEqual(await anna.pull({ scopeId, after: 2 }));
  expect(fifty.pulled?.scopes).toMatchObject([{ after: 2, to: 52, rows: [{ kind: 'followUp', ver: 52 }] }]);
  expect((await poked(versions(51))).pulled).toBeUndefined();
  const files = await addNotedFiles(house, 11);
  const ten = await poked(...files.slice(0, 10));
  expect(ten.pulled?.scopes.map(({ rows }) => rows.length)).toEqual(Array(10).fill(1));
  expect((await poked(...files)).pulled).toBeUndefined();
  expect((await poked(versions(49), ...files.slice(0, 1))).pulled?.scopes).toHaveLength(2);
  expect((await poked(versions(49), ...files.slice(0, 2))).pulled).toBeUndefined();
});

// S47: up to 16 KiB come along, counted as they travel
test('a poke brings rows of 16 KiB; of more, were it only by how they are written, it only says that they are new', async () => {
  const { office, anna, poked } = await openHouse();
  const scopeId = office.caseFiles.anna;
  let after = 0;
  const note = async (text: string) => {
    after += 1;
    await anna.run('addNote', noteArgs(scopeId, text));
    const headers = { authorization: `Bearer ${anna.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ need: [{ scopeId, after }] });
    const asked = await (await fetch(`${anna.address}/v1/pull`, { method: 'POST', headers, body })).text();
    const { pulled } = await poked({ scopeId, head: after + 1, after });
    return { asked: JSON.parse(asked) as unknown, size: asked.length, pulled };
  };
  const limit = 16 * 1024;
  const frame = (await note('x')).size - 1;
  // A digest may have some figures more or less.
  const within = await note('x'.repeat(limit - frame - 8));
  expect(within.size).toBeGreaterThan(limit - 16);
  expect(within.pulled).toEqual(within.asked);
  const beyond = await note('x'.repeat(limit - frame + 8));
  expect(beyond.size).toBeLessThan(limit + 16);
  expect(beyond.pulled).toBeUndefined();
  const escaped = await note('ß'.repeat(limit / 6));
  expect(escaped.size).toBeLessThan(limit / 2);
  expect(escaped.pulled).toBeUndefined();
});
