import { expect, test } from 'vitest';
import type { Id } from '../../../core/domain/ids.ts';
import { temporaryDatabase } from '../../../tests/support/postgres.ts';
import { verifyChains } from '../../store/journal.ts';
import { NoticeOffice, notice, ofAnna, ofBernd } from '../../testing/notice-office.ts';
import { scanOf } from '../../testing/text-reader.ts';
import { correctStack } from './correct.ts';
import type { IntakeStep } from './intake.ts';
import { readDetail } from './overview.ts';

test('a notice printed twice lies in the file once; the second one waits at the station and can be sorted out', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  const { intake } = await office.start();
  await office.print('a.pdf', scanOf(notice(ofAnna)));
  await office.settled(1);
  await office.print('b.pdf', scanOf(notice(ofBernd), '#', notice(ofAnna), '#', notice(ofBernd)));
  const [first, second] = await office.settled(2);
  expect((await office.filed()).map(({ caseFileId }) => caseFileId)).toHaveLength(2);
  expect(await office.letters()).toEqual([]);
  expect(second).toMatchObject({ state: 'needsLook', reason: expect.stringContaining('nicht noch einmal abgelegt') });
  const detail = await readDetail(office.scans.database, second?.id as Id);
  expect(detail?.documents.map(({ state, filedIn }) => [state, filedIn])).toEqual([
    ['delivered', ofBernd],
    ['needsLook', null],
    ['needsLook', null],
  ]);
  const { post } = office.scans.office.ids;
  const stays = { pages: [1], inboxId: null, fileNumber: ofBernd };
  const request = { round: 0, documents: [stays], leftOut: [3, 5], turns: [], answer: null };
  await correctStack(intake, post, second?.id as Id, request);
  const after = await office.scans.stacks();
  expect(after.map(({ state }) => state)).toEqual(['done', 'done']);
  // What lies in a file is put right there.
  const away = { round: 0, documents: [], leftOut: [1], turns: [], answer: null };
  await expect(correctStack(intake, post, first?.id as Id, away)).rejects.toThrow('liegt schon in der Akte');
  expect(await office.filed()).toHaveLength(2);
});

const steps: IntakeStep[] = [
  'kept',
  'journalled',
  'setAside',
  'removed',
  'claimed',
  'read',
  'resultsKept',
  'delivered',
];

test.each(steps)('a service killed after the step "%s" files every notice once', async (killedAfter) => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await office.print('Lauf.pdf', scanOf(notice(ofAnna), '#', notice(ofBernd), '#', 'Ohne Nummer'));
  await new Promise<void>((resolve) => {
    void office.start({ killedAfter, onKilled: resolve });
  });
  await office.start();
  await office.settled(1);
  const { caseFiles } = office.scans.office;
  const filed = (await office.filed()).map(({ caseFileId }) => caseFileId);
  expect(filed.toSorted()).toEqual([caseFiles.anna, caseFiles.bernd].toSorted());
  expect(await office.letters()).toHaveLength(1);
  expect((await verifyChains(office.scans.database)).firstBreak).toBeNull();
});

test('two services that file the same notice at once file it once', async () => {
  await using database = await temporaryDatabase();
  await using office = await NoticeOffice.open(database.connectionString);
  await Promise.all([office.start(), office.start()]);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
    await office.print(`${name}.pdf`, scanOf(notice(ofAnna), '#', name));
  const stacks = await office.settled(6);
  expect(await office.filed()).toHaveLength(1);
  expect(stacks.filter(({ state }) => state === 'needsLook')).toHaveLength(5);
});
