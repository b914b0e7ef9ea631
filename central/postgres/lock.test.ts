import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder, startOfProcess } from './lock.ts';

const quick = { beat: 20, patience: 300 };

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'aktenpult-lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const lockText = async (folder: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(path.join(folder, 'central.lock'), 'utf8')) as Record<string, unknown>;

/** The lock this process would write, with `changes`, as another holder left it. */
const foreignLock = async (folder: string, changes: object): Promise<string> => {
  const lock = await lockFolder(folder, quick);
  const text = await lockText(folder);
  await lock.release();
  const file = path.join(folder, 'central.lock');
  await writeFile(file, JSON.stringify({ ...text, token: 'of-another', ...changes }));
  return file;
};

test('one holder at a time; released, the folder is free and empty', async () => {
  const folder = await temporaryFolder();
  const lock = await lockFolder(folder, quick);
  await expect(lockFolder(folder, quick)).rejects.toMatchObject({ code: 'already-running', pid: process.pid });
  await lock.release();
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockFolder(folder, quick)).release();
});

test('of many that try at once, one gets the folder, also when a stale lock lies there', async () => {
  const folder = await temporaryFolder();
  for (let round = 0; round < 60; round += 1) {
    if (round % 3 > 0) await foreignLock(folder, { started: '1' });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, quick)));
    const taken = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(taken).toHaveLength(1);
    for (const lock of taken) await lock.release();
  }
});

test('the lock of a process whose number was given to a later one is taken over', async () => {
  const folder = await temporaryFolder();
  await foreignLock(folder, { pid: process.pid, started: String(Number(startOfProcess(process.pid)) - 1) });
  await (await lockFolder(folder, quick)).release();
});

test('an unreadable lock is a leftover and taken over', async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, 'central.lock'), '');
  await (await lockFolder(folder, quick)).release();
});

test('a lock from another machine or container counts while it shows signs of life, and not after', async () => {
  const folder = await temporaryFolder();
  const file = await foreignLock(folder, { pid: 1, space: 'another boot pid:[1]' });
  const beating = setInterval(() => void utimes(file, new Date(), new Date()), 20);
  onTestFinished(() => clearInterval(beating));
  await expect(lockFolder(folder, quick)).rejects.toMatchObject({ code: 'already-running', pid: 1 });
  clearInterval(beating);
  await (await lockFolder(folder, quick)).release();
});
