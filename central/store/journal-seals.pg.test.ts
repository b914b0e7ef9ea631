import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { runScript } from '../../tests/support/run-script.ts';
import { noteArgs, type Office, openOffice } from '../testing/office.ts';
import { type Database, inTransaction } from './database.ts';
import { lineHash, readLines, verifyChains } from './journal.ts';
import { sealJournal, verifySeals } from './journal-seals.ts';
import { listSealFiles, readSealEnd } from './seal-file.ts';
import { beginEpoch } from './timeline.ts';

type House = { office: Office; database: Database; folder: string; place: string };

async function openHouse(): Promise<House> {
  const made = await temporaryDatabase();
  onTestFinished(() => made[Symbol.asyncDispose]());
  const office = await openOffice(made.connectionString);
  onTestFinished(() => office[Symbol.asyncDispose]());
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-seals-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    office,
    database: office.central.database,
    folder: path.join(folder, 'seals'),
    place: made.connectionString,
  };
}

async function write({ office }: House, ...texts: string[]): Promise<void> {
  const anna = await office.desk('anna');
  await anna.push(...texts.map((text) => ({ name: 'addNote', args: noteArgs(office.caseFiles.anna, text) })));
}

const seal = async ({ database, folder }: House, at = '2026-11-20T08:00:00.000Z') =>
  sealJournal(database, folder, await readSealEnd(folder), new Date(at));
const verify = ({ database, folder }: House) =>
  inTransaction(database, 'snapshot', async (connection) => ({
    chains: (await verifyChains(connection)).firstBreak,
    seals: await verifySeals(connection, folder),
  }));

/** As somebody with all rights at the database could: a line reads otherwise, and the whole chain behind it is made anew. */
async function rewrite({ office, database }: House, number: number): Promise<void> {
  const scopeId = office.caseFiles.anna;
  await inTransaction(database, 'write', async (connection) => {
    await connection.query("set local session_replication_role = 'replica'");
    let prev: Buffer | null = null;
    for (const line of await readLines(connection, scopeId, number - 1, 1_000)) {
      const changed = { ...line, prev: prev ?? line.prev, ...(line.number === number ? { reason: 'anders' } : {}) };
      prev = lineHash(changed);
      const values = [scopeId, line.number, changed.reason, changed.prev, prev];
      await connection.query(
        'update journal set reason = $3, prev = $4, hash = $5 where scope_id = $1 and number = $2',
        values,
      );
    }
    await connection.query('update scope set chain = $2 where id = $1', [scopeId, prev]);
  });
}

test('the journal is sealed with what came since the last seal, and fits its seals', async () => {
  const house = await openHouse();
  await write(house, 'eins', 'zwei');
  const first = await seal(house);
  expect(first).toMatchObject({ broken: null, seal: { number: 1, isWhole: true } });
  expect((await seal(house)).seal).toBeNull(); // nothing came
  await write(house, 'drei');
  const second = await seal(house, '2026-11-20T08:10:00.000Z');
  expect(second.seal).toMatchObject({ number: 2, isWhole: false });
  expect(second.seal?.scopes.map(([id]) => id)).toEqual([house.office.caseFiles.anna]);
  const nextMonth = await seal(house, '2026-12-01T08:00:00.000Z');
  expect(nextMonth.seal).toMatchObject({ number: 3, isWhole: true });
  expect(await listSealFiles(house.folder)).toEqual(['2026-11.jsonl', '2026-12.jsonl']);
  expect(await verify(house)).toEqual({
    chains: null,
    seals: { seals: 3, firstWrongSeal: null, firstBreak: null, ofOtherPast: 0 },
  });
});

