import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDatabase } from '../../tests/support/postgres.ts';
import { type Central, startCentral } from '../service.ts';
import { openBlobFolder } from '../store/blob-folder.ts';
import { newId } from '../testing/desk.ts';
import { openOffice, noteArgs } from '../testing/office.ts';
import { serveMetrics } from './metrics.ts';

/** One figure of a centre as Prometheus reads it. */
async function figure(central: Central, name: string): Promise<number> {
  const [, value] = new RegExp(`^aktenpult_${name} (\\S+)$`, 'm').exec(await central.metrics.text()) ?? [];
  return Number(value);
}

/** A log that keeps its errors. */
function errorLog() {
  const errors: string[] = [];
  const quiet = () => undefined;
  return { errors, debug: quiet, info: quiet, warn: quiet, error: (_: object, line: string) => errors.push(line) };
}

test('the figures count requests and commands by kind, name nobody, and are served for this machine only', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  await anna.run('addNote', noteArgs(office.caseFiles.anna, 'geheimer Text'));
  await anna.run('addNote', noteArgs(office.caseFiles.bernd, 'ohne Recht'));
  const served = await serveMetrics(office.central.metrics, 0);
  onTestFinished(() => served.stop());
  const text = await (await fetch(served.address)).text();
  expect(text).toMatch(/^aktenpult_commands_total\{result="ok"\} 1$/m);
  expect(text).toMatch(/^aktenpult_commands_total\{result="forbidden"\} 1$/m);
  expect(text).toMatch(/^aktenpult_quarantine_open 1$/m);
  expect(text).toMatch(/^aktenpult_request_seconds_count\{method="POST",route="\/v1\/push",status="200"\} 2$/m);
  expect(text).not.toContain('anna');
  expect(text).not.toContain(office.caseFiles.anna);
  expect(text).not.toContain('geheimer');
  expect((await fetch(served.address.replace('/metrics', '/'))).status).toBe(404);
  expect(new URL(served.address).hostname).toBe('127.0.0.1');
});

// S42: a desk to which was acknowledged what is not here is counted and logged, by its push and by its question
test('a desk whose last acknowledged command the centre does not know is counted and logged, whichever way it says so', async () => {
  await using database = await temporaryDatabase();
  const log = errorLog();
  await using office = await openOffice(database.connectionString, { log });
  const anna = await office.desk('anna');
  const known = newId();
  await anna.push({ id: known, name: 'addNote', args: noteArgs(office.caseFiles.anna) });
  const push = (after: string) => {
    const commands = anna.number([{ name: 'addNote', args: noteArgs(office.caseFiles.anna) }]);
    return anna.call('POST', '/v1/push', { epoch: anna.epoch, clientId: anna.clientId, after, commands });
  };
  await push(known);
  await anna.changes(known);
  expect(await figure(office.central, 'forgotten_total')).toBe(0);
  expect(log.errors).toEqual([]);
  await push(newId());
  expect(await figure(office.central, 'forgotten_total')).toBe(1);
  await anna.changes(newId());
  expect(await figure(office.central, 'forgotten_total')).toBe(2);
  const line = 'a desk was acknowledged what is not here: the store was set back';
  expect(log.errors).toEqual([expect.stringContaining(line), expect.stringContaining(line)]);
});

// S43: found at the start, before the first desk is answered, and counted
test('a centre that finds its database set back when it starts counts that, and one that finds it as it was does not', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const { connectionString } = database;
  const setBacksOfNext = async () => {
    const log = errorLog();
    const dataFolder = path.dirname(office.blobsFolder);
    const blobs = await openBlobFolder(office.blobsFolder);
    const next = await startCentral({ connectionString, dataFolder, blobs, log, host: '127.0.0.1', port: 0 });
    const count = await figure(next, 'set_back_total').finally(() => next.stop());
    return { count, errors: log.errors.length };
  };
  expect(await setBacksOfNext()).toEqual({ count: 0, errors: 0 });
  await office.central.database.query(`update store_timeline set timeline = '000000FF'`);
  expect(await setBacksOfNext()).toEqual({ count: 1, errors: 1 });
  expect(await setBacksOfNext()).toEqual({ count: 0, errors: 0 });
});

// S46: the figures count the stores on which something taken away may still lie
test('a store whose worker lost a right is counted until its desk says that all of that is gone from it', async () => {
  await using database = await temporaryDatabase();
  await using office = await openOffice(database.connectionString);
  const anna = await office.desk('anna');
  await anna.call('POST', '/v1/lease', { storeId: newId(), deviceName: 'Testplatz' });
  const say = (cleared: number) => anna.call('GET', `/v1/changes?cursor=0&accessVersion=-1&cleared=${cleared}`);
  const notCleared = () => figure(office.central, 'desks_not_cleared');
  await say((await anna.changes()).accessVersion);
  expect(await notCleared()).toBe(0);
  const taken = 'delete from scope_grant where scope_id = $1 and principal_id = $2';
  await office.central.database.query(taken, [office.caseFiles.anna, anna.workerId]);
  expect(await notCleared()).toBe(1);
  await say((await anna.changes()).accessVersion);
  expect(await notCleared()).toBe(0);
});