// S51: the chain fits itself and not its seal
test('a journal whose chain was made anew in the database is found by its seal, by the next sealing and by central:verify', async () => {
  const house = await openHouse();
  await write(house, 'eins', 'zwei', 'drei');
  await seal(house);
  const run = () => runScript('central:verify', '--database', house.place, '--seals', house.folder);
  const before = await run();
  expect([before.code, before.lastLine]).toEqual([0, '1 Siegel geprüft; das Protokoll stimmt damit überein.']);

  await rewrite(house, 2);
  const { chains, seals } = await verify(house);
  expect(chains).toBeNull(); // the chain itself holds: nothing else would show it
  const scopeId = house.office.caseFiles.anna;
  expect(seals.firstBreak).toMatchObject({ scopeId, number: 4, seal: 1 });
  const after = await run();
  expect([after.code, after.lastLine]).toEqual([
    2,
    expect.stringContaining('ist nicht mehr, wie sie versiegelt wurde.'),
  ]);

  await write(house, 'vier');
  expect((await seal(house, '2026-11-20T08:10:00.000Z')).broken).toEqual({ scopeId, number: 4 });
  expect((await verify(house)).seals.firstBreak).toMatchObject({ seal: 1 }); // a later seal hides nothing
});

// S51: a cut end fits itself and not its seal
test('lines that were taken off the end are found by the seal', async () => {
  const house = await openHouse();
  await write(house, 'eins', 'zwei');
  await seal(house);
  const scopeId = house.office.caseFiles.anna;
  await inTransaction(house.database, 'write', async (connection) => {
    await connection.query("set local session_replication_role = 'replica'");
    await connection.query('delete from journal where scope_id = $1 and number = 3', [scopeId]);
    await connection.query(
      `update scope set journal_count = 2, chain = (select hash from journal where scope_id = $1 and number = 2) where id = $1`,
      [scopeId],
    );
  });
  const { chains, seals } = await verify(house);
  expect(chains).toBeNull();
  expect(seals.firstBreak).toMatchObject({ scopeId, number: 3 });
});

test('a seal that was changed, forged or taken out is found; one whose writing was broken off is not missed', async () => {
  const house = await openHouse();
  for (const [index, text] of ['eins', 'zwei', 'drei'].entries()) {
    await write(house, text);
    await seal(house, `2026-11-20T08:${index}0:00.000Z`);
  }
  const file = path.join(house.folder, '2026-11.jsonl');
  const [first, second, third] = (await readFile(file, 'utf8')).trimEnd().split('\n') as [string, string, string];
  const wrong = async (...lines: string[]) => {
    await writeFile(file, `${lines.join('\n')}\n`);
    return (await verify(house)).seals.firstWrongSeal;
  };
  expect(await wrong(first, second.replace('08:10', '08:11'), third)).toBe(2);
  expect(await wrong(first, third)).toBe(2);
  expect(await wrong('kein Siegel', second, third)).toBe(1);
  expect(await wrong(first, second, third)).toBeNull();
  await appendFile(file, third.slice(0, 50));
  expect((await verify(house)).seals).toMatchObject({ seals: 3, firstWrongSeal: null });
  await write(house, 'vier');
  expect((await seal(house, '2026-11-20T08:40:00.000Z')).seal).toMatchObject({ number: 4 });
  expect((await verify(house)).seals).toMatchObject({ seals: 4, firstWrongSeal: null, firstBreak: null });
});

// S51: after a set-back seals of the lost end are told as such
test('a store that was set back begins anew; what its seals had of the lost end is told, and is no tampering', async () => {
  const house = await openHouse();
  await write(house, 'eins', 'zwei');
  await seal(house);
  const copy = `${house.folder}-kopie`;
  await mkdir(copy);
  for (const name of ['2026-11.jsonl', 'public.pem'])
    await copyFile(path.join(house.folder, name), path.join(copy, name));
  await rewrite(house, 3); // another past has other lines
  await beginEpoch(house.database);
  expect(await seal(house, '2026-11-20T08:10:00.000Z')).toMatchObject({ broken: null, seal: { isWhole: true } });
  expect((await verify(house)).seals).toEqual({ seals: 2, firstWrongSeal: null, firstBreak: null, ofOtherPast: 1 });
  const { code, stdout } = await runScript('central:verify', '--database', house.place, '--seals', copy);
  expect([code, stdout]).toEqual([0, expect.stringContaining('der Bestand wurde seither zurückgesetzt.')]);
});
